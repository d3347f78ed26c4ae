package io.stanflow.evaluate.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * How far two popularity curves are apart. The curve gives for rank r the share s(r) of all flows
 * that the r-th most frequent peer address has; the distance is the mean of |ln s(r) − ln t(r)|
 * over ranks spaced evenly in ln r from 1 to the last rank that both have. Addresses themselves do
 * not count. Rank-frequency plots in log-log scale follow Zipf (1949); the distance is ours.
 */
final class RankCurve {
  private static final int RANKS = 50;

  private RankCurve() {}

  /**
   * @param real flows of each address, not empty
   * @param other likewise
   */
  static double distance(Values real, Values other) {
    double scale = Math.log(other.sum() / real.sum());
    return ranks(Math.min(real.total(), other.total()), RANKS).stream()
        .mapToDouble(
            rank -> Math.abs(Math.log(other.descending(rank) / real.descending(rank)) - scale))
        .average()
        .orElseThrow();
  }

  /** Up to {@code most} ranks from 1 to {@code last}, evenly in ln r as far as they are whole. */
  static List<Long> ranks(long last, int most) {
    var ranks = new ArrayList<Long>();
    long previous = 0;
    for (int i = 0; i < most; i++) {
      long rank = Math.round(Math.exp(Math.log((double) last) * i / (most - 1)));
      if (rank > previous) { // the first ranks coincide after rounding
        ranks.add(rank);
        previous = rank;
      }
    }
    return ranks;
  }
}
