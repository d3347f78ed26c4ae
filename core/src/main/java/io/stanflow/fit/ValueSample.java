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

  /** One column of the sample. */
  long[] column(int column) {
    long[] copy = new long[rows];
    for (int i = 0; i < rows; i++) {
      copy[i] = value(i, column);
    }
    return copy;
  }
}
