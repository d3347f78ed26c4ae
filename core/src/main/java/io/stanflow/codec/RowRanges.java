package io.stanflow.codec;

import java.util.Arrays;

/**
 * The ranges that a mixture's components have in one row, besides those fixed in its spec: the hard
 * range, which all are cut to, what the value is divided by, and the ranges of the relative
 * components. Filled anew for each row.
 */
final class RowRanges {
  private final long[] relativeLow;
  private final long[] relativeHigh;
  private long low;
  private long high;
  private long divisor;
  private boolean pointsOnly;
  private int number;

  RowRanges(int relatives) {
    relativeLow = new long[relatives];
    relativeHigh = new long[relatives];
  }

  /** Forgets the last row: this hard range, both ends included, and no relative component. */
  void start(long low, long high) {
    start(low, high, 1, -1);
  }

  /**
   * Likewise for a hard range that is the same in all rows of this code with the same number and
   * divisor.
   *
   * @param divisor what ratio atoms and intervals are relative to, at least 1
   * @param number at least 0
   */
  void start(long low, long high, long divisor, int number) {
    this.low = low;
    this.high = high;
    this.divisor = divisor;
    this.number = number;
    pointsOnly = false;
    Arrays.fill(relativeLow, 1);
    Arrays.fill(relativeHigh, 0);
  }

  /** Sets another hard range, for this row alone. */
  void narrow(long low, long high) {
    this.low = low;
    this.high = high;
    number = -1;
  }

  /** Lets only point masses be drawn in this row. */
  void pointsOnly() {
    pointsOnly = true;
    number = -1;
  }

  /** Sets the range of a relative component, both ends included. */
  void relative(int index, long low, long high) {
    relativeLow[index] = low;
    relativeHigh[index] = high;
  }

  void point(int index, long value) {
    relative(index, value, value);
  }

  /** Smallest allowed value. */
  long low() {
    return low;
  }

  /** Largest allowed value. */
  long high() {
    return high;
  }

  long divisor() {
    return divisor;
  }

  boolean isPointsOnly() {
    return pointsOnly;
  }

  /** The hard range's number, or -1 where it is of this row alone. */
  int number() {
    return number;
  }

  /** Lower end of a relative component; above its upper end where it has no value. */
  long relativeLow(int index) {
    return relativeLow[index];
  }

  long relativeHigh(int index) {
    return relativeHigh[index];
  }
}
