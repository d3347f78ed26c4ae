package io.stanflow.evaluate.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/** All distances between two measured files, by the names that {@link Assessment} explains. */
final class Distances {
  static final String REAL_TOP_SIZES = "realTopSizes";

  private Distances() {}

  static Map<String, Double> between(FlowStatistics real, FlowStatistics other) {
    var distances = new LinkedHashMap<String, Double>();
    add(distances, "jsd.", real.categories(), other.categories(), JensenShannon::divergence);
    add(distances, "w1.", real.quantities(), other.quantities(), Wasserstein::distance);
    if (real.hostHours() != null && other.hostHours() != null) {
      distances.put(
          "w1.flowsPerHostHour",
          Wasserstein.distance(real.hostHours().flows(), other.hostHours().flows()));
    }
    add(
        distances,
        "diff.",
        structure(real, real),
        structure(real, other),
        (a, b) -> Math.abs(a - b));
    if (real.popularity() != null && other.popularity() != null) {
      distances.put(
          "curve.peerPopularity", RankCurve.distance(real.popularity(), other.popularity()));
    }
    return distances;
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

  /** {@link Structure}, and how many flows have one of the real file's frequent sizes. */
  static Map<String, Double> structure(FlowStatistics real, FlowStatistics other) {
    var structure = new LinkedHashMap<>(other.structure());
    Counts sizes = real.categories().get(Categories.SIZE);
    Counts its = other.categories().get(Categories.SIZE);
    if (sizes != null && its != null) {
      Set<String> top = Set.copyOf(sizes.top(JensenShannon.MOST_WORDS));
      structure.put(REAL_TOP_SIZES, 1 - JensenShannon.rest(its, top));
    }
    return structure;
  }

  static double mean(Map<String, Double> distances) {
    return distances.entrySet().stream()
        .filter(distance -> !distance.getKey().equals("jsd." + Categories.HOUR))
        .mapToDouble(Map.Entry::getValue)
        .average()
        .orElse(0);
  }
}
