package io.stanflow.fit;

import io.stanflow.codec.spec.Facet;

/** How often the classes of two facets occur together, and so which of them do not. */
final class FacetPair {
  /** Flows that would show two classes together if they were independent. */
  private static final double LEAST_EXPECTED = 20;

  /** Of those, so many are one that is there all the same: a slip of whatever wrote the file. */
  private static final long NOISE = 1000;

  private final int given;
  private final int of;
  private final int[][] together;

  /**
   * @param given index of the facet that is decided first
   * @param of of the other
   */
  FacetPair(int given, int of, int givenClasses, int classes) {
    this.given = given;
    this.of = of;
    together = new int[givenClasses][classes];
  }

  int given() {
    return given;
  }

  int of() {
    return of;
  }

  /**
   * @param classes of each facet in one flow
   */
  void add(int[] classes) {
    together[classes[given]][classes[of]]++;
  }

  /**
   * Which classes do not occur together. Of three, such as zero, one and more, two that are rare by
   * themselves may be too many together not to occur.
   */
  boolean[][] excluded() {
    int classes = together[0].length;
    var excluded = new boolean[together.length][classes];
    long[] all = all();
    long flows = sum(all);
    for (int g = 0; g < together.length; g++) {
      long rows = sum(together[g]);
      for (int c = 0; c < classes; c++) {
        excluded[g][c] = isExcluded(rows * (double) all[c] / flows, together[g][c]);
      }
      for (int left = 0; classes == Facet.THREE && left < classes; left++) {
        int one = (left + 1) % classes;
        int two = (left + 2) % classes;
        double expected = rows * (double) (all[one] + all[two]) / flows;
        if (isExcluded(expected, together[g][one] + together[g][two])) {
          excluded[g][one] = true;
          excluded[g][two] = true;
        }
      }
    }
    return excluded;
  }

  private static boolean isExcluded(double expected, long seen) {
    return expected >= LEAST_EXPECTED && seen * NOISE <= expected;
  }

  /** Flows that would have classes of these pairs if the facets were independent. */
  double expected(boolean[][] pairs) {
    long[] all = all();
    double expected = 0;
    for (int g = 0; g < together.length; g++) {
      for (int c = 0; c < all.length; c++) {
        expected += pairs[g][c] ? sum(together[g]) * (double) all[c] / sum(all) : 0;
      }
    }
    return expected;
  }

  /** Flows of each class of the second facet. */
  private long[] all() {
    long[] all = new long[together[0].length];
    for (int[] row : together) {
      for (int c = 0; c < all.length; c++) {
        all[c] += row[c];
      }
    }
    return all;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private static long sum(int[] counts) {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }
}
