package io.stanflow.generate;

import io.stanflow.codec.Field;
import io.stanflow.codec.HostSampler;
import io.stanflow.model.Elementary;

/** Draws a component from a head's outputs, among those that the hard rules allow. */
final class ComponentSampler {
  private final boolean[] allowed;
  private final float[] weights;

  /**
   * @param most outputs of the widest head
   */
  ComponentSampler(int most) {
    allowed = new boolean[most];
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
    float most = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < k; c++) {
      if (allowed[c] && outputs[from + c] > most) {
        most = outputs[from + c];
      }
    }
    double total = 0;
    int last = -1;
    for (int c = 0; c < k; c++) {
      weights[c] = allowed[c] ? Elementary.exp(outputs[from + c] - most) : 0;
      total += weights[c];
      last = allowed[c] ? c : last;
    }
    if (last < 0) {
      throw new IllegalStateException("the hard rules leave nothing to draw for " + field.name());
    }
    double left = sampler.uniform() * total;
    int component = 0;
    while (component < last && (left -= weights[component]) >= 0) {
      component++;
    }
    while (!allowed[component]) {
      component++; // rounding: the sum ran out on a component of no weight
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
}
