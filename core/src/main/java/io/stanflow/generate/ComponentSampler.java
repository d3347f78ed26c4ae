package io.stanflow.generate;

import io.stanflow.codec.Field;
import io.stanflow.codec.HostSampler;
import io.stanflow.model.Elementary;
import io.stanflow.model.Kernel;

/** Draws a component from a head's outputs, among those that the hard rules allow. */
final class ComponentSampler {
  /** A logit whose weight, about 10^-38, is nothing beside one of 0. */
  private static final float NEVER = Elementary.LEAST;

  private static final int BLOCK = 32;

  private final Kernel kernel;
  private final boolean[] allowed;
  private final float[] weights;
  private final double[] blocks;

  /**
   * @param most outputs of the widest head
   */
  ComponentSampler(Kernel kernel, int most) {
    this.kernel = kernel;
    allowed = new boolean[most];
    weights = new float[most];
    blocks = new double[most / BLOCK + 1];
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
      throw new IllegalStateException("the hard rules leave nothing to draw for " + field.name());
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

  /**
   * The component on which {@code uniform}, in [0, 1), falls when the allowed ones share [0, 1) by
   * their softmax; -1 if none is allowed.
   */
  int choose(float[] logits, int from, int k, boolean[] allowed, double uniform) {
    float most = Float.NEGATIVE_INFINITY;
    int last = -1;
    for (int c = 0; c < k; c++) {
      if (allowed[c]) {
        most = Math.max(most, logits[from + c]);
        last = c;
      }
    }
    if (last < 0) {
      return -1;
    }
    for (int c = 0; c < k; c++) {
      weights[c] = allowed[c] ? logits[from + c] - most : NEVER;
    }
    kernel.exp(weights, k);
    int component = place(uniform * sum(k), k, last);
    while (!allowed[component]) {
      component++; // rounding: the sum ran out on a component of no weight
    }
    return component;
  }

  /** Sums the weights, and those of each block; four sums side by side keep the adder busy. */
  private double sum(int k) {
    double total = 0;
    for (int from = 0; from < k; from += BLOCK) {
      int to = Math.min(k, from + BLOCK);
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + 4 <= to; i += 4) {
        a += weights[i];
        b += weights[i + 1];
        c += weights[i + 2];
        d += weights[i + 3];
      }
      for (; i < to; i++) {
        a += weights[i];
      }
      double sum = (a + b) + (c + d);
      blocks[from / BLOCK] = sum;
      total += sum;
    }
    return total;
  }

  /** The component that a point of [0, sum) falls on, at most {@code last}. */
  private int place(double point, int k, int last) {
    double left = point;
    int block = 0;
    while ((block + 1) * BLOCK < k && left >= blocks[block]) {
      left -= blocks[block++];
    }
    int component = Math.min(block * BLOCK, last);
    while (component < last && (left -= weights[component]) >= 0) {
      component++;
    }
    return component;
  }
}
