package io.stanflow.evaluate.measure;

import java.util.Arrays;

/** Sums by small numbers, few of which have any at a time. */
final class Sums {
  private final double[] sums;
  private final boolean[] present;
  private final int[] keys;
  private int size;

  /**
   * @param keys how many there may be: 0 to {@code keys} − 1
   */
  Sums(int keys) {
    sums = new double[keys];
    present = new boolean[keys];
    this.keys = new int[keys];
  }

  void add(int key, double value) {
    if (!present[key]) {
      present[key] = true;
      keys[size++] = key;
    }
    sums[key] += value;
  }

  double of(int key) {
    return sums[key];
  }

  /** The keys that something was added to, ascending. */
  int[] sorted() {
    int[] sorted = Arrays.copyOf(keys, size);
    Arrays.sort(sorted);
    return sorted;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      sums[keys[i]] = 0;
      present[keys[i]] = false;
    }
    size = 0;
  }
}
