package io.stanflow.model;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Field;
import java.nio.FloatBuffer;

/**
 * Natural log of a value's probability under a head's outputs, over all components of the field:
 *
 * <pre>ln p(v) = ln Σ_c softmax(weights)_c · p_c(v)</pre>
 *
 * over the components c that cover the value, and the free ones (discretised logistics cut to the
 * hard range: Salimans et al., PixelCNN++, ICLR 2017, eq. 2). docs/model.md has the formulas.
 */
final class MixtureLikelihood {
  private static final double LEAST = 1e-30;

  private MixtureLikelihood() {}

  /**
   * The log probability of a field that is present in the row.
   *
   * @param outputs of the head, from {@code from}: logits, then centres and log widths
   */
  static double log(int f, Field field, EncodedSeries series, int row, float[] outputs, int from) {
    int covers = field.covers();
    int k = field.components();
    double total = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < covers; i++) {
      int component = series.components[f].get(row * covers + i);
      if (component >= 0) {
        float inside = covers > 1 ? series.logDensities[f].get(row * covers + i) : 0;
        total = addLogs(total, outputs[from + component] + (double) inside);
      }
    }
    for (int m = 0; m < field.free(); m++) {
      double weight = outputs[from + k - field.free() + m];
      double centre = outputs[from + k + m];
      double logWidth = outputs[from + k + field.free() + m];
      total = addLogs(total, weight + freeLogMass(series.roundings[f], 4 * row, centre, logWidth));
    }
    return total - logSum(outputs, from, k);
  }

  /** ln Σ e^x. */
  private static double logSum(float[] x, int from, int n) {
    float most = x[from];
    for (int i = 1; i < n; i++) {
      most = Math.max(most, x[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Elementary.exp(x[from + i] - most);
    }
    return most + Math.log(sum);
  }

  /** ln (e^a + e^b). */
  private static double addLogs(double a, double b) {
    double most = Math.max(a, b);
    return most == Double.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp(-Math.abs(a - b)));
  }

  /**
   * Log mass of the value's rounding interval under a free component.
   *
   * @param rounding from {@code at}: lower end and length of the rounding interval, hard range
   */
  private static double freeLogMass(FloatBuffer rounding, int at, double centre, double logWidth) {
    double cut = Math.max(Field.LEAST_LOG_WIDTH, Math.min(Field.MOST_LOG_WIDTH, logWidth));
    double width = Math.exp(cut);
    double below = (rounding.get(at) - centre) / width;
    double low = (rounding.get(at + 2) - centre) / width;
    double range = ((double) rounding.get(at + 3) - rounding.get(at + 2)) / width;
    return logInterval(below, rounding.get(at + 1) / width) - logInterval(low, range);
  }

  /**
   * ln(σ(a + d) − σ(a)) for d &gt; 0, as −softplus(−a−d) − softplus(a) + ln tanh(d/2) + ln(1+e^−d),
   * which loses no digits for small d or far tails.
   */
  private static double logInterval(double a, double d) {
    double small = Math.log(Math.max(LEAST, Math.tanh(d / 2)));
    return small + Math.log1p(Math.exp(-d)) - softplus(-a - d) - softplus(a);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
