package io.stanflow.cli;

import static io.stanflow.train.BitsPerFlow.BLENDED;
import static io.stanflow.train.BitsPerFlow.CLASSES;
import static io.stanflow.train.BitsPerFlow.EXACT;
import static io.stanflow.train.BitsPerFlow.HELD_OUT;
import static io.stanflow.train.BitsPerFlow.LATER;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the bits per flow that a model file has among its metrics. */
final class BitsTable {
  private static final Map<String, String> TITLES =
      Map.of(HELD_OUT, "held-out", BLENDED, "blended", LATER, "later");

  private BitsTable() {}

  /** The table's lines, a column for each set; empty where nothing was measured. */
  static List<String> lines(Map<String, Double> metrics, List<String> fields) {
    List<String> sets =
        List.of(HELD_OUT, BLENDED, LATER).stream()
            .filter(set -> metrics.containsKey(set + EXACT))
            .toList();
    List<String> lines = new ArrayList<>();
    if (!sets.isEmpty()) {
      lines.add(line("bits per flow", sets.stream().map(TITLES::get).toList()));
      fields.forEach(field -> lines.add(line(field, values("." + field, sets, metrics))));
      lines.add(line("all, exact values", values(EXACT, sets, metrics)));
      lines.add(line("all, classes only", values(CLASSES, sets, metrics)));
    }
    return lines;
  }

  private static List<String> values(String name, List<String> sets, Map<String, Double> metrics) {
    return sets.stream()
        .map(set -> metrics.get(set + name))
        .map(value -> value == null ? "-" : String.format(Locale.ROOT, "%.3f", value))
        .toList();
  }

  private static String line(String name, List<String> cells) {
    var line = new StringBuilder(String.format(Locale.ROOT, "  %-20s", name));
    cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%10s", cell)));
    return line.toString();
  }
}
