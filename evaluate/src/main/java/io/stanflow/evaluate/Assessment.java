package io.stanflow.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file beside the real one. All names are stable: they are the keys of the JSON. A measure that
 * a file lacks the attributes for is missing.
 *
 * @param shares of each distribution's words, in [0, 1], by distribution and word: the most
 *     frequent of the real and of the synthetic file
 * @param quantiles by quantity
 * @param flowsPerHostHour of each host in each hour, or null without time
 * @param runaway of each host-hour's flows to the mean of its host's hours, or null without time
 * @param structure see {@link Structure}, and {@code realTopSizes}, the share of flows with one of
 *     the real file's 100 most frequent pairs of packets and bytes
 * @param rules by name
 * @param distances from the real file, 0 for equal: {@code jsd.} Jensen-Shannon divergence, {@code
 *     w1.} Wasserstein-1, {@code diff.} absolute difference, {@code curve.} between curves
 * @param meanDistance mean of all distances but {@code jsd.hourOfDay}, which says when rather than
 *     what was recorded
 */
public record Assessment(
    FlowStatistics.FileFacts file,
    Map<String, Map<String, Double>> shares,
    Map<String, Quantiles> quantiles,
    Spread flowsPerHostHour,
    Runaway runaway,
    Map<String, Double> structure,
    Map<String, RuleOutcome> rules,
    Map<String, Double> distances,
    double meanDistance) {

  /** Quantiles in the unit of the quantity. */
  public record Quantiles(double p10, double p50, double p90, double p99) {
    static Quantiles of(Values values) {
      return new Quantiles(
          values.quantile(0.1), values.quantile(0.5), values.quantile(0.9), values.quantile(0.99));
    }
  }

  /** Flows per host and hour. */
  public record Spread(double mean, double median, double p90, double max) {
    static Spread of(Values values) {
      return new Spread(values.mean(), values.quantile(0.5), values.quantile(0.9), values.max());
    }
  }

  /** The busiest host-hours, as multiples of the host's mean hour. */
  public record Runaway(double p999, double max) {
    static Runaway of(Values ratios) {
      return new Runaway(ratios.quantile(0.999), ratios.max());
    }
  }

  public Assessment {
    shares = ordered(shares);
    quantiles = ordered(quantiles);
    structure = ordered(structure);
    rules = ordered(rules);
    distances = ordered(distances);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
