package io.stanflow.evaluate.measure;

import io.stanflow.evaluate.measure.Plots.HeatMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** Maps of the distributions whose words end in a power of 2, on axes that the real file sets. */
final class HeatMaps {
  private static final int WORDS = 15;
  private static final String OTHER = "other";

  /** A power of 2 that fewer of the real flows have, and all beyond it, goes to the end bin. */
  private static final double LEAST_SHARE = 0.001;

  private static final int STEPS_PER_PREFIX = 10; // 2^10 B are 1 kB

  private HeatMaps() {}

  static Map<String, HeatMap> of(Map<String, Counts> real, Map<String, Counts> file) {
    var maps = new LinkedHashMap<String, HeatMap>();
    real.forEach(
        (name, counts) -> {
          Counts words = file.get(name);
          if (words == null) {
            return;
          }
          switch (name) {
            case Categories.SERVICE_AND_BYTES ->
                maps.put(name, map(words, words(counts), powers(counts, w -> w, HeatMaps::bytes)));
            case Categories.FLAGS_AND_PACKETS ->
                maps.put(
                    name, map(words, words(counts), powers(counts, w -> w, HeatMaps::packets)));
            case Categories.PACKETS_AND_BYTES -> {
              Axis rows = powers(counts, HeatMaps::first, HeatMaps::packets);
              maps.put(name, map(words, rows, powers(counts, w -> w, HeatMaps::bytes)));
            }
            default -> {} // not of a number
          }
        });
    return maps;
  }

  /**
   * One side of a map.
   *
   * @param index place of a word's label
   */
  private record Axis(List<String> labels, ToIntFunction<String> index) {}

  private static HeatMap map(Counts counts, Axis rows, Axis columns) {
    double[][] shares = new double[rows.labels.size()][columns.labels.size()];
    counts
        .map()
        .forEach(
            (word, n) ->
                shares[rows.index.applyAsInt(word)][columns.index.applyAsInt(word)] +=
                    (double) n / counts.total());
    return new HeatMap(
        rows.labels,
        columns.labels,
        Arrays.stream(shares).map(row -> Arrays.stream(row).boxed().toList()).toList());
  }

  /** The most frequent first parts of words, and one for all others. */
  private static Axis words(Counts counts) {
    var sums = new LinkedHashMap<String, Long>();
    counts.map().forEach((word, n) -> sums.merge(first(word), n, Long::sum));
    List<String> labels = new ArrayList<>(Counts.ofAnyOrder(sums).top(WORDS));
    labels.add(OTHER);
    return new Axis(
        List.copyOf(labels),
        word -> {
          int index = labels.indexOf(first(word));
          return index < 0 ? labels.size() - 1 : index;
        });
  }

  /**
   * Bins from the first to the last exponent of notable share; those at the ends are open.
   *
   * @param part of a word that ends in the exponent
   */
  private static Axis powers(Counts counts, UnaryOperator<String> part, IntFunction<String> label) {
    var shares = new TreeMap<Integer, Double>();
    counts
        .map()
        .forEach(
            (word, n) ->
                shares.merge(exponent(part.apply(word)), (double) n / counts.total(), Double::sum));
    var notable = new TreeMap<>(shares);
    notable.values().removeIf(share -> share < LEAST_SHARE);
    int from = (notable.isEmpty() ? shares : notable).firstKey();
    int to = (notable.isEmpty() ? shares : notable).lastKey();
    var labels = new ArrayList<String>();
    for (int exponent = from; exponent <= to; exponent++) {
      if (exponent == to) {
        labels.add("≥ " + label.apply(exponent));
      } else if (exponent == from && from > 0) {
        labels.add("< " + label.apply(exponent + 1));
      } else {
        labels.add(label.apply(exponent));
      }
    }
    return new Axis(
        List.copyOf(labels),
        word -> Math.max(from, Math.min(to, exponent(part.apply(word)))) - from);
  }

  private static String first(String word) {
    return word.substring(0, word.lastIndexOf(Categories.DOUBLINGS));
  }

  /** The number that a word ends in. */
  private static int exponent(String word) {
    return Integer.parseInt(word.substring(word.lastIndexOf('^') + 1));
  }

  private static String packets(int exponent) {
    return Long.toString(1L << exponent);
  }

  private static String bytes(int exponent) {
    List<String> units = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");
    return (1 << exponent % STEPS_PER_PREFIX) + " " + units.get(exponent / STEPS_PER_PREFIX);
  }
}
