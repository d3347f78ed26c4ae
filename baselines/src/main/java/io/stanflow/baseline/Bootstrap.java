package io.stanflow.baseline;

import java.util.SplittableRandom;

/**
 * Draws as many rows as there are, with replacement, while they pass one by one: says of each row
 * how often it is drawn. Together the answers are multinomial; one after the other each is
 * binomial, given those before (Davis, The Computer Generation of Multinomial Random Variates,
 * Computational Statistics &amp; Data Analysis 16, 1993). So no row need be kept.
 */
final class Bootstrap {
  private long rows;
  private long draws;

  /**
   * @param rows to come, and to be drawn
   */
  Bootstrap(long rows) {
    this.rows = rows;
    draws = rows;
  }

  /** How often the next row is drawn. */
  long next(SplittableRandom random) {
    long drawn = rows == 1 ? draws : binomial(draws, 1.0 / rows, random.nextDouble());
    rows--;
    draws -= drawn;
    return drawn;
  }

  /**
   * The quantile of a binomial distribution, by adding up probabilities from 0 on; quick where the
   * mean is about 1, as it is here.
   *
   * @param share in (0, 1)
   * @param uniform in [0, 1)
   */
  static long binomial(long trials, double share, double uniform) {
    double probability = StrictMath.exp(trials * StrictMath.log1p(-share));
    double left = uniform;
    long successes = 0;
    while (left >= probability && successes < trials) {
      left -= probability;
      successes++;
      probability *= (trials - successes + 1.0) / successes * share / (1 - share);
    }
    return successes;
  }
}
