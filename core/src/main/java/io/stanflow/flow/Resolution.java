package io.stanflow.flow;

/** The coarsest steps that values go in. */
public final class Resolution {
  /** Most decimal places that are told apart from none. */
  public static final int MOST_DECIMALS = 7;

  private Resolution() {}

  /** Greatest common divisor of two numbers, 0 of two zeros; never negative. */
  public static long commonDivisor(long a, long b) {
    return b == 0 ? Math.abs(a) : commonDivisor(b, a % b);
  }

  /**
   * Decimal places of a number.
   *
   * @param least that others have been found to have
   * @return at least {@code least}; {@link #MOST_DECIMALS} stands for those many or more
   */
  public static int decimals(double value, int least) {
    int decimals = least;
    double scale = Math.pow(10, decimals);
    while (decimals < MOST_DECIMALS && Math.abs(value * scale - Math.rint(value * scale)) > 1e-6) {
      decimals++;
      scale *= 10;
    }
    return decimals;
  }
}
