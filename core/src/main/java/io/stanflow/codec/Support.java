package io.stanflow.codec;

import java.util.Arrays;

/**
 * Where a mixture's value may lie in one row: the hard range, what the value is divided by, and the
 * places of the relative components. Filled anew for each row.
 */
final class Support {
  /** Smallest and largest allowed value, both included. */
  long low;

  long high;

  /** What ratio atoms and intervals are relative to; at least 1. */
  long divisor;

  /** Range of each relative component, both ends included; empty if low &gt; high. */
  final long[] relativeLow;

  final long[] relativeHigh;

  /** Whether only point masses may be drawn. */
  boolean exactOnly;

  /**
   * Number of the hard range, where all rows of this code that have the same number and divisor
   * have the same range; -1 in other rows.
   */
  int range;

  Support(int relatives) {
    relativeLow = new long[relatives];
    relativeHigh = new long[relatives];
  }

  /** Forgets the last row: range [low, high], divisor 1, no relative component. */
  void reset(long low, long high) {
    this.low = low;
    this.high = high;
    divisor = 1;
    exactOnly = false;
    range = -1;
    Arrays.fill(relativeLow, 1);
    Arrays.fill(relativeHigh, 0);
  }

  void relative(int index, long low, long high) {
    relativeLow[index] = low;
    relativeHigh[index] = high;
  }

  void point(int index, long value) {
    relative(index, value, value);
  }
}
