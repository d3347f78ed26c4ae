package io.stanflow.evaluate.measure;

/** An empirical distribution of numbers: distinct values in ascending order, each with a count. */
final class Values {
  private final double[] values;
  private final long[] below; // below[i]: occurrences of values[0..i-1]; the last entry is all

  /**
   * @param values ascending
   * @param counts of each value, above 0
   */
  Values(double[] values, long[] counts) {
    this.values = values;
    below = new long[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      below[i + 1] = below[i] + counts[i];
    }
  }

  int distinct() {
    return values.length;
  }

  double value(int i) {
    return values[i];
  }

  long count(int i) {
    return below[i + 1] - below[i];
  }

  long total() {
    return below[values.length];
  }

  /** Occurrences of {@code value(i)} and all greater ones. */
  long from(int i) {
    return total() - below[i];
  }

  boolean isEmpty() {
    return values.length == 0;
  }

  /** Share of the occurrences that are at most {@code value(i)}, in [0, 1]. */
  double cumulative(int i) {
    return (double) below[i + 1] / total();
  }

  /**
   * The smallest value that at least the share {@code p} of the occurrences does not exceed
   * (Hyndman and Fan 1996, definition 1).
   *
   * @param p in (0, 1]
   */
  double quantile(double p) {
    return values[atRank((long) Math.ceil(p * total()))];
  }

  /** The value at place {@code rank} in descending order, 1 the greatest. */
  double descending(long rank) {
    return values[atRank(total() - rank + 1)];
  }

  private int atRank(long rank) {
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (below[middle + 1] >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  double max() {
    return values[values.length - 1];
  }

  /** Sum of all occurrences. */
  double sum() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * count(i);
    }
    return sum;
  }

  double mean() {
    return sum() / total();
  }

  /** Share of the occurrences that are exactly 0. */
  double zeroShare() {
    long zeros = 0;
    for (int i = 0; i < values.length; i++) {
      zeros += values[i] == 0 ? count(i) : 0;
    }
    return (double) zeros / total();
  }

  /** Standard deviation of ln(1 + x), with the divisor n. */
  double logDeviation() {
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += Math.log1p(values[i]) * count(i);
    }
    mean /= total();
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double distance = Math.log1p(values[i]) - mean;
      squares += distance * distance * count(i);
    }
    return Math.sqrt(squares / total());
  }
}
