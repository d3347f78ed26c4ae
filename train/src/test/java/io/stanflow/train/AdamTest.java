package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.model.Architecture.Start;
import io.stanflow.model.Architecture.TensorSpec;
import io.stanflow.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {
  private static final List<TensorSpec> SPECS =
      List.of(
          new TensorSpec("a", List.of(2, 3), Start.LINEAR),
          new TensorSpec("b", List.of(1), Start.ZERO));

  private static Map<String, float[]> gaussian(SplittableRandom random, double scale) {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : SPECS) {
      float[] values = new float[spec.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (scale * random.nextGaussian());
      }
      tensors.put(spec.name(), values);
    }
    return tensors;
  }

  /** Gradients of norm about 2.6 times their scale: never, sometimes, always clipped. */
  @ParameterizedTest
  @CsvSource({"1, 100, 0", "1, 2.6, 0.5", "30, 0.5, 0", "1e-6, 1, 2"})
  void tenStepsAreThoseOfAlgorithmOne(double scale, double mostNorm, double weightDecay) {
    var random = new SplittableRandom(3);
    var weights = new Weights(SPECS, gaussian(random, 1));
    var adam = new Adam(weights, mostNorm, weightDecay);
    double[] w = flat(weights.tensors());
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    for (int step = 1; step <= 10; step++) {
      Map<String, float[]> gradients = gaussian(random, scale);
      double rate = 0.01 * step;
      double norm = adam.step(weights, gradients, rate);
      double[] g = flat(gradients);
      double own = 0;
      for (double x : g) {
        own += x * x;
      }
      own = Math.sqrt(own);
      assertThat(norm).isCloseTo(own, within(1e-9 * own));
      double clip = own > mostNorm ? mostNorm / own : 1;
      for (int i = 0; i < w.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * clip * g[i];
        v[i] = 0.99 * v[i] + 0.01 * clip * g[i] * clip * g[i];
        double first = m[i] / (1 - Math.pow(0.9, step));
        double second = v[i] / (1 - Math.pow(0.99, step));
        boolean matrix = i < 6; // decay is decoupled, and spares biases
        w[i] *= matrix ? 1 - rate * weightDecay : 1;
        w[i] -= rate * first / (Math.sqrt(second) + 1e-8);
      }
      assertThat(adam.steps()).isEqualTo(step);
      double[] got = flat(weights.tensors());
      for (int i = 0; i < w.length; i++) {
        // about ten float roundings a step, of steps of at most 0.1·√10 and weights below 4
        assertThat(got[i]).isCloseTo(w[i], within(1e-5));
      }
    }
  }

  private static double[] flat(Map<String, float[]> tensors) {
    double[] all = new double[7];
    int at = 0;
    for (float[] tensor : tensors.values()) {
      for (float value : tensor) {
        all[at++] = value;
      }
    }
    return all;
  }
}
