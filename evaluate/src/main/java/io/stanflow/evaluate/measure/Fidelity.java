package io.stanflow.evaluate.measure;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One file held against the real one. All names are stable: they are the keys of the JSON. A
 * measure that a file lacks the attributes for is missing.
 *
 * @param shares of each distribution's words, in [0, 1], by distribution and word: the most
 *     frequent of the real and of the synthetic file
 * @param quantiles by quantity
 * @param hosts quantiles over hosts of what they are like, see {@link HostTraits}
 * @param flowsPerHostHour of each host in each hour, or null without time
 * @param runaway of each host-hour's flows to the mean of its host's hours, or null without time
 * @param structure see {@link Structure}; {@code bytesAutocorrelation} of {@link Autocorrelation},
 *     lag 1; {@code popularityExponent} of {@link PowerLaw}; {@code drift} of {@link Quarters};
 *     {@code realTopSizes}, the share of flows with one of the real file's 100 most frequent pairs
 *     of packets and bytes; {@code dkc}, the mean rate at which {@link Rules} are broken
 * @param rules by name
 * @param distances from the real file, 0 for equal: {@code jsd.} {@link JensenShannon}, {@code
 *     joint.pcd} {@link Correlations}, {@code joint.cmd} {@link Contingency}, {@code w1.} {@link
 *     Wasserstein}, {@code ks.} {@link KolmogorovSmirnov}, {@code diff.} absolute difference of a
 *     structure measure, {@code curve.} between curves, {@code quarter.} of {@link Quarters}
 * @param meanDistance mean of all distances but {@code jsd.hourOfDay}, {@code quarter.first},
 *     {@code quarter.last} and {@code diff.drift}, which say when rather than what was recorded,
 *     and {@code diff.popularityExponent}, which is on another scale
 * @param network the flows as those of one network, or null without time
 */
public record Fidelity(
    Map<String, Map<String, Double>> shares,
    Map<String, Quantiles> quantiles,
    Map<String, Quantiles> hosts,
    Spread flowsPerHostHour,
    Runaway runaway,
    Map<String, Double> structure,
    Map<String, RuleOutcome> rules,
    Map<String, Double> distances,
    double meanDistance,
    OfNetwork network) {
  private static final int TOP_WORDS = 10;
  private static final int HOURS = 24;

  /** Quantiles in the unit of the quantity. */
  public record Quantiles(double p10, double p50, double p90, double p99) {
    static Quantiles of(Values values) {
      return new Quantiles(
          values.quantile(0.1), values.quantile(0.5), values.quantile(0.9), values.quantile(0.99));
    }
  }

  /**
   * The network's times, peers that meet many hosts, degrees, totals, communities and what goes on
   * inside; see docs/metrics.md.
   *
   * @param measures by stable name
   * @param distances from the real file, in [0, 1]: {@code ks.} {@link KolmogorovSmirnov}, {@code
   *     jsd.} {@link JensenShannon}, {@code diff.} absolute difference of shares and correlations,
   *     {@code ratio.} 1 less the smaller of two numbers over the larger
   * @param meanDistance of all of them; not a part of {@link Fidelity#meanDistance}
   */
  public record OfNetwork(
      Map<String, Double> measures, Map<String, Double> distances, double meanDistance) {
    public OfNetwork {
      measures = ordered(measures);
      distances = ordered(distances);
    }

    static OfNetwork of(NetworkStatistics real, NetworkStatistics file) {
      if (real == null || file == null) {
        return null;
      }
      Map<String, Double> distances = NetworkStatistics.distances(real, file);
      double mean = distances.values().stream().mapToDouble(d -> d).average().orElse(0);
      return new OfNetwork(file.measures(), distances, mean);
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

  /**
   * Holds a measured file against the real one.
   *
   * @param words of each distribution to show, see {@link #frequentWords}
   */
  public static Fidelity of(
      FlowStatistics real, FlowStatistics file, Map<String, List<String>> words) {
    var shares = new LinkedHashMap<String, Map<String, Double>>();
    words.forEach(
        (name, shown) -> {
          Counts counts = file.categories.get(name);
          if (counts != null) {
            var share = new LinkedHashMap<String, Double>();
            shown.forEach(word -> share.put(word, counts.share(word)));
            shares.put(name, share);
          }
        });
    HostHours hours = file.hostHours;
    Map<String, Double> distances = Distances.between(real, file);
    return new Fidelity(
        shares,
        quantiles(file.quantities),
        quantiles(file.hosts),
        hours == null ? null : Spread.of(hours.flows()),
        hours == null ? null : Runaway.of(hours.ratios()),
        Distances.structure(real, file),
        rules(real, file),
        distances,
        Distances.mean(distances),
        OfNetwork.of(real.network, file.network));
  }

  private static Map<String, Quantiles> quantiles(Map<String, Values> distributions) {
    var quantiles = new LinkedHashMap<String, Quantiles>();
    distributions.forEach((name, values) -> quantiles.put(name, Quantiles.of(values)));
    return quantiles;
  }

  private static Map<String, RuleOutcome> rules(FlowStatistics real, FlowStatistics file) {
    var rules = new LinkedHashMap<>(file.rules);
    Counts known = real.categories.get(Categories.PROTOCOL_AND_FLAGS);
    Counts found = file.categories.get(Categories.PROTOCOL_AND_FLAGS);
    if (known != null && found != null) {
      rules.put(Rules.KNOWN_FLAGS, Rules.knownFlags(known, found));
    }
    return rules;
  }

  /**
   * The words of each distribution that are worth showing: hours by the clock, else the most
   * frequent of any file, in the order of the real file's frequencies.
   */
  public static Map<String, List<String>> frequentWords(
      FlowStatistics real, List<FlowStatistics> others) {
    var words = new LinkedHashMap<String, List<String>>();
    real.categories.forEach((name, counts) -> words.put(name, words(name, counts, others)));
    return words;
  }

  private static List<String> words(String name, Counts real, List<FlowStatistics> others) {
    if (name.equals(Categories.HOUR)) {
      return IntStream.range(0, HOURS).mapToObj(Integer::toString).toList();
    }
    var words = new LinkedHashSet<>(real.top(TOP_WORDS));
    for (FlowStatistics other : others) {
      words.addAll(other.frequent(name, TOP_WORDS));
    }
    return words.stream().sorted(Comparator.comparingLong(word -> -real.of(word))).toList();
  }

  public Fidelity {
    shares = ordered(shares);
    quantiles = ordered(quantiles);
    hosts = ordered(hosts);
    structure = ordered(structure);
    rules = ordered(rules);
    distances = ordered(distances);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
