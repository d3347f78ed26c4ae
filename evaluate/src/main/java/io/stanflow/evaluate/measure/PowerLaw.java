package io.stanflow.evaluate.measure;

/**
 * Exponent of a power law p(x) ~ x^−α, x ≥ xmin, fitted to whole numbers by maximum likelihood in
 * the approximation α = 1 + n / Σ ln(x / (xmin − ½)), n the numbers from xmin on. Of all xmin, the
 * one with the smallest Kolmogorov-Smirnov distance between these numbers and P(X ≤ x) = 1 − ((x +
 * ½) / (xmin − ½))^(1 − α). Source: Clauset, Shalizi, Newman, Power-Law Distributions in Empirical
 * Data, SIAM Review 51 (2009), equations 3.7 and 3.9, appendix D.
 */
final class PowerLaw {
  /** Numbers that a fit needs, the rule of thumb there. */
  static final int LEAST_TAIL = 50;

  /** Values of xmin that are tried at most, spaced evenly in ln x. */
  private static final int CANDIDATES = 1000;

  private PowerLaw() {}

  /**
   * The exponent of the best fit.
   *
   * @param counts whole numbers, at least 1
   * @return NaN for fewer than {@link #LEAST_TAIL} numbers
   */
  static double exponent(Values counts) {
    double[] logs = new double[counts.distinct() + 1]; // of the numbers from this value on
    for (int i = counts.distinct() - 1; i >= 0; i--) {
      logs[i] = logs[i + 1] + counts.count(i) * Math.log(counts.value(i));
    }
    double best = Double.NaN;
    double smallest = Double.POSITIVE_INFINITY;
    double next = 0; // ln of the next value to try
    double step = Math.log(counts.max()) / CANDIDATES;
    for (int i = 0; i < counts.distinct() && counts.from(i) >= LEAST_TAIL; i++) {
      double log = Math.log(counts.value(i));
      if (log >= next) {
        next = log + step;
        long n = counts.from(i);
        double alpha = 1 + n / (logs[i] - n * Math.log(counts.value(i) - 0.5));
        double distance = distance(counts, i, alpha, smallest);
        if (distance < smallest) {
          smallest = distance;
          best = alpha;
        }
      }
    }
    return best;
  }

  /**
   * Kolmogorov-Smirnov distance of the numbers from {@code value(first)} on from the model, or
   * anything from {@code enough} on if it is not smaller.
   */
  private static double distance(Values counts, int first, double alpha, double enough) {
    double greatest = 0;
    double scale = counts.value(first) - 0.5;
    double all = counts.from(first);
    double upTo = 0; // share of the numbers that are at most the value before i
    for (int i = first; i < counts.distinct() && greatest < enough; i++) {
      double x = counts.value(i);
      double before = 1 - Math.pow((x - 0.5) / scale, 1 - alpha); // P(X <= x - 1)
      greatest = Math.max(greatest, Math.abs(upTo - before));
      upTo += counts.count(i) / all;
      double at = 1 - Math.pow((x + 0.5) / scale, 1 - alpha);
      greatest = Math.max(greatest, Math.abs(upTo - at));
    }
    return greatest;
  }
}
