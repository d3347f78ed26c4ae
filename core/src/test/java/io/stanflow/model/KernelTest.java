package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Kernel} and {@link Elementary}. */
class KernelTest {
  private static float[] gaussian(int n, SplittableRandom random) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 4, 3", "3, 5, 7", "2, 7, 1", "5, 13, 17", "64, 33, 9", "1, 128, 65"})
  void affineIsTheSumOfProducts(int rows, int in, int out) {
    var random = new SplittableRandom(31L * in + out);
    float[] x = gaussian(rows * in, random);
    float[] w = gaussian(in * out, random);
    float[] b = gaussian(out, random);
    float[] y = gaussian(rows * out + 1, random);
    float beyond = y[rows * out];
    Kernel.plain().affine(x, rows, in, w, b, out, y);
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < out; k++) {
        double sum = b[k];
        double size = Math.abs(b[k]);
        for (int i = 0; i < in; i++) {
          double term = (double) x[r * in + i] * w[i * out + k];
          sum += term;
          size += Math.abs(term);
        }
        // n roundings of relative size 2^-24 of a partial sum that is at most the sum of sizes
        assertThat((double) y[r * out + k]).isCloseTo(sum, within((in + 1) * size * 0x1p-23));
      }
    }
    assertThat(y[rows * out]).isEqualTo(beyond);
  }

  @Test
  void smallHelpersWorkAtOffsets() {
    float[] w = {9, 1, 2, 3};
    float[] y = {0, 0, 10, 20, 30, 40};
    Kernel.plain().add(w, 1, 3, y, 2);
    assertThat(y).containsExactly(0, 0, 11, 22, 33, 40);
    Kernel.plain().addScaledRows(new float[] {2}, w, new int[] {1}, 1, 2, y, 0);
    assertThat(y).containsExactly(2, 4, 11, 22, 33, 40);
    float[] x = {-2, 0, 3, 5};
    Kernel.plain().silu(x, 3);
    assertThat(x[0]).isCloseTo((float) (-2 / (1 + Math.exp(2))), within(1e-6f));
    assertThat(x[1]).isZero();
    assertThat(x[2]).isCloseTo((float) (3 / (1 + Math.exp(-3))), within(1e-6f));
    assertThat(x[3]).isEqualTo(5);
  }

  @Test
  void expIsExactToTwoInTenMillion() {
    double worst = 0;
    for (double x = -87.29; x <= 88; x += 0.000_37) {
      float argument = (float) x;
      worst = Math.max(worst, Math.abs(Elementary.exp(argument) / Math.exp(argument) - 1));
    }
    assertThat(worst).isLessThan(2e-7);
  }

  @Test
  void expSaturates() {
    assertThat(Elementary.exp(-1000)).isBetween(Float.MIN_NORMAL, 1e-37f);
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isEqualTo(Elementary.exp(-1000));
    assertThat(Elementary.exp(0)).isEqualTo(1);
    assertThat(Elementary.exp(1000)).isFinite().isGreaterThan(1e38f);
    assertThat(Elementary.exp(Float.POSITIVE_INFINITY)).isFinite();
    assertThat(Elementary.exp(Float.NaN)).isNaN();
  }

  @Test
  void siluAndGateKeepTheirShape() {
    double worst = 0;
    for (double x = -95; x <= 95; x += 0.000_73) {
      float b = (float) x;
      float a = (float) (x / 3);
      double silu = Elementary.silu(b) - b / (1 + Math.exp(-b));
      double gate = Elementary.gate(a, b) - Math.tanh(a) / (1 + Math.exp(-b));
      worst = Math.max(worst, Math.max(Math.abs(silu) / Math.max(1, b), Math.abs(gate)));
    }
    // sums, a product and a quotient: errors of 6e-8 each on numbers of at most 1, and exp's own
    assertThat(worst).isLessThan(5e-7);
    assertThat(Elementary.gate(0, 5)).isZero();
    assertThat(Elementary.gate(200, 200)).isEqualTo(1);
    assertThat(Elementary.gate(-200, 200)).isEqualTo(-1);
    assertThat(Elementary.gate(200, -200)).isBetween(0f, 1e-13f);
    assertThat(Math.abs(Elementary.gate(-200, -200))).isLessThan(1e-13f);
    assertThat(Elementary.silu(200)).isEqualTo(200);
  }
}
