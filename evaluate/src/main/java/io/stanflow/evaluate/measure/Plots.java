package io.stanflow.evaluate.measure;

import java.util.List;
import java.util.Map;

/**
 * A file as curves and maps, on the same axes for all files of a report.
 *
 * @param histograms by quantity
 * @param popularity the rank-frequency curve of peer addresses, ranks ascending
 * @param hourOfDay share of flows in each hour of the clock, UTC; empty without time
 * @param autocorrelation of ln(1 + bytes) at each host, at lags 1, 2, ...; empty without bytes
 * @param heatMaps by the pair of attributes
 * @param rows consecutive flows of a host, without addresses
 */
public record Plots(
    Map<String, Histogram> histograms,
    List<Rank> popularity,
    List<Double> hourOfDay,
    List<Double> autocorrelation,
    Map<String, HeatMap> heatMaps,
    Rows rows) {

  /**
   * Shares of flows by value on a logarithmic axis.
   *
   * @param edges n + 1 ascending edges of n bins; the first bin is [0, first positive edge)
   * @param shares of all flows in [edges[i], edges[i + 1])
   */
  public record Histogram(List<Double> edges, List<Double> shares) {}

  /**
   * A point of the rank-frequency curve.
   *
   * @param rank 1 for the most frequent address
   * @param share of all flows
   */
  public record Rank(long rank, double share) {}

  /**
   * Shares of flows by two attributes; labels are the same for all files.
   *
   * @param shares [row][column]
   */
  public record HeatMap(List<String> rows, List<String> columns, List<List<Double>> shares) {}

  /**
   * Some flows as they are.
   *
   * @param columns attributes
   * @param rows the values as text; peers are numbered by first appearance
   */
  public record Rows(List<String> columns, List<List<String>> rows) {}
}
