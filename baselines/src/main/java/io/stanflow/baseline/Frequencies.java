package io.stanflow.baseline;

import java.util.SplittableRandom;

/** Counts of the outcomes 0, 1, 2, ..., to draw from in proportion. */
final class Frequencies {
  private final long[] below; // below[i]: sum of counts[0..i-1]; the last entry is the total

  /**
   * @param counts at least 0 each
   */
  Frequencies(long... counts) {
    below = new long[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      below[i + 1] = below[i] + counts[i];
    }
  }

  int size() {
    return below.length - 1;
  }

  long count(int outcome) {
    return below[outcome + 1] - below[outcome];
  }

  long total() {
    return below[size()];
  }

  /** One of the outcomes from {@code first} on, which must not all have the count 0. */
  int draw(int first, SplittableRandom random) {
    return at(first, random.nextLong(below[first], total()));
  }

  /**
   * The outcome at {@code rank}, from 0 on, when each is repeated as often as it counts.
   *
   * @param first an outcome that does not begin after {@code rank}
   * @param rank in [0, total)
   */
  int at(int first, long rank) {
    int low = first;
    int high = size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (below[middle + 1] > rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
