package io.stanflow.evaluate.measure;

/**
 * Two-sample Kolmogorov-Smirnov statistic sup |F(x) − G(x)|, F and G the empirical distribution
 * functions; 0 for equal, 1 for separate samples. It says how much mass is elsewhere, {@link
 * Wasserstein} how far. Source: Smirnov, Table for Estimating the Goodness of Fit of Empirical
 * Distributions, Annals of Mathematical Statistics 19 (1948).
 */
final class KolmogorovSmirnov {
  private KolmogorovSmirnov() {}

  /**
   * @param real not empty
   * @param other not empty
   */
  static double distance(Values real, Values other) {
    double greatest = 0;
    int i = 0; // values of real up to x
    int j = 0;
    while (i < real.distinct() && j < other.distinct()) { // beyond, they only come closer
      double x = Math.min(real.value(i), other.value(j));
      i += real.value(i) == x ? 1 : 0;
      j += other.value(j) == x ? 1 : 0;
      greatest = Math.max(greatest, Math.abs(upTo(real, i) - upTo(other, j)));
    }
    return greatest;
  }

  private static double upTo(Values values, int i) {
    return i == 0 ? 0 : values.cumulative(i - 1);
  }
}
