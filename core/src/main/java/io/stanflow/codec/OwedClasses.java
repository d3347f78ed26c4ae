package io.stanflow.codec;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which classes of a profile's {@link MarginalBlocks} a host owes flows to, one by one, see {@link
 * Feedback}: those with a share worth it in some part of the day. The others of a block are owed to
 * together, as one; there are many of them, and each would ask for memory in every host.
 */
final class OwedClasses {
  /** What a class's logit is moved by for each flow that is owed to it. */
  private static final float GAIN = 0.05f;

  /** Likewise where hardly any flow is expected. */
  private static final double MOST_GAIN = 1;

  /** Flows a day of a class from which on its gain is {@link #GAIN}. */
  private static final double ENOUGH = 10;

  /**
   * Flows that a host is taken to have had of a class of which it hardly has any: one, and its
   * reply.
   */
  private static final double HAD = 2;

  /** Share of a block's flows from which on a class is owed to by itself. */
  static final double LEAST = 1e-5;

  private final float[] logMarginals;

  /** Index of each class among what is owed to. */
  private final int[] owed;

  /** Index of each block's first; last: their number. */
  private final int[] starts;

  private final double flowsPerDay;

  /** Shares of all that is owed to, in each part of the day, once asked for. */
  private final AtomicReferenceArray<float[]> shares = new AtomicReferenceArray<>(DayParts.COUNT);

  private final AtomicReference<Moves> moves = new AtomicReference<>();

  /**
   * @param logMarginals as {@link Profile} takes them
   * @param flowsPerDay of a host
   */
  OwedClasses(float[] logMarginals, MarginalBlocks blocks, double flowsPerDay) {
    this.logMarginals = logMarginals;
    owed = new int[blocks.size()];
    starts = new int[blocks.count() + 1];
    for (int block = 0; block < blocks.count(); block++) {
      starts[block + 1] = number(blocks, block, starts[block]);
    }
    this.flowsPerDay = flowsPerDay;
  }

  /**
   * How logits of all that is owed to are moved.
   *
   * @param gains by what for each flow that is owed: more where few are expected
   * @param first by what before the first flow
   */
  record Moves(float[] gains, float[] first) {}

  /** How logits are moved. */
  Moves moves() {
    Moves known = moves.get();
    if (known == null) {
      double[] expected = expected();
      known = new Moves(new float[expected.length], new float[expected.length]);
      for (int i = 0; i < expected.length; i++) {
        double gain = Math.min(MOST_GAIN, GAIN * Math.max(1, ENOUGH / expected[i]));
        known.gains[i] = (float) gain;
        known.first[i] = (float) (0 - gain * HAD * Math.max(0, 1 - expected[i]));
      }
      moves.set(known); // by whoever comes first or later: the same
    }
    return known;
  }

  /** Flows of each in a day. */
  private double[] expected() {
    double[] expected = new double[size()];
    for (int part = 0; part < DayParts.COUNT; part++) {
      float[] shares = shares(part);
      for (int i = 0; i < shares.length; i++) {
        expected[i] += flowsPerDay * shares[i] / DayParts.COUNT;
      }
    }
    return expected;
  }

  /** Numbers a block's classes, the rare ones last, as one; gives the next number. */
  private int number(MarginalBlocks blocks, int block, int first) {
    int next = first;
    boolean rare = false;
    for (int c = blocks.start(block); c < blocks.start(block + 1); c++) {
      if (isCommon(c)) {
        owed[c] = next++;
      }
    }
    for (int c = blocks.start(block); c < blocks.start(block + 1); c++) {
      if (!isCommon(c)) {
        owed[c] = next;
        rare = true;
      }
    }
    return rare ? next + 1 : next;
  }

  private boolean isCommon(int c) {
    double least = Math.log(LEAST);
    for (int part = 0; part < DayParts.COUNT; part++) {
      if (logMarginals[part * owed.length + c] >= least) {
        return true;
      }
    }
    return false;
  }

  /** Number of all that is owed to. */
  int size() {
    return starts[starts.length - 1];
  }

  /** Index of a block's first; of the block after the last: {@link #size}. */
  int start(int block) {
    return starts[block];
  }

  /** What a class is among all that is owed to. */
  int of(int c) {
    return owed[c];
  }

  /** Scales a block's shares to a sum of one, whatever rounding has left of it. */
  private static void toOne(float[] shares, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += shares[i];
    }
    for (int i = from; i < to && sum > 0; i++) {
      shares[i] = (float) (shares[i] / sum);
    }
  }

  /** Shares in a part of the day. */
  float[] shares(int part) {
    float[] known = shares.get(part);
    if (known == null) {
      known = new float[size()];
      for (int c = 0; c < owed.length; c++) {
        known[owed[c]] += (float) StrictMath.exp(logMarginals[part * owed.length + c]);
      }
      for (int block = 0; block + 1 < starts.length; block++) {
        toOne(known, starts[block], starts[block + 1]);
      }
      shares.set(part, known); // by whoever comes first or later: the same
    }
    return known;
  }
}
