package io.stanflow.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A uniform sample of numbers (algorithm R; Vitter, ACM TOMS 11(1), 1985). */
final class Reservoir {
  private final int capacity;
  private final SplittableRandom random;
  private double[] numbers = new double[1024];
  private int size;
  private long seen;

  /**
   * @param capacity most numbers kept
   */
  Reservoir(int capacity, SplittableRandom random) {
    this.capacity = capacity;
    this.random = random;
  }

  /** Takes a number in; NaN is none. */
  void add(double number) {
    if (Double.isNaN(number)) {
      return;
    }
    seen++;
    long index = size < capacity ? size++ : random.nextLong(seen);
    if (index < capacity) {
      if (index >= numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.min(capacity, 2 * numbers.length));
      }
      numbers[(int) index] = number;
    }
  }

  /** The sample in ascending order. */
  double[] sorted() {
    double[] sorted = Arrays.copyOf(numbers, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
