package io.stanflow.evaluate;

import com.google.gson.GsonBuilder;
import io.stanflow.evaluate.Assessment.Quantiles;
import io.stanflow.evaluate.Assessment.Runaway;
import io.stanflow.evaluate.Assessment.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A synthetic file held against the real one that its model has learned from.
 *
 * @param real against itself: its distances are 0
 * @param synthetic against {@code real}
 * @param later another real file against {@code real}, such as the same hosts' next hours: what
 *     distance is natural; or null
 */
public record Comparison(Assessment real, Assessment synthetic, Assessment later) {
  private static final int TOP_WORDS = 10;
  private static final int HOURS = 24;

  /**
   * Compares measured files.
   *
   * @param later may be null
   */
  public static Comparison of(FlowStatistics real, FlowStatistics synthetic, FlowStatistics later) {
    var words = new LinkedHashMap<String, List<String>>();
    real.categories().forEach((name, counts) -> words.put(name, words(name, counts, synthetic)));
    return new Comparison(
        assess(real, real, words),
        assess(real, synthetic, words),
        later == null ? null : assess(real, later, words));
  }

  /** The words to show: hours by the clock, else the most frequent of either file. */
  private static List<String> words(String name, Counts real, FlowStatistics synthetic) {
    var words = new LinkedHashSet<String>();
    if (name.equals(Categories.HOUR)) {
      for (int hour = 0; hour < HOURS; hour++) {
        words.add(Integer.toString(hour));
      }
      return List.copyOf(words);
    }
    words.addAll(real.top(TOP_WORDS));
    Counts its = synthetic.categories().get(name);
    words.addAll(its == null ? List.of() : its.top(TOP_WORDS));
    var sorted = new ArrayList<>(words);
    sorted.sort(Comparator.comparingLong(word -> -real.of(word)));
    return sorted;
  }

  private static Assessment assess(
      FlowStatistics real, FlowStatistics file, Map<String, List<String>> words) {
    var shares = new LinkedHashMap<String, Map<String, Double>>();
    words.forEach(
        (name, its) -> {
          Counts counts = file.categories().get(name);
          if (counts != null) {
            var share = new LinkedHashMap<String, Double>();
            its.forEach(word -> share.put(word, counts.share(word)));
            shares.put(name, share);
          }
        });
    var quantiles = new LinkedHashMap<String, Quantiles>();
    file.quantities().forEach((name, values) -> quantiles.put(name, Quantiles.of(values)));
    HostHours hours = file.hostHours();
    Map<String, Double> distances = Distances.between(real, file);
    return new Assessment(
        file.file(),
        shares,
        quantiles,
        hours == null ? null : Spread.of(hours.flows()),
        hours == null ? null : Runaway.of(hours.ratios()),
        Distances.structure(real, file),
        rules(real, file),
        distances,
        Distances.mean(distances));
  }

  private static Map<String, RuleOutcome> rules(FlowStatistics real, FlowStatistics file) {
    var rules = new LinkedHashMap<>(file.rules());
    Counts known = real.categories().get(Categories.PROTOCOL_AND_FLAGS);
    Counts its = file.categories().get(Categories.PROTOCOL_AND_FLAGS);
    if (known != null && its != null) {
      rules.put(Rules.KNOWN_FLAGS, Rules.knownFlags(known, its));
    }
    return rules;
  }

  /** Everything, under the names of the record components. */
  public String json() {
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(this);
  }

  /** Everything, as tables for people. */
  public String markdown() {
    return new MarkdownTables(this).text();
  }
}
