package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Categories;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.Fidelity.Quantiles;
import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.RuleOutcome;
import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The tables of {@link Fidelity}. */
final class FidelityTables {
  private static final List<String> LISTED =
      List.of(Categories.PROTOCOL, Categories.FLAGS, Categories.SERVICE_PORT, Categories.HOUR);

  private final Cells cells;

  FidelityTables(Cells cells) {
    this.cells = cells;
  }

  Table files() {
    return cells.table(
        "Files",
        "",
        List.of(
            cells.row("file", Column::file, FileFacts::name),
            cells.row("flows", Column::file, file -> Long.toString(file.flows())),
            cells.row("hosts", Column::file, file -> Integer.toString(file.hosts())),
            cells.row("internal", Column::file, FileFacts::internal),
            cells.row("first", Column::file, FileFacts::first),
            cells.row("last", Column::file, FileFacts::last)));
  }

  Table distances() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::distances))) {
      rows.add(cells.distance(name, get(Fidelity::distances, name)));
    }
    if (cells.any(Column::fidelity)) {
      rows.add(cells.distance("meanDistance", part(Fidelity::meanDistance)));
    }
    return cells.table("Distance from real", "", rows);
  }

  Table volume() {
    var rows = new ArrayList<Row>();
    Function<Column, Fidelity.Spread> spread = part(Fidelity::flowsPerHostHour);
    if (cells.any(spread)) {
      rows.add(cells.row("mean", spread, its -> Cells.number(its.mean())));
      rows.add(cells.row("median", spread, its -> Cells.number(its.median())));
      rows.add(cells.row("90 %", spread, its -> Cells.number(its.p90())));
      rows.add(cells.row("max", spread, its -> Cells.number(its.max())));
    }
    Function<Column, Fidelity.Runaway> runaway = part(Fidelity::runaway);
    if (cells.any(runaway)) {
      rows.add(cells.row("99.9 % of ratio to own mean", runaway, its -> Cells.number(its.p999())));
      rows.add(cells.row("max ratio to own mean", runaway, its -> Cells.number(its.max())));
    }
    return cells.table("Flows per host and hour", "", rows);
  }

  Table structure() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::structure))) {
      rows.add(cells.row(name, get(Fidelity::structure, name), Cells::number));
    }
    return cells.table("Structure", "", rows);
  }

  Table rules() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::rules))) {
      rows.add(cells.row(name, get(Fidelity::rules, name), FidelityTables::outcome));
    }
    return cells.table("Rules: flows that pass in % (failing of checked)", "", rows);
  }

  private static String outcome(RuleOutcome outcome) {
    double floor = Math.floor(outcome.passPercent() * 100) / 100; // 100 is said of perfection only
    return String.format(
        Locale.ROOT, "%.2f (%d of %d)", floor, outcome.failed(), outcome.checked());
  }

  Table quantiles() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::quantiles))) {
      Function<Column, Quantiles> its = get(Fidelity::quantiles, name);
      rows.add(cells.row(name + " 10 %", its, q -> Cells.number(q.p10())));
      rows.add(cells.row(name + " 50 %", its, q -> Cells.number(q.p50())));
      rows.add(cells.row(name + " 90 %", its, q -> Cells.number(q.p90())));
      rows.add(cells.row(name + " 99 %", its, q -> Cells.number(q.p99())));
    }
    return cells.table("Quantiles", "", rows);
  }

  /** One table for each of the most telling distributions. */
  List<Table> shares() {
    return LISTED.stream().map(this::shares).toList();
  }

  private Table shares(String name) {
    Function<Column, Map<String, Double>> shares = get(Fidelity::shares, name);
    var rows = new ArrayList<Row>();
    for (String word : cells.names(shares)) {
      boolean seen =
          cells.columns().stream()
              .map(shares)
              .anyMatch(its -> its != null && its.getOrDefault(word, 0.0) > 0);
      if (seen) {
        rows.add(cells.row(word, shares, its -> share(its.get(word))));
      }
    }
    return cells.table("Share in % by " + name, "", rows);
  }

  private static String share(Double share) {
    return share == null ? null : Cells.percent(share);
  }

  private static <P> Function<Column, P> part(Function<Fidelity, P> part) {
    return column -> column.fidelity() == null ? null : part.apply(column.fidelity());
  }

  private static <V> Function<Column, V> get(Function<Fidelity, Map<String, V>> map, String name) {
    return part(fidelity -> map.apply(fidelity).get(name));
  }
}
