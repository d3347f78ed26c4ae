package io.stanflow.evaluate.report;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Detectability.Giveaway;
import io.stanflow.evaluate.learn.Detectability.Test;
import io.stanflow.evaluate.learn.Utility.Mix;
import io.stanflow.evaluate.learn.Utility.Score;
import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The tables of what machine learning says. */
final class LearnTables {
  private static final int MOST_GIVEAWAYS = 8;

  private final Cells cells;

  LearnTables(Cells cells) {
    this.cells = cells;
  }

  Table detectability() {
    var rows = new ArrayList<Row>();
    test(rows, "single flow", test(Detectability::singleFlow));
    test(rows, "run of three flows", test(Detectability::runOfThree));
    return cells.table(
        "Detectability: AUC (95 % interval)",
        "1/2: nothing to tell; 1: each flow gives itself away; well below 1/2: copies of real"
            + " flows. A better classifier may exist.",
        rows);
  }

  private void test(List<Row> rows, String label, Function<Column, Test> test) {
    if (cells.any(test)) {
      rows.add(cells.row(label, test, its -> Cells.interval(its.auc(), its.low(), its.high())));
      rows.add(cells.row(label + ", flows of each", test, its -> Integer.toString(its.flows())));
    }
  }

  /** What gives files away, the worst first. */
  List<Table> giveaways() {
    return List.of(
        giveaways("single flow", test(Detectability::singleFlow)),
        giveaways("run of three flows", test(Detectability::runOfThree)));
  }

  private Table giveaways(String label, Function<Column, Test> test) {
    int most =
        cells.columns().stream()
            .map(test)
            .mapToInt(its -> its == null ? 0 : its.giveaways().size())
            .max()
            .orElse(0);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < Math.min(most, MOST_GIVEAWAYS); i++) {
      int rank = i;
      rows.add(
          cells.row(
              Integer.toString(rank + 1),
              test,
              its -> rank < its.giveaways().size() ? text(its.giveaways().get(rank)) : null));
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
    var rows = new ArrayList<Row>();
    if (cells.any(Column::neighborhood)) {
      rows.add(cells.row("density", Column::neighborhood, its -> Cells.number(its.density())));
      rows.add(cells.row("coverage", Column::neighborhood, its -> Cells.number(its.coverage())));
      rows.add(
          cells.row("flows of each", Column::neighborhood, its -> Integer.toString(its.flows())));
    }
    return cells.table("Neighborhood: density and coverage, 5 nearest neighbours", "", rows);
  }

  Table scores() {
    var labels = new LinkedHashSet<String>();
    for (Column column : cells.columns()) {
      if (column.utility() != null) {
        column.utility().scores().forEach(score -> labels.add(label(score)));
      }
    }
    var rows = new ArrayList<Row>();
    for (String label : labels) {
      rows.add(cells.row(label, column -> score(column, label), LearnTables::text));
    }
    return cells.table("Use: score on real flows (ratio to training on real flows)", "", rows);
  }

  private static String label(Score score) {
    return score.task() + ", " + score.learner() + " (" + score.measure() + ")";
  }

  private static Score score(Column column, String label) {
    return column.utility() == null
        ? null
        : column.utility().scores().stream()
            .filter(score -> label(score).equals(label))
            .findFirst()
            .orElse(null);
  }

  private static String text(Score score) {
    return String.format(Locale.ROOT, "%.4f (%.3f)", score.score(), score.ratioToReal());
  }

  Table mixes() {
    Set<String> labels = new LinkedHashSet<>();
    for (Column column : cells.columns()) {
      if (column.utility() != null) {
        column.utility().mixes().forEach(mix -> labels.add(label(mix)));
      }
    }
    var rows = new ArrayList<Row>();
    for (String label : labels) {
      rows.add(
          cells.row(
              label,
              column -> mix(column, label),
              its -> String.format(Locale.ROOT, "%.4f (%.3f)", its.score(), its.ratioToReal())));
    }
    return cells.table("Use: training on part real, part this file's flows", "", rows);
  }

  private static String label(Mix mix) {
    return String.format(
        Locale.ROOT, "%s, %.0f %% real (%s)", mix.task(), 100 * mix.realShare(), mix.measure());
  }

  private static Mix mix(Column column, String label) {
    return column.utility() == null
        ? null
        : column.utility().mixes().stream()
            .filter(mix -> label(mix).equals(label))
            .findFirst()
            .orElse(null);
  }
}
