package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.model.Kernel;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of {@link ComponentSampler}. */
class ComponentSamplerTest {
  private static final int FROM = 3;

  private static int choose(int k, float[] logits, float[] allowed, double uniform) {
    return new ComponentSampler(Kernel.plain(), Kernel.padded(k))
        .choose(logits, FROM, k, allowed, uniform);
  }

  /** Logits of a field, with large ones in the places that fill the row up. */
  private static float[] row(int k) {
    float[] logits = new float[FROM + Kernel.padded(k)];
    Arrays.fill(logits, FROM + k, logits.length, 1000);
    return logits;
  }

  /** Evenly spaced points of [0, 1) must fall on each component by its share, but for the ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 31, 32, 33, 64, 100, 417})
  void allowedComponentsShareByTheirSoftmax(int k) {
    var random = new SplittableRandom(k);
    float[] logits = row(k);
    float[] allowed = new float[Kernel.padded(k)];
    double total = 0;
    for (int c = 0; c < k; c++) {
      logits[FROM + c] = (float) (40 + 2 * random.nextGaussian());
      allowed[c] = c == k / 2 || random.nextInt(3) > 0 ? 1 : 0;
      total += allowed[c] * Math.exp(logits[FROM + c] - 40);
    }
    var sampler = new ComponentSampler(Kernel.plain(), Kernel.padded(k));
    int points = 20_000;
    int[] counts = new int[k];
    int before = 0;
    for (int i = 0; i < points; i++) {
      int component = sampler.choose(logits, FROM, k, allowed, (i + 0.5) / points);
      assertThat(place(component)).isGreaterThanOrEqualTo(before);
      before = place(component);
      counts[component]++;
    }
    for (int c = 0; c < k; c++) {
      double share = allowed[c] * Math.exp(logits[FROM + c] - 40) / total;
      // one point more or less at each end of its part, and 2e-7 of rounding in each weight
      assertThat((double) counts[c]).isCloseTo(share * points, within(1.1 * allowed[c]));
    }
  }

  /** Where a component lies among 417 at most. */
  private static int place(int component) {
    return component % Kernel.STRIDE * 100 + component / Kernel.STRIDE;
  }

  @Test
  void theEndsFallOnAllowedComponents() {
    float[] logits = row(100);
    float[] allowed = new float[Kernel.padded(100)];
    allowed[40] = 1;
    allowed[75] = 1;
    assertThat(choose(100, logits, allowed, 0)).isEqualTo(40);
    assertThat(choose(100, logits, allowed, Math.nextDown(1.0))).isEqualTo(75);
    Arrays.fill(logits, FROM + 75, FROM + 76, -1e30f);
    assertThat(choose(100, logits, allowed, Math.nextDown(1.0))).isEqualTo(40);
  }

  @Test
  void nothingAllowedIsSaid() {
    assertThat(choose(5, row(5), new float[Kernel.padded(5)], 0.5)).isEqualTo(-1);
  }
}
