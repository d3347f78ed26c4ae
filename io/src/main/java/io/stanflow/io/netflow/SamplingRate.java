package io.stanflow.io.netflow;

/**
 * How many packets an exporter looked at: {@code taken} of each {@code of}.
 *
 * @param of at least {@code taken}, with no divisor in common
 * @param taken at least 1
 */
record SamplingRate(long of, long taken) {
  /** All packets. */
  static final SamplingRate ALL = new SamplingRate(1, 1);

  /** The rate, or null if there is none such. */
  static SamplingRate of(long of, long taken) {
    if (taken < 1 || of < taken) {
      return null;
    }
    long divisor = divisor(of, taken);
    return new SamplingRate(of / divisor, taken / divisor);
  }

  private static long divisor(long a, long b) {
    long larger = a;
    long smaller = b;
    while (smaller != 0) {
      long rest = larger % smaller;
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  /**
   * What so many are of all.
   *
   * @throws ArithmeticException if 63 bits do not hold it
   */
  long scaled(long count) {
    long whole = Math.multiplyExact(count / taken, of);
    double rest = (double) (count % taken) * of / taken;
    return Math.addExact(whole, Math.round(rest));
  }

  /** Such as {@code 1 in 1000}. */
  @Override
  public String toString() {
    return taken + " in " + of;
  }
}
