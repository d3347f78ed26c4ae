package io.stanflow.fit;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A uniform sample of rows of whole numbers (Vitter's algorithm R), the same for the same input.
 */
final class ValueSample {
  private final int capacity;
  private final int width;
  private final SplittableRandom random = new SplittableRandom(1);
  private long[] values;
  private int rows;
  private long seen;

  /**
   * @param capacity most rows kept
   * @param width numbers per row
   */
  ValueSample(int capacity, int width) {
    this.capacity = capacity;
    this.width = width;
    values = new long[Math.min(capacity, 1024) * width];
  }

  void add(long... row) {
    seen++;
    long at = rows < capacity ? rows++ : random.nextLong(seen);
    if (at < capacity) {
      if ((at + 1) * width > values.length) {
        values = Arrays.copyOf(values, Math.min(capacity * width, 2 * values.length));
      }
      System.arraycopy(row, 0, values, (int) at * width, width);
    }
  }

  int rows() {
    return rows;
  }

  long value(int row, int column) {
    return values[row * width + column];
  }

  /**
   * Puts the rows in the order of one column, as they came before later ones took the places of
   * some.
   *
   * @param column of numbers from 0 to a few for each row
   */
  void sortBy(int column) {
    if (seen <= capacity) {
      return; // as they came
    }
    int most = (int) Arrays.stream(column(column)).max().orElse(0);
    int[] next = new int[most + 2]; // where the next row of a number goes
    for (int i = 0; i < rows; i++) {
      next[(int) value(i, column) + 1]++;
    }
    for (int n = 0; n < most; n++) {
      next[n + 1] += next[n];
    }
    long[] sorted = new long[rows * width];
    for (int i = 0; i < rows; i++) {
      int at = next[(int) value(i, column)]++;
      System.arraycopy(values, i * width, sorted, at * width, width);
    }
    values = sorted;
  }

  /** One column of the sample. */
  long[] column(int column) {
    long[] copy = new long[rows];
    for (int i = 0; i < rows; i++) {
      copy[i] = value(i, column);
    }
    return copy;
  }
}
