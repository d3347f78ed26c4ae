package io.stanflow.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The distribution of a child's states under each state of its parent: (n(parent, child) +
 * m(child)) / (n(parent) + 1), m the child's own distribution. So a single pseudo-count draws
 * parents that were hardly ever seen towards what is usual.
 */
final class ConditionalTable {
  private final Frequencies[] rows;
  private final Frequencies alone;

  /**
   * @param joint occurrences of each pair of states, a row for each state of the parent
   * @param alone occurrences of each state of the child, not all 0
   */
  ConditionalTable(long[][] joint, long[] alone) {
    rows = Arrays.stream(joint).map(Frequencies::new).toArray(Frequencies[]::new);
    this.alone = new Frequencies(alone);
  }

  /**
   * Draws a state of the child.
   *
   * @param parent its state, or -1 if it has none
   */
  int draw(int parent, SplittableRandom random) {
    if (parent >= 0) {
      Frequencies row = rows[parent];
      long rank = random.nextLong(row.total() + 1);
      if (rank < row.total()) {
        return row.at(0, rank);
      }
    }
    return alone.draw(0, random);
  }
}
