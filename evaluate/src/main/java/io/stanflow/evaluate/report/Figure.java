package io.stanflow.evaluate.report;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Utility.Score;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.RuleOutcome;
import io.stanflow.evaluate.privacy.Privacy;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A figure that {@link Verdicts} judges by.
 *
 * @param name key in the JSON
 * @param title in words, with the unit
 * @param value of a file, or null where it was not measured
 * @param excess how far a value is from the ideal, 0 for there
 * @param realIsIdeal whether real flows have excess 0 by definition, a yardstick by itself
 */
record Figure(
    String name,
    String title,
    Function<Column, Double> value,
    ToDoubleBiFunction<Column, Double> excess,
    boolean realIsIdeal,
    DoubleFunction<String> format) {
  static final Figure MEAN_DISTANCE =
      distance("meanDistance", "mean distance from real", fidelity(Fidelity::meanDistance));
  static final Figure STRUCTURE =
      distance(
          "meanStructureDistance",
          "mean distance of structure (diff.*, curve.*)",
          fidelity(Figure::structure));
  static final Figure RULES =
      from(100, "keepRulesPercent", "flows that keep every rule, at least, %", Figure::keepRules);
  static final Figure WORST_RATIO =
      new Figure(
          "worstRatioToReal",
          "worst score, ratio to training on real",
          Figure::worstRatio,
          (column, ratio) -> Math.max(0, 1 - ratio),
          true,
          Figure::three);
  static final Figure SINGLE_FLOW =
      auc("singleFlowAuc", "AUC, single flow", test(Detectability::singleFlow));
  static final Figure RUN_OF_THREE =
      auc("runOfThreeAuc", "AUC, run of three flows", test(Detectability::runOfThree));
  static final Figure COPIES =
      from(0, "copiesPercent", "exact copies of training flows, %", Figure::copies);
  static final Figure CLOSEST =
      new Figure(
          "closestTrainingPercent",
          "nearest real flow is a training flow, %",
          Figure::closest,
          (column, share) -> Math.max(0, 100 * column.privacy().closest().low() - 50),
          true,
          Figure::percent);
  static final Figure RARE =
      from(0, "rareAddressPercent", "flows to rare training addresses, %", Figure::rare);

  private static Figure distance(String name, String title, Function<Column, Double> value) {
    return new Figure(name, title, value, (column, d) -> d, false, Cells::number);
  }

  private static Figure auc(String name, String title, Function<Column, Double> value) {
    return new Figure(name, title, value, (c, auc) -> Math.abs(auc - 0.5), false, Figure::three);
  }

  private static Figure from(
      double ideal, String name, String title, Function<Column, Double> value) {
    return new Figure(name, title, value, (c, v) -> Math.abs(v - ideal), false, Figure::percent);
  }

  /** The figure of a file, or null where it was not measured. */
  Double of(Column column) {
    Double figure = value.apply(column);
    return figure == null || !Double.isFinite(figure) ? null : figure;
  }

  String text(Column column) {
    Double figure = of(column);
    return figure == null ? Cells.NONE : format.apply(figure);
  }

  /** How far a file is from the ideal, 0 for there; null where it was not measured. */
  Double excess(Column column) {
    Double figure = of(column);
    return figure == null ? null : Double.valueOf(excess.applyAsDouble(column, figure));
  }

  private static Function<Column, Double> fidelity(Function<Fidelity, Double> part) {
    return column -> column.fidelity() == null ? null : part.apply(column.fidelity());
  }

  private static Double structure(Fidelity fidelity) {
    OptionalDouble mean =
        fidelity.distances().entrySet().stream()
            .filter(e -> e.getKey().startsWith("diff.") || e.getKey().startsWith("curve."))
            .mapToDouble(Map.Entry::getValue)
            .average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  /** A flow that breaks two rules counts twice, so that this many keep all, or more. */
  private static Double keepRules(Column column) {
    if (column.fidelity() == null || column.fidelity().rules().isEmpty()) {
      return null;
    }
    long flows = 0;
    long failed = 0;
    for (RuleOutcome outcome : column.fidelity().rules().values()) {
      flows = Math.max(flows, outcome.checked());
      failed += outcome.failed();
    }
    return flows == 0 ? null : Double.valueOf(Math.max(0, 100.0 * (flows - failed) / flows));
  }

  private static Double worstRatio(Column column) {
    OptionalDouble worst =
        column.utility() == null
            ? OptionalDouble.empty()
            : column.utility().scores().stream()
                .mapToDouble(Score::ratioToReal)
                .filter(Double::isFinite)
                .min();
    return worst.isPresent() ? worst.getAsDouble() : null;
  }

  private static Function<Column, Double> test(Function<Detectability, Detectability.Test> which) {
    return column -> {
      var test = column.detectability() == null ? null : which.apply(column.detectability());
      return test == null ? null : test.auc();
    };
  }

  private static Double copies(Column column) {
    return share(column, Privacy::copies, Privacy.Copies::exact);
  }

  private static Double closest(Column column) {
    return share(column, Privacy::closest, Privacy.ClosestRecords::trainingShare);
  }

  private static Double rare(Column column) {
    return share(column, Privacy::addresses, Privacy.Addresses::flowsToRare);
  }

  private static <P> Double share(
      Column column, Function<Privacy, P> part, ToDoubleFunction<P> share) {
    P measured = column.privacy() == null ? null : part.apply(column.privacy());
    return measured == null ? null : Double.valueOf(100 * share.applyAsDouble(measured));
  }

  /** Never rounded to 0 or to 100, which are said of perfection only. */
  private static String percent(double value) {
    double floor = Math.floor(value * 100) / 100;
    return value > 0 && floor == 0 ? "< 0.01" : String.format(Locale.ROOT, "%.2f", floor);
  }

  private static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
