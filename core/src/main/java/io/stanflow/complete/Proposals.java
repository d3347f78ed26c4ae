package io.stanflow.complete;

import io.stanflow.codec.Blank;
import io.stanflow.codec.Field;
import io.stanflow.codec.HostCompleter;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Makes candidates of what a blank's head says: a value of each component that it may have. */
final class Proposals {
  /** Components with less than this share are left out, unless they all are. */
  private static final double LEAST = 1e-9;

  private final float[] allowed;
  private final long[] order;

  /**
   * @param most components of any field
   */
  Proposals(int most) {
    allowed = new float[most];
    order = new long[most];
  }

  /**
   * Adds the candidates of a blank that was just reached.
   *
   * @param outputs of its head, from {@code from}: logits, then centres and log widths
   * @param random draws the value inside a component
   */
  void add(
      Blank blank,
      HostCompleter completer,
      Field field,
      float[] outputs,
      int from,
      RandomGenerator random,
      Candidates candidates) {
    int k = field.components();
    completer.possible(blank, allowed);
    float most = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < k; c++) {
      most = allowed[c] > 0 ? Math.max(most, outputs[from + c]) : most;
    }
    double least = most + Math.log(LEAST);
    int count = 0;
    for (int c = 0; c < k; c++) {
      if (allowed[c] > 0 && outputs[from + c] >= least) {
        int bits = Float.floatToIntBits(most - outputs[from + c]); // >= 0: the order of its bits
        order[count++] = ((long) bits << 32) | c;
      }
    }
    Arrays.sort(order, 0, count);
    for (int i = 0; i < count; i++) {
      int c = (int) order[i];
      int free = c - (k - field.free());
      double centre = free < 0 ? 0 : outputs[from + k + free];
      double logWidth = free < 0 ? 0 : outputs[from + k + field.free() + free];
      double cut = Math.max(Field.LEAST_LOG_WIDTH, Math.min(Field.MOST_LOG_WIDTH, logWidth));
      Blank.Value value = completer.propose(blank, c, centre, StrictMath.exp(cut), random);
      candidates.add(value, outputs[from + c]);
    }
  }
}
