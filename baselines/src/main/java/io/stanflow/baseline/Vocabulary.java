package io.stanflow.baseline;

import java.util.List;
import java.util.SplittableRandom;

/** The distinct values of something with their frequencies, in a fixed order. */
final class Vocabulary<T> {
  private final List<T> values;
  private final Frequencies frequencies;

  /**
   * @param counts of each value, above 0
   */
  Vocabulary(List<T> values, long[] counts) {
    this.values = values;
    frequencies = new Frequencies(counts);
  }

  int size() {
    return values.size();
  }

  T value(int index) {
    return values.get(index);
  }

  long count(int index) {
    return frequencies.count(index);
  }

  T draw(SplittableRandom random) {
    return draw(0, random);
  }

  /** A value by frequency among those from index {@code first} on. */
  T draw(int first, SplittableRandom random) {
    return values.get(frequencies.draw(first, random));
  }
}
