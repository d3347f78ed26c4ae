package io.stanflow.evaluate.measure;

import io.stanflow.evaluate.measure.Plots.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Histograms on edges that the real file alone determines: 8 bins a decade. */
final class Histograms {
  private static final int BINS_PER_DECADE = 8;

  /** The first positive edge of each quantity: no packet has less than 20 bytes. */
  private static final Map<String, Integer> FIRST =
      Map.of(
          "bytes",
          10,
          "packets",
          1,
          "bytesPerPacket",
          10,
          "durationMillis",
          1,
          Quantities.GAP,
          1,
          Distances.FLOWS_PER_HOST_HOUR,
          1);

  private Histograms() {}

  static Map<String, Histogram> of(FlowStatistics real, FlowStatistics file) {
    Map<String, Values> quantities = Distances.quantities(file);
    var histograms = new LinkedHashMap<String, Histogram>();
    Distances.quantities(real)
        .forEach(
            (name, values) -> {
              if (FIRST.containsKey(name) && quantities.containsKey(name)) {
                List<Double> edges = edges(name, values.max());
                histograms.put(name, new Histogram(edges, shares(edges, quantities.get(name))));
              }
            });
    return histograms;
  }

  /**
   * 0, then the first one of the quantity up to the first decade above {@code max}.
   *
   * @param name of a quantity that has a first one
   */
  static List<Double> edges(String name, double max) {
    int first = FIRST.get(name);
    var edges = new ArrayList<>(List.of(0.0));
    for (int i = 0; i == 0 || i % BINS_PER_DECADE != 1 || edges.get(i) <= max; i++) {
      edges.add(first * Math.pow(10, (double) i / BINS_PER_DECADE));
    }
    return List.copyOf(edges);
  }

  private static List<Double> shares(List<Double> edges, Values values) {
    int bins = edges.size() - 1;
    long[] counts = new long[bins];
    int bin = 0;
    for (int i = 0; i < values.distinct(); i++) {
      while (bin < bins - 1 && values.value(i) >= edges.get(bin + 1)) {
        bin++;
      }
      counts[bin] += values.count(i);
    }
    var shares = new ArrayList<Double>();
    for (long count : counts) {
      shares.add((double) count / values.total());
    }
    return List.copyOf(shares);
  }
}
