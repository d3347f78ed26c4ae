package io.stanflow.evaluate.report;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Detectability.Giveaway;
import io.stanflow.evaluate.learn.Detectability.Test;
import io.stanflow.evaluate.learn.Utility;
import io.stanflow.evaluate.learn.Utility.Mix;
import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The tables of what machine learning says. */
final class LearnTables {
  private static final int MOST_GIVEAWAYS = 8;

  /** In the order of the report. */
  static final Map<String, Function<Detectability, Test>> TESTS = tests();

  private final Cells cells;

  LearnTables(Cells cells) {
    this.cells = cells;
  }

  private static Map<String, Function<Detectability, Test>> tests() {
    var tests = new LinkedHashMap<String, Function<Detectability, Test>>();
    tests.put("single flow", Detectability::singleFlow);
    tests.put("run of three flows", Detectability::runOfThree);
    tests.put("run of three as written", Detectability::runAsWritten);
    tests.put("run of twenty flows", Detectability::runOfTwenty);
    tests.put("host's hour", Detectability::hostHour);
    tests.put("peer's minute", Detectability::peerMinute);
    return Collections.unmodifiableMap(tests);
  }

  Table detectability() {
    var rows = new ArrayList<Row>();
    TESTS.forEach((label, which) -> rows.addAll(rows(label, test(which))));
    return cells.table(
        "Detectability: AUC (95 % interval)",
        "1/2: nothing to tell; 1: each flow gives itself away; well below 1/2: copies of real"
            + " flows. A better classifier may exist.",
        rows);
  }

  private List<Row> rows(String label, Function<Column, Test> test) {
    return cells
        .part(test)
        .row(label, t -> Cells.interval(t.auc(), t.low(), t.high()))
        .row(label + ", number of each", t -> Integer.toString(t.flows()))
        .rows();
  }

  /** What gives files away, the worst first. */
  List<Table> giveaways() {
    return TESTS.entrySet().stream().map(e -> giveaways(e.getKey(), test(e.getValue()))).toList();
  }

  private Table giveaways(String label, Function<Column, Test> test) {
    int most =
        cells.columns().stream()
            .map(test)
            .mapToInt(found -> found == null ? 0 : found.giveaways().size())
            .max()
            .orElse(0);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < Math.min(most, MOST_GIVEAWAYS); i++) {
      int rank = i;
      rows.add(
          cells.row(
              Integer.toString(rank + 1),
              test,
              found -> rank < found.giveaways().size() ? text(found.giveaways().get(rank)) : null));
    }
    return cells.table(
        "Giveaways, " + label + ": feature (what the AUC loses without it)", "", rows);
  }

  private static String text(Giveaway giveaway) {
    return String.format(Locale.ROOT, "%s (%.4f)", giveaway.feature(), giveaway.importance());
  }

  private static Function<Column, Test> test(Function<Detectability, Test> which) {
    return column -> column.detectability() == null ? null : which.apply(column.detectability());
  }

  Table neighborhood() {
    return cells.table(
        "Neighborhood: density and coverage, 5 nearest neighbours",
        "",
        cells
            .part(Column::neighborhood)
            .row("density", near -> Cells.number(near.density()))
            .row("coverage", near -> Cells.number(near.coverage()))
            .row("flows of each", near -> Integer.toString(near.flows()))
            .rows());
  }

  Table scores() {
    return labelled(
        "Use: score on real flows (ratio to training on real flows)",
        Utility::scores,
        score -> score.task() + ", " + score.learner() + " (" + score.measure() + ")",
        score -> text(score.score(), score.ratioToReal()));
  }

  Table mixes() {
    return labelled(
        "Use: training on part real, part this file's flows",
        Utility::mixes,
        LearnTables::label,
        mix -> text(mix.score(), mix.ratioToReal()));
  }

  private static String label(Mix mix) {
    return String.format(
        Locale.ROOT, "%s, %.0f %% real (%s)", mix.task(), 100 * mix.realShare(), mix.measure());
  }

  private static String text(double score, double ratio) {
    return String.format(Locale.ROOT, "%.4f (%.3f)", score, ratio);
  }

  /** A row for each label of the entries that files have, in the order of appearance. */
  private <E> Table labelled(
      String title,
      Function<Utility, List<E>> part,
      Function<E, String> label,
      Function<E, String> text) {
    Function<Column, Map<String, String>> texts =
        column -> {
          var byLabel = new LinkedHashMap<String, String>();
          List<E> entries = column.utility() == null ? List.of() : part.apply(column.utility());
          entries.forEach(entry -> byLabel.putIfAbsent(label.apply(entry), text.apply(entry)));
          return byLabel;
        };
    List<Row> rows =
        cells.names(texts).stream()
            .map(name -> cells.row(name, texts, byLabel -> byLabel.get(name)))
            .toList();
    return cells.table(title, "", rows);
  }
}
