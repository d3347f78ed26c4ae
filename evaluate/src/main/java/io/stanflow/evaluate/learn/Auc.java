package io.stanflow.evaluate.learn;

import java.util.Arrays;

/**
 * Area under the ROC curve: the probability that a random positive scores above a random negative,
 * ties counting one half. Its 95 % interval is that of Hanley and McNeil, The Meaning and Use of
 * the Area under a Receiver Operating Characteristic (ROC) Curve, Radiology 143 (1982); it takes
 * examples as independent.
 */
public record Auc(double value, double low, double high) {
  private static final double Z_95 = 1.959964;

  /**
   * The area.
   *
   * @param positives scores, not empty
   * @param negatives scores, not empty
   */
  public static Auc of(double[] positives, double[] negatives) {
    double area = area(positives, negatives);
    double n = positives.length;
    double m = negatives.length;
    double q1 = area / (2 - area);
    double q2 = 2 * area * area / (1 + area);
    double variance =
        area * (1 - area) + (n - 1) * (q1 - area * area) + (m - 1) * (q2 - area * area);
    double width = Z_95 * Math.sqrt(Math.max(0, variance / n / m));
    return new Auc(area, Math.max(0, area - width), Math.min(1, area + width));
  }

  /** The area alone. */
  public static double area(double[] positives, double[] negatives) {
    double[] others = negatives.clone();
    Arrays.sort(others);
    double above = 0;
    for (double score : positives) {
      above += (rank(others, score, false) + rank(others, score, true)) / 2.0;
    }
    return above / ((double) positives.length * negatives.length);
  }

  /** How many of the sorted {@code values} are below {@code score}, or not above it. */
  private static int rank(double[] values, double score, boolean orEqual) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] < score || (orEqual && values[middle] == score)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
