package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Utility;
import io.stanflow.evaluate.privacy.Privacy;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Verdicts.Question;
import io.stanflow.evaluate.report.Verdicts.Standing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictsTest {
  private static final double NONE = -1;

  /** Skews are those of {@link MadeUpReport}: the greater, the further; -1 for no such column. */
  private static Standing standing(Question question, double figure, double later, double other) {
    var columns = new ArrayList<>(List.of(MadeUpReport.column("real", Role.REAL, 0)));
    if (later != NONE) {
      columns.add(MadeUpReport.column("later", Role.SAME_HOSTS_LATER, later));
    }
    if (other != NONE) {
      columns.add(MadeUpReport.column("otherHosts", Role.OTHER_HOSTS, other));
    }
    return standing(question, MadeUpReport.column("s", Role.SYNTHETIC, figure), columns);
  }

  private static Standing standing(Question question, Column file, List<Column> others) {
    var columns = new ArrayList<>(others);
    columns.add(file);
    var report = new Report(new Report.Settings("1", 1), columns);
    return new Verdicts(report).answer(question, file).standing();
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 0.1, 0.3, LIKE_SAME_HOSTS_LATER",
    "0.1, 0.1, 0.3, LIKE_SAME_HOSTS_LATER",
    "0.2, 0.1, 0.3, WITHIN_OTHER_HOSTS",
    "0.3, 0.1, 0.3, LIKE_OTHER_HOSTS",
    "0.4, 0.1, 0.3, BEYOND_OTHER_HOSTS",
    "0.2, 0.3, 0.1, LIKE_SAME_HOSTS_LATER",
    "0.4, 0.3, 0.1, BEYOND_OTHER_HOSTS",
    "0.2, 0.3, -1, LIKE_SAME_HOSTS_LATER",
    "0.4, 0.3, -1, BEYOND_SAME_HOSTS_LATER",
    "0.2, -1, 0.3, WITHIN_OTHER_HOSTS",
    "0.4, -1, 0.3, BEYOND_OTHER_HOSTS",
    "0.0, -1, -1, NO_YARDSTICK",
  })
  void aFileIsHeldAgainstOtherRealOnes(
      double figure, double later, double other, Standing expected) {
    assertThat(standing(Question.LOOK, figure, later, other)).isEqualTo(expected);
    assertThat(standing(Question.TIME, figure, later, other)).isEqualTo(expected);
    assertThat(standing(Question.APART, figure, later, other)).isEqualTo(expected);
    assertThat(standing(Question.RULES, figure, later, other)).isEqualTo(expected);
  }

  /** Two halves of a network that have nothing in common are further apart than any file. */
  @Test
  void halvesThatDifferWhollyAreNoYardstick() {
    Column file = MadeUpReport.column("s", Role.SYNTHETIC, 0.2);
    Column later = MadeUpReport.column("later", Role.SAME_HOSTS_LATER, 0.1);
    Column halves = apart(MadeUpReport.column("otherHosts", Role.OTHER_HOSTS, 0.3));
    assertThat(standing(Question.LOOK, file, List.of(halves))).isEqualTo(Standing.NO_YARDSTICK);
    assertThat(standing(Question.LOOK, file, List.of(later, halves)))
        .isEqualTo(Standing.BEYOND_SAME_HOSTS_LATER);
    var report = new Report(new Report.Settings("1", 1), List.of(halves, file));
    assertThat(new Verdicts(report).note()).contains("AUC of 0.990");
    assertThat(new Verdicts(MadeUpReport.full()).note()).isEmpty();
  }

  private static Column apart(Column column) {
    var single = new Detectability.Test(0.99, 0.98, 0.995, 1000, List.of());
    return new Column(
        column.name(),
        column.role(),
        column.file(),
        column.fidelity(),
        column.neighborhood(),
        new Detectability(single, single, null, null, null, null),
        column.utility(),
        column.privacy(),
        column.plots());
  }

  @ParameterizedTest
  @EnumSource(Question.class)
  void whatWasNotMeasuredHasNoVerdict(Question question) {
    Column bare = MadeUpReport.bare("s", Role.SYNTHETIC);
    List<Column> others = MadeUpReport.full().columns();
    assertThat(standing(question, bare, others)).isEqualTo(Standing.NOT_MEASURED);
  }

  @Test
  void realFlowsAreTheYardstickOfUseWhereThereIsNoOther() {
    assertThat(standing(Question.USE, 0, NONE, NONE)).isEqualTo(Standing.LIKE_REAL);
    assertThat(standing(Question.USE, 0.2, NONE, NONE)).isEqualTo(Standing.BEYOND_REAL);
    assertThat(standing(Question.USE, 0.2, 0.1, NONE)).isEqualTo(Standing.BEYOND_SAME_HOSTS_LATER);
    assertThat(standing(Question.USE, 0.2, 0.1, 0.3)).isEqualTo(Standing.WITHIN_OTHER_HOSTS);
  }

  @Test
  void theWorstScoreCountsAndNanDoesNot() {
    Column file = MadeUpReport.column("s", Role.SYNTHETIC, 0);
    var scores = new ArrayList<>(file.utility().scores());
    scores.add(new Utility.Score("detectAttacks", "linear", "auc", Double.NaN, Double.NaN));
    assertThat(Figure.WORST_RATIO.of(with(file, new Utility(scores, List.of())))).isEqualTo(1);
    scores.add(new Utility.Score("detectAttacks", "linear", "auc", 0.4, 0.4));
    assertThat(Figure.WORST_RATIO.of(with(file, new Utility(scores, List.of())))).isEqualTo(0.4);
  }

  private static Column with(Column file, Utility utility) {
    return new Column(file.name(), file.role(), file.file(), null, null, null, utility, null, null);
  }

  private static Column with(Privacy.ClosestRecords closest) {
    var copies = new Privacy.Copies(0, 0, 100);
    var privacy = new Privacy(copies, closest, null);
    return new Column("s", Role.SYNTHETIC, null, null, null, null, null, privacy, null);
  }

  @Test
  void theWorstOfSeveralFiguresDecides() {
    List<Column> others = MadeUpReport.full().columns().subList(0, 3);
    Column chance = with(new Privacy.ClosestRecords(0.51, 0.495, 0.525, 1000));
    assertThat(standing(Question.SAFE, chance, others)).isEqualTo(Standing.LIKE_SAME_HOSTS_LATER);
    Column close = with(new Privacy.ClosestRecords(0.6, 0.58, 0.62, 1000));
    assertThat(standing(Question.SAFE, close, others)).isEqualTo(Standing.BEYOND_OTHER_HOSTS);
    assertThat(standing(Question.SAFE, close, List.of())).isEqualTo(Standing.BEYOND_REAL);
    assertThat(standing(Question.SAFE, chance, List.of())).isEqualTo(Standing.NO_YARDSTICK);
  }

  @Test
  void aucFarBelowOneHalfIsAsFarAsAbove() {
    Column file = MadeUpReport.column("s", Role.SYNTHETIC, -0.5);
    assertThat(file.detectability().singleFlow().auc()).isLessThan(0.4);
    assertThat(standing(Question.APART, file, MadeUpReport.full().columns().subList(0, 3)))
        .isEqualTo(Standing.BEYOND_OTHER_HOSTS);
  }

  @Test
  void eachSyntheticFileHasAnAnswerToEachQuestionInWords() {
    var answers = new Verdicts(MadeUpReport.full()).answers();
    assertThat(answers).hasSize(2 * Question.values().length);
    assertThat(answers)
        .extracting(answer -> answer.file().name() + " " + answer.words())
        .contains(
            "synthetic closer than other hosts",
            "peer further than other hosts",
            "synthetic harder to tell apart than other hosts",
            "peer less useful than other hosts")
        .noneMatch(words -> words.startsWith("independent"));
  }
}
