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

  private static int choose(int k, float[] logits, boolean[] allowed, double uniform) {
    return new ComponentSampler(Kernel.plain(), k).choose(logits, FROM, k, allowed, uniform);
  }

  /** Evenly spaced points of [0, 1) must fall on each component by its share, but for the ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 31, 32, 33, 64, 100, 417})
  void allowedComponentsShareByTheirSoftmax(int k) {
    var random = new SplittableRandom(k);
    float[] logits = new float[FROM + k];
    boolean[] allowed = new boolean[k];
    double total = 0;
    for (int c = 0; c < k; c++) {
      logits[FROM + c] = (float) (40 + 2 * random.nextGaussian());
      allowed[c] = c == k / 2 || random.nextInt(3) > 0;
      total += allowed[c] ? Math.exp(logits[FROM + c] - 40) : 0;
    }
    var sampler = new ComponentSampler(Kernel.plain(), k);
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
      double share = allowed[c] ? Math.exp(logits[FROM + c] - 40) / total : 0;
      // one point more or less at each end of its part, and 2e-7 of rounding in each weight
      assertThat((double) counts[c]).isCloseTo(share * points, within(allowed[c] ? 1.1 : 0));
    }
  }

  /** Where a component lies among 417 at most. */
  private static int place(int component) {
    return component % Kernel.STRIDE * 100 + component / Kernel.STRIDE;
  }

  @Test
  void theEndsFallOnAllowedComponents() {
    float[] logits = new float[FROM + 100];
    boolean[] allowed = new boolean[100];
    allowed[40] = true;
    allowed[75] = true;
    assertThat(choose(100, logits, allowed, 0)).isEqualTo(40);
    assertThat(choose(100, logits, allowed, Math.nextDown(1.0))).isEqualTo(75);
    Arrays.fill(logits, FROM + 75, FROM + 76, -1e30f);
    assertThat(choose(100, logits, allowed, Math.nextDown(1.0))).isEqualTo(40);
  }

  @Test
  void nothingAllowedIsSaid() {
    assertThat(choose(5, new float[FROM + 5], new boolean[5], 0.5)).isEqualTo(-1);
  }
}
