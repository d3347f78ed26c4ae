package io.stanflow.fit;

import io.stanflow.codec.DayParts;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Profile;
import java.util.List;

/**
 * How often hosts have each class of the {@link MarginalBlocks}, each drawn a little towards the
 * mean of all hosts, as nobody's flows show all that he might do.
 */
final class SmoothedMarginals {
  /** Weight of the mean of all hosts in a host's marginals, flows. */
  private static final double SMOOTHING = 3;

  /** Weight of a host's day in its marginals of a part of the day, flows. */
  private static final double PART_SMOOTHING = 10;

  private static final double PSEUDO_COUNT = 0.1;
  private final MarginalBlocks blocks;
  private final double[] mean;

  /**
   * @param shared what counts in the mean
   */
  SmoothedMarginals(MarginalBlocks blocks, List<HostProfile> hosts, SharedTraits shared) {
    this.blocks = blocks;
    mean = mean(hosts, shared);
  }

  /**
   * Of hosts that are drawn towards a profile.
   *
   * @param towards which has marginals
   */
  SmoothedMarginals(MarginalBlocks blocks, Profile towards) {
    this.blocks = blocks;
    mean = new double[blocks.size()];
    float[] logs = towards.logMarginals();
    for (int i = 0; i < logs.length; i++) {
      mean[i % mean.length] += Math.exp(logs[i]) / DayParts.COUNT;
    }
  }

  private double[] mean(List<HostProfile> hosts, SharedTraits shared) {
    double[] sums = new double[hosts.get(0).counts()[0].length];
    for (HostProfile host : hosts) {
      for (int[] part : host.counts()) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += shared.isShared(i) ? part[i] : 0;
        }
      }
    }
    forEachBlock(
        (from, to) -> {
          double total = 0;
          for (int i = from; i < to; i++) {
            total += sums[i] + PSEUDO_COUNT;
          }
          for (int i = from; i < to; i++) {
            sums[i] = (sums[i] + PSEUDO_COUNT) / total;
          }
        });
    return sums;
  }

  private interface Range {
    void take(int from, int to);
  }

  private void forEachBlock(Range range) {
    for (int block = 0; block < blocks.count(); block++) {
      range.take(blocks.start(block), blocks.start(block + 1));
    }
  }

  /** Marginals of a host, drawn a little towards others; probabilities. */
  private double[] smoothed(int[] counts, double[] towards, double weight) {
    double[] smoothed = new double[counts.length];
    forEachBlock(
        (from, to) -> {
          double total = weight;
          for (int i = from; i < to; i++) {
            total += counts[i];
          }
          for (int i = from; i < to; i++) {
            smoothed[i] = (counts[i] + weight * towards[i]) / total;
          }
        });
    return smoothed;
  }

  /**
   * Probabilities over the whole day.
   *
   * @param counts of a host, by part of the day and class
   */
  double[] ofDay(int[][] counts) {
    int[] day = new int[mean.length];
    for (int[] part : counts) {
      for (int i = 0; i < day.length; i++) {
        day[i] += part[i];
      }
    }
    return smoothed(day, mean, SMOOTHING);
  }

  /** Marginals of a host in each part of the day, logs. */
  float[] logsOfParts(int[][] counts) {
    int size = mean.length;
    double[] day = ofDay(counts);
    double[] parts = new double[DayParts.COUNT * size];
    for (int part = 0; part < DayParts.COUNT; part++) {
      System.arraycopy(smoothed(counts[part], day, PART_SMOOTHING), 0, parts, part * size, size);
    }
    return logs(parts);
  }

  static float[] logs(double[] probabilities) {
    float[] logs = new float[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(probabilities[i]);
    }
    return logs;
  }
}
