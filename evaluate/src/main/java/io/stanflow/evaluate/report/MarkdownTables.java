package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Categories;
import io.stanflow.evaluate.measure.Fidelity.Quantiles;
import io.stanflow.evaluate.measure.RuleOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Columns as Markdown tables, aligned so that they also read well in a terminal. */
final class MarkdownTables {
  private static final List<String> LISTED =
      List.of(Categories.PROTOCOL, Categories.FLAGS, Categories.SERVICE_PORT, Categories.HOUR);

  private final List<Column> columns;
  private final StringBuilder text = new StringBuilder();

  MarkdownTables(List<Column> columns) {
    this.columns = columns;
  }

  String text() {
    files();
    distances();
    volume();
    structure();
    rules();
    quantiles();
    LISTED.forEach(this::shares);
    return text.toString();
  }

  private void files() {
    var rows = new ArrayList<List<String>>();
    rows.add(row("file", file -> file.file().name()));
    rows.add(row("flows", file -> Long.toString(file.file().flows())));
    rows.add(row("hosts", file -> Integer.toString(file.file().hosts())));
    rows.add(row("internal", file -> file.file().internal()));
    rows.add(row("first", file -> String.valueOf(file.file().first())));
    rows.add(row("last", file -> String.valueOf(file.file().last())));
    table("Files", rows);
  }

  private void distances() {
    var rows = new ArrayList<List<String>>();
    for (String name : columns.get(0).fidelity().distances().keySet()) {
      rows.add(row(name, file -> number(file.fidelity().distances().get(name))));
    }
    rows.add(row("mean but jsd.hourOfDay", file -> number(file.fidelity().meanDistance())));
    table("Distance from real", rows);
  }

  private void volume() {
    if (columns.stream().anyMatch(file -> file.fidelity().flowsPerHostHour() == null)) {
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(numbers("mean", file -> file.fidelity().flowsPerHostHour().mean()));
    rows.add(numbers("median", file -> file.fidelity().flowsPerHostHour().median()));
    rows.add(numbers("90 %", file -> file.fidelity().flowsPerHostHour().p90()));
    rows.add(numbers("max", file -> file.fidelity().flowsPerHostHour().max()));
    rows.add(numbers("99.9 % of ratio to own mean", file -> file.fidelity().runaway().p999()));
    rows.add(numbers("max ratio to own mean", file -> file.fidelity().runaway().max()));
    table("Flows per host and hour", rows);
  }

  private void structure() {
    var rows = new ArrayList<List<String>>();
    for (String name : columns.get(0).fidelity().structure().keySet()) {
      rows.add(row(name, file -> number(file.fidelity().structure().get(name))));
    }
    table("Structure", rows);
  }

  private void rules() {
    var rows = new ArrayList<List<String>>();
    for (String name : columns.get(0).fidelity().rules().keySet()) {
      rows.add(row(name, file -> outcome(file.fidelity().rules().get(name))));
    }
    table("Rules: flows that pass in % (failing of checked)", rows);
  }

  private static String outcome(RuleOutcome outcome) {
    return outcome == null
        ? "-"
        : "%s (%d of %d)"
            .formatted(percent(outcome.passPercent()), outcome.failed(), outcome.checked());
  }

  /** Rounded towards 0, so that 100 is said of perfection only. */
  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f", Math.floor(value * 100) / 100);
  }

  private void quantiles() {
    var rows = new ArrayList<List<String>>();
    for (String name : columns.get(0).fidelity().quantiles().keySet()) {
      rows.add(quantile(name + " 10 %", name, Quantiles::p10));
      rows.add(quantile(name + " 50 %", name, Quantiles::p50));
      rows.add(quantile(name + " 90 %", name, Quantiles::p90));
      rows.add(quantile(name + " 99 %", name, Quantiles::p99));
    }
    table("Quantiles", rows);
  }

  private List<String> quantile(String label, String name, ToDoubleFunction<Quantiles> which) {
    return row(
        label,
        file -> {
          Quantiles its = file.fidelity().quantiles().get(name);
          return its == null ? "-" : number(which.applyAsDouble(its));
        });
  }

  private void shares(String name) {
    Map<String, Double> real = columns.get(0).fidelity().shares().get(name);
    if (real == null) {
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (String word : real.keySet()) {
      if (columns.stream().anyMatch(file -> has(file.fidelity().shares().get(name), word))) {
        rows.add(row(word, file -> share(file.fidelity().shares().get(name), word)));
      }
    }
    table("Share in % by " + name, rows);
  }

  private static boolean has(Map<String, Double> shares, String word) {
    return shares != null && shares.get(word) > 0;
  }

  private static String share(Map<String, Double> shares, String word) {
    return shares == null ? "-" : String.format(Locale.ROOT, "%.2f", 100 * shares.get(word));
  }

  private List<String> numbers(String label, ToDoubleFunction<Column> value) {
    return row(label, file -> number(value.applyAsDouble(file)));
  }

  private List<String> row(String label, Function<Column, String> cell) {
    var row = new ArrayList<>(List.of(label));
    columns.forEach(file -> row.add(cell.apply(file)));
    return row;
  }

  private static String number(Double value) {
    if (value == null) {
      return "-";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    boolean large = Math.abs(value) >= 1000;
    return String.format(Locale.ROOT, whole ? "%.0f" : large ? "%.1f" : "%.4f", value);
  }

  private void table(String title, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var head = new ArrayList<>(List.of(""));
    columns.forEach(column -> head.add(column.name()));
    var lines = new ArrayList<List<String>>();
    lines.add(head);
    lines.addAll(rows);
    int[] widths = new int[head.size()];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    text.append("## ").append(title).append("\n\n");
    append(head, widths);
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "|:" : "|-").append("-".repeat(widths[i])).append(i == 0 ? "-" : ":");
    }
    text.append("|\n");
    rows.forEach(row -> append(row, widths));
    text.append('\n');
  }

  private void append(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - row.get(i).length());
      String cell = i == 0 ? row.get(i) + gap : gap + row.get(i);
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }
}
