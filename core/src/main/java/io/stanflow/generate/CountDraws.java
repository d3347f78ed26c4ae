package io.stanflow.generate;

import java.util.random.RandomGenerator;

/** Draws of event counts; on {@link StrictMath}, so that every JDK gives the same. */
final class CountDraws {
  private static final double CHUNK = 30;

  /** Means above are drawn in one step. */
  private static final double LARGE = 1e6;

  private CountDraws() {}

  /**
   * Poisson: products of uniforms (Knuth, TAOCP 2, 3.4.1.F), a large mean as a sum of small ones, a
   * very large one by its normal limit.
   */
  static long poisson(double mean, RandomGenerator random) {
    if (mean > LARGE) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
    }
    long count = 0;
    for (double left = mean; left > 0; left -= CHUNK) {
      double limit = StrictMath.exp(-Math.min(left, CHUNK));
      double product = random.nextDouble();
      while (product > limit) {
        count++;
        product *= random.nextDouble();
      }
    }
    return count;
  }

  /**
   * Negative binomial as a Poisson whose mean is Gamma-distributed: variance = mean + dispersion ·
   * mean².
   */
  static long negativeBinomial(double mean, double dispersion, RandomGenerator random) {
    return dispersion < 1e-9
        ? poisson(mean, random)
        : poisson(mean * dispersion * gamma(1 / dispersion, random), random);
  }

  /** Gamma of scale 1 (Marsaglia and Tsang, ACM TOMS 26(3), 2000). */
  static double gamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      double boost = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
      return gamma(shape + 1, random) * boost;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal(random);
      double v = StrictMath.pow(1 + c * x, 3);
      double u = 1 - random.nextDouble();
      if (v > 0 && StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }

  /** Standard normal (Box and Muller, 1958). */
  static double normal(RandomGenerator random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
