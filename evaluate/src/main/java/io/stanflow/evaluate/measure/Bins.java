package io.stanflow.evaluate.measure;

import io.stanflow.evaluate.measure.Plots.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A {@link Histogram} of numbers that are counted while they pass. */
final class Bins {
  private final String quantity;
  private final double[] edges;
  private final long[] counts;
  private double max;
  private long total;

  /**
   * @param quantity one that {@link Histograms} knows
   */
  Bins(String quantity) {
    this.quantity = quantity;
    edges = Histograms.edges(quantity, Long.MAX_VALUE).stream().mapToDouble(edge -> edge).toArray();
    counts = new long[edges.length];
  }

  /**
   * @param value at least 0
   */
  void add(double value) {
    int found = Arrays.binarySearch(edges, value);
    counts[found < 0 ? -found - 2 : found]++;
    max = Math.max(max, value);
    total++;
  }

  Histogram histogram() {
    List<Double> shown = Histograms.edges(quantity, max);
    return new Histogram(
        shown,
        IntStream.range(0, shown.size() - 1).mapToObj(i -> (double) counts[i] / total).toList());
  }
}
