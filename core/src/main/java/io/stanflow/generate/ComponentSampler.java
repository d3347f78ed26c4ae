package io.stanflow.generate;

import io.stanflow.codec.Field;
import io.stanflow.codec.HostSampler;
import io.stanflow.model.Kernel;
import io.stanflow.model.ModelException;
import io.stanflow.model.ModelException.Kind;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Draws a component from a head's outputs, among those that the hard rules allow. */
final class ComponentSampler {
  private final Kernel kernel;
  private final float[] allowed;
  private final float[] weights;
  private final float[] sums = new float[Kernel.STRIDE];

  /**
   * @param most numbers of the longest row of outputs
   */
  ComponentSampler(Kernel kernel, int most) {
    this.kernel = kernel;
    allowed = new float[most];
    weights = new float[most];
  }

  /**
   * Draws field {@code f} of a host's row.
   *
   * @param outputs of the head, from {@code from}: logits, then centres and log widths
   */
  void draw(int f, Field field, HostSampler sampler, float[] outputs, int from) {
    int k = field.components();
    sampler.tilt(f, outputs, from);
    sampler.possible(f, allowed);
    int component = choose(outputs, from, k, allowed, sampler.uniform());
    if (component < 0) {
      throw nothing(field, k);
    }
    int free = component - (k - field.free());
    if (free < 0) {
      sampler.draw(f, component, 0, 1);
      return;
    }
    double logWidth = outputs[from + k + field.free() + free];
    double cut = Math.max(Field.LEAST_LOG_WIDTH, Math.min(Field.MOST_LOG_WIDTH, logWidth));
    sampler.draw(f, component, outputs[from + k + free], StrictMath.exp(cut));
  }

  private UncheckedIOException nothing(Field field, int k) {
    boolean any = false;
    for (int c = 0; c < k; c++) {
      any |= allowed[c] > 0;
    }
    String part = any ? "network gives no number" : "rules leave nothing to draw";
    String fact = "its " + part + " for " + field.name();
    return new UncheckedIOException(
        new ModelException(Kind.CORRUPT, "the model", fact, "train again"));
  }

  /**
   * The component on which {@code uniform}, in [0, 1), falls when the allowed ones share [0, 1) by
   * their softmax; -1 if none is allowed. Components lie on [0, 1) in the order of {@link
   * Kernel#weigh}'s sums: 0, 16, 32, … before 1, 17, ….
   *
   * @param logits rows of whole {@linkplain Kernel#STRIDE strides}
   * @param allowed likewise; 1 or 0
   */
  int choose(float[] logits, int from, int k, float[] allowed, double uniform) {
    int padded = Kernel.padded(k);
    Arrays.fill(allowed, k, padded, 0);
    kernel.weigh(logits, from, padded, allowed, weights, sums);
    double point = 0;
    for (float sum : sums) {
      point += sum;
    }
    point *= uniform;
    int first = -1;
    for (int j = 0; j < Kernel.STRIDE; j++) {
      if (sums[j] > 0) {
        first = j; // should rounding leave the point beyond the last sum, that one has it
        if (point < sums[j]) {
          break;
        }
        point -= sums[j];
      }
    }
    int component = -1;
    for (int c = first; c >= 0 && c < k; c += Kernel.STRIDE) {
      if (weights[c] > 0) {
        component = c; // likewise
        if (point < weights[c]) {
          break;
        }
        point -= weights[c];
      }
    }
    return component;
  }
}
