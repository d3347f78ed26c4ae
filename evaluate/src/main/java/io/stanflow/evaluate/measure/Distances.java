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
    add(distances, "jsd.", real.categories(), other.categories(), JensenShannon::divergence);
    addJoints(distances, real, other);
    Map<String, Values> quantities = quantities(real);
    add(distances, "w1.", quantities, quantities(other), Wasserstein::distance);
    add(distances, "ks.", quantities, quantities(other), KolmogorovSmirnov::distance);
    add(
        distances,
        "diff.",
        structure(real, real, other.rules().keySet()),
        structure(real, other),
        (a, b) -> Math.abs(a - b));
    addCurves(distances, real, other);
    if (real.quarters() != null && other.quarters() != null) {
      Quarters its = other.quarters();
      distances.put("quarter.first", Quarters.distance(real.quarters().first(), its.first()));
      distances.put("quarter.last", Quarters.distance(real.quarters().last(), its.last()));
    }
    distances.values().removeIf(value -> value.isNaN()); // nothing in common
    return distances;
  }

  private static void addJoints(
      Map<String, Double> distances, FlowStatistics real, FlowStatistics other) {
    if (real.correlations() != null && other.correlations() != null) {
      distances.put("joint.pcd", Correlations.distance(real.correlations(), other.correlations()));
    }
    Counts services = real.categories().get(Categories.SERVICE_PORT);
    Set<String> top =
        services == null ? Set.of() : Set.copyOf(services.top(JensenShannon.MOST_WORDS));
    distances.put("joint.cmd", Contingency.distance(real.contingency(), other.contingency(), top));
  }

  private static void addCurves(
      Map<String, Double> distances, FlowStatistics real, FlowStatistics other) {
    if (real.popularity() != null && other.popularity() != null) {
      distances.put(
          "curve.peerPopularity", RankCurve.distance(real.popularity(), other.popularity()));
    }
    if (!real.autocorrelation().isEmpty() && !other.autocorrelation().isEmpty()) {
      distances.put(
          "curve.bytesAutocorrelation",
          Autocorrelation.distance(real.autocorrelation(), other.autocorrelation()));
    }
  }

  /** Those of flows, of addresses, and of hosts and hours. */
  static Map<String, Values> quantities(FlowStatistics file) {
    var quantities = new LinkedHashMap<>(file.quantities());
    if (file.hostHours() != null) {
      quantities.put(FLOWS_PER_HOST_HOUR, file.hostHours().flows());
    }
    return quantities;
  }

  private static <V> void add(
      Map<String, Double> distances,
      String kind,
      Map<String, V> real,
      Map<String, V> other,
      ToDoubleBiFunction<V, V> distance) {
    real.forEach(
        (name, value) -> {
          if (other.containsKey(name)) {
            distances.put(kind + name, distance.applyAsDouble(value, other.get(name)));
          }
        });
  }

  /**
   * {@link Structure} and what needs the real file too: how many flows have one of its frequent
   * sizes, and how often the rules are broken that both files are checked by.
   */
  static Map<String, Double> structure(FlowStatistics real, FlowStatistics other) {
    return structure(real, other, real.rules().keySet());
  }

  private static Map<String, Double> structure(
      FlowStatistics real, FlowStatistics other, Set<String> rules) {
    var structure = new LinkedHashMap<>(other.structure());
    Counts sizes = real.categories().get(Categories.SIZE);
    Counts its = other.categories().get(Categories.SIZE);
    if (sizes != null && its != null) {
      Set<String> top = Set.copyOf(sizes.top(JensenShannon.MOST_WORDS));
      structure.put(REAL_TOP_SIZES, 1 - JensenShannon.rest(its, top));
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
