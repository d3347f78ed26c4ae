package io.stanflow.baseline;

import java.util.SplittableRandom;

/** Counts of the things 0, 1, 2, ..., to draw from in proportion. */
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

  long count(int thing) {
    return below[thing + 1] - below[thing];
  }

  long total() {
    return below[size()];
  }

  /** One of the things from {@code first} on, which must not all have the count 0. */
  int draw(int first, SplittableRandom random) {
    return at(first, random.nextLong(below[first], total()));
  }

  /**
   * The thing that takes place {@code rank} when each is repeated as often as it counts.
   *
   * @param first a thing whose first place is not after {@code rank}
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
