package io.stanflow.cli;

import io.stanflow.train.BitsPerFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bits per flow as metrics of a model file, named SET.exact, SET.classes and SET.FIELD. */
final class BitsTable {
  /** Held-out rows under their own hosts' profiles. */
  static final String HELD_OUT = "heldOut";

  /** Held-out rows under blends of other hosts' profiles. */
  static final String BLENDED = "heldOutBlended";

  /** A later period of the training hosts. */
  static final String LATER = "later";

  private static final String EXACT = ".exact";
  private static final String CLASSES = ".classes";
  private static final Map<String, String> TITLES =
      Map.of(HELD_OUT, "held-out", BLENDED, "blended", LATER, "later");

  private BitsTable() {}

  /** Adds the figures of one set; none where {@code bits} is null. */
  static void put(String set, BitsPerFlow bits, Map<String, Double> metrics) {
    if (bits != null) {
      metrics.put(set + EXACT, bits.exact());
      metrics.put(set + CLASSES, bits.classes());
      bits.fields().forEach((field, value) -> metrics.put(set + "." + field, value));
    }
  }

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
