package io.stanflow.evaluate.measure;

/**
 * Wasserstein-1 distance on the logarithmic scale, in standard deviations: ∫ |F(y) − G(y)| dy / σ
 * over y = ln(1 + x), where F and G are the empirical distribution functions and σ the real values'
 * standard deviation of y. Twice the bytes in every flow are about ln 2 / σ apart. Source of the
 * integral: Vallender, Calculation of the Wasserstein Distance Between Probability Distributions on
 * the Line, Theory of Probability and its Applications 18 (1974).
 */
final class Wasserstein {
  private Wasserstein() {}

  /**
   * @param real not empty; σ is theirs, and taken as 1 if they are all equal
   * @param other not empty
   */
  static double distance(Values real, Values other) {
    double area = 0;
    double previous = 0;
    int i = 0; // values of real that have been passed
    int j = 0;
    while (i < real.distinct() || j < other.distinct()) {
      double x = Math.min(valueOrEnd(real, i), valueOrEnd(other, j));
      double y = Math.log1p(x);
      if (i + j > 0) {
        area += Math.abs(passed(real, i) - passed(other, j)) * (y - previous);
      }
      previous = y;
      i += valueOrEnd(real, i) == x ? 1 : 0;
      j += valueOrEnd(other, j) == x ? 1 : 0;
    }
    double deviation = real.logDeviation();
    return deviation > 0 ? area / deviation : area;
  }

  private static double valueOrEnd(Values values, int i) {
    return i < values.distinct() ? values.value(i) : Double.POSITIVE_INFINITY;
  }

  private static double passed(Values values, int i) {
    return i == 0 ? 0 : values.cumulative(i - 1);
  }
}
