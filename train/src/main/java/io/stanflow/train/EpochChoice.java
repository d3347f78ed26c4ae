package io.stanflow.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The figure by which the best epoch is chosen: of each held-out series its bits relative to those
 * of the first epoch, and of these the mean of the middle half. So no host decides, neither one of
 * many flows nor one that the network learns to code worse and worse.
 */
final class EpochChoice {
  private EpochChoice() {}

  /**
   * The lower, the better; 1 in the first epoch.
   *
   * @param bits of each series, at least one
   * @param first those of the first epoch, in the same order
   */
  static double watched(List<Double> bits, List<Double> first) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < bits.size(); i++) {
      boolean coded = first.get(i) > 0;
      ratios.add(coded ? bits.get(i) / first.get(i) : 1);
    }
    return middle(ratios);
  }

  /** Mean of the values between the quartiles; those that they cut count in part. */
  private static double middle(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    double from = sorted.size() / 4.0;
    double to = sorted.size() - from;
    double sum = 0;
    for (int i = 0; i < sorted.size(); i++) {
      double weight = Math.min(i + 1, to) - Math.max(i, from);
      sum += weight > 0 ? weight * sorted.get(i) : 0;
    }
    return sum / (to - from);
  }
}
