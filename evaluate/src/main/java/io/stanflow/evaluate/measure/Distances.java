package io.stanflow.evaluate.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/** All distances between two measured files, by the names that {@link Fidelity} explains. */
final class Distances {
  static final String REAL_TOP_SIZES = "realTopSizes";
  static final String RULE_VIOLATIONS = "dkc";
  static final String FLOWS_PER_HOST_HOUR = "flowsPerHostHour";

  /**
   * Distances that {@link #mean} leaves out: the first four say when rather than what is recorded,
   * the last is of exponents.
   */
  private static final Set<String> NOT_IN_MEAN =
      Set.of(
          "jsd." + Categories.HOUR,
          "quarter.first",
          "quarter.last",
          "diff." + FlowStatistics.DRIFT,
          "diff." + FlowStatistics.POPULARITY_EXPONENT);

  private Distances() {}

  static Map<String, Double> between(FlowStatistics real, FlowStatistics other) {
    var distances = new LinkedHashMap<String, Double>();
    addAll(distances, "jsd.", real.categories, other.categories, JensenShannon::divergence);
    add(distances, "joint.pcd", real.correlations, other.correlations, Correlations::distance);
    Set<String> services = top(real, Categories.SERVICE_PORT);
    add(
        distances,
        "joint.cmd",
        real.contingency,
        other.contingency,
        (a, b) -> Contingency.distance(a, b, services));
    Map<String, Values> quantities = quantities(real);
    addAll(distances, "w1.", quantities, quantities(other), Wasserstein::distance);
    addAll(distances, "ks.", quantities, quantities(other), KolmogorovSmirnov::distance);
    addAll(
        distances,
        "diff.",
        structure(real, real, other.rules.keySet()),
        structure(real, other),
        (a, b) -> Math.abs(a - b));
    add(distances, "curve.peerPopularity", real.popularity, other.popularity, RankCurve::distance);
    add(
        distances,
        "curve.bytesAutocorrelation",
        real.autocorrelation,
        other.autocorrelation,
        Autocorrelation::distance);
    add(
        distances,
        "quarter.first",
        real.quarters,
        other.quarters,
        (a, b) -> Quarters.distance(a.first(), b.first()));
    add(
        distances,
        "quarter.last",
        real.quarters,
        other.quarters,
        (a, b) -> Quarters.distance(a.last(), b.last()));
    distances.values().removeIf(value -> value.isNaN()); // nothing in common
    return distances;
  }

  /** Adds a distance of what both have; NaN where that cannot be compared. */
  private static <V> void add(
      Map<String, Double> distances,
      String name,
      V real,
      V other,
      ToDoubleBiFunction<V, V> distance) {
    if (real != null && other != null) {
      distances.put(name, distance.applyAsDouble(real, other));
    }
  }

  /** The real file's words that {@link JensenShannon} tells apart; none without such a word. */
  private static Set<String> top(FlowStatistics real, String distribution) {
    return Set.copyOf(real.frequent(distribution, JensenShannon.MOST_WORDS));
  }

  /** Those of flows, of addresses, and of hosts and hours. */
  static Map<String, Values> quantities(FlowStatistics file) {
    var quantities = new LinkedHashMap<>(file.quantities);
    if (file.hostHours != null) {
      quantities.put(FLOWS_PER_HOST_HOUR, file.hostHours.flows());
    }
    return quantities;
  }

  /** Adds a distance of each that both have. */
  private static <V> void addAll(
      Map<String, Double> distances,
      String kind,
      Map<String, V> real,
      Map<String, V> other,
      ToDoubleBiFunction<V, V> distance) {
    real.forEach((name, value) -> add(distances, kind + name, value, other.get(name), distance));
  }

  /**
   * {@link Structure} and what needs the real file too: how many flows have one of its frequent
   * sizes, and how often the rules are broken that both files are checked by.
   */
  static Map<String, Double> structure(FlowStatistics real, FlowStatistics other) {
    return structure(real, other, real.rules.keySet());
  }

  private static Map<String, Double> structure(
      FlowStatistics real, FlowStatistics other, Set<String> rules) {
    var structure = new LinkedHashMap<>(other.structure);
    Counts sizes = other.categories.get(Categories.SIZE);
    if (sizes != null && real.categories.containsKey(Categories.SIZE)) {
      Set<String> top = top(real, Categories.SIZE);
      structure.put(REAL_TOP_SIZES, 1 - JensenShannon.rest(sizes, top));
    }
    Rules.violations(other, rules).ifPresent(rate -> structure.put(RULE_VIOLATIONS, rate));
    return structure;
  }

  static double mean(Map<String, Double> distances) {
    return distances.entrySet().stream()
        .filter(distance -> !NOT_IN_MEAN.contains(distance.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .average()
        .orElse(0);
  }
}
