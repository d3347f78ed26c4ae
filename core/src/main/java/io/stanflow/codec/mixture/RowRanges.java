package io.stanflow.codec.mixture;

import java.util.Arrays;

/**
 * The ranges that a mixture's components have in one row, besides those fixed in its spec: the hard
 * range, which all are cut to, what the value is divided by, and the ranges of the relative
 * components. Filled anew for each row.
 */
public final class RowRanges {
  private final long[] relativeLow;
  private final long[] relativeHigh;
  private long low;
  private long high;
  private long divisor;
  private boolean pointsOnly;
  private int number;

  /** No ranges yet, for a code of so many relative components. */
  public RowRanges(int relatives) {
    relativeLow = new long[relatives];
    relativeHigh = new long[relatives];
  }

  /** Forgets the last row: this hard range, both ends included, and no relative component. */
  public void start(long low, long high) {
    start(low, high, 1, -1);
  }

  /**
   * Likewise for a hard range that is the same in all rows of this code with the same number and
   * divisor.
   *
   * @param divisor what ratio atoms and intervals are relative to, at least 1
   * @param number at least 0
   */
  public void start(long low, long high, long divisor, int number) {
    this.low = low;
    this.high = high;
    this.divisor = divisor;
    this.number = number;
    pointsOnly = false;
    Arrays.fill(relativeLow, 1);
    Arrays.fill(relativeHigh, 0);
  }

  /** Sets another hard range, for this row alone. */
  public void narrow(long low, long high) {
    this.low = low;
    this.high = high;
    number = -1;
  }

  /** Lets only point masses be drawn in this row. */
  public void pointsOnly() {
    pointsOnly = true;
    number = -1;
  }

  /** Sets the range of a relative component, both ends included. */
  public void relative(int index, long low, long high) {
    relativeLow[index] = low;
    relativeHigh[index] = high;
  }

  /** Sets a relative component that has one value. */
  public void point(int index, long value) {
    relative(index, value, value);
  }

  /** Smallest allowed value. */
  public long low() {
    return low;
  }

  /** Largest allowed value. */
  public long high() {
    return high;
  }

  /** What ratio atoms and intervals are relative to. */
  public long divisor() {
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
  public long relativeLow(int index) {
    return relativeLow[index];
  }

  /** Upper end of a relative component, included. */
  public long relativeHigh(int index) {
    return relativeHigh[index];
  }
}
