package io.stanflow.evaluate.privacy;

import java.util.stream.DoubleStream;

/**
 * What a file gives away of the flows that its model was trained on. A part is null where it cannot
 * be measured.
 */
public record Privacy(Copies copies, ClosestRecords closest, Addresses addresses) {
  private static final double Z_95 = 1.959964;

  /**
   * Flows that are copies of training flows, in [0, 1]. Real later flows have some too: their share
   * is what chance gives.
   *
   * @param exact share of flows that agree with a training flow in all attributes but the time
   * @param withoutAddresses likewise in all but the time and the two addresses
   * @param flows of the file that were looked up
   */
  public record Copies(double exact, double withoutAddresses, int flows) {}

  /**
   * Whether flows are closer to the training flows than to other real flows (DCR share; Platzer and
   * Reutterer, Holdout-Based Empirical Assessment of Mixed-Type Synthetic Data, 2021).
   *
   * @param trainingShare share of flows whose nearest real flow is a training flow, ties counting
   *     one half; ½ is ideal
   * @param low lower end of the 95 % interval
   * @param high upper end
   * @param flows that were looked at
   */
  public record ClosestRecords(double trainingShare, double low, double high, int flows) {
    /**
     * The share, with the normal interval of a mean.
     *
     * @param nearer for each flow 1 if a training flow is nearest, 0 if another, ½ for a tie
     */
    public static ClosestRecords of(double[] nearer) {
      int n = nearer.length;
      double mean = DoubleStream.of(nearer).sum() / n;
      double squares = DoubleStream.of(nearer).map(x -> (x - mean) * (x - mean)).sum();
      double width = Z_95 * Math.sqrt(squares / n / n);
      return new ClosestRecords(mean, mean - width, mean + width, n);
    }
  }

  /**
   * Addresses of the training flows that the file shows again.
   *
   * @param k an address is rare if fewer than {@code k} training hosts have it
   * @param peers distinct peer addresses of the file
   * @param known of those, how many the training flows have
   * @param rare of those, how many are rare in the training flows
   * @param flowsToKnown share of the file's flows, in [0, 1]
   * @param flowsToRare share of the file's flows, in [0, 1]
   * @param hosts internal addresses of the file that are also internal in the training flows
   */
  public record Addresses(
      int k,
      long peers,
      long known,
      long rare,
      double flowsToKnown,
      double flowsToRare,
      long hosts) {}
}
