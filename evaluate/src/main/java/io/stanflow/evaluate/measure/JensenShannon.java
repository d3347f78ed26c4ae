package io.stanflow.evaluate.measure;

import java.util.List;
import java.util.Set;

/**
 * Jensen-Shannon divergence in bits: JSD(P, Q) = ½ Σ p log₂(p / m) + ½ Σ q log₂(q / m) with m = (p
 * + q) / 2; 0 for equal, 1 for disjoint distributions. Source: Lin, Divergence Measures Based on
 * the Shannon Entropy, IEEE Trans. Information Theory 37 (1991).
 */
final class JensenShannon {
  /** Words of the real file that stand for themselves; all others together are one more. */
  static final int MOST_WORDS = 100;

  private static final double LN_2 = Math.log(2);

  private JensenShannon() {}

  /**
   * Divergence over the {@link #MOST_WORDS} most frequent words of {@code real} and the rest.
   * Merging words never raises a divergence, so this is a lower bound of the one over all words.
   *
   * @param real not empty
   * @param other not empty
   */
  static double divergence(Counts real, Counts other) {
    List<String> words = real.top(MOST_WORDS);
    double sum = 0;
    for (String word : words) {
      sum += term(real.share(word), other.share(word));
    }
    sum += term(rest(real, Set.copyOf(words)), rest(other, Set.copyOf(words)));
    return Math.max(0, sum / 2 / LN_2); // rounding may leave -1e-17
  }

  /** Share of all words but these. */
  static double rest(Counts counts, Set<String> words) {
    long these = words.stream().mapToLong(counts::of).sum();
    return (double) (counts.total() - these) / counts.total();
  }

  private static double term(double p, double q) {
    double m = (p + q) / 2;
    return (p > 0 ? p * Math.log(p / m) : 0) + (q > 0 ? q * Math.log(q / m) : 0);
  }
}
