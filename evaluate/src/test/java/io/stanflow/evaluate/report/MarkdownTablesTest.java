package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.privacy.MembershipAttack;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Table.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MarkdownTablesTest {
  private static final Report REPORT = MadeUpReport.full();

  @Test
  void everySubjectIsThereWithRealFlowsFirst() {
    String text = REPORT.markdown();
    assertThat(text.lines().filter(line -> line.startsWith("## ")))
        .containsExactly(
            "## Verdicts",
            "## Files",
            "## Distance from real",
            "## Structure",
            "## Flows per host and hour",
            "## Hosts",
            "## Network",
            "## Distance from the real network",
            "## Rules: flows that pass in % (failing of checked)",
            "## Use: score on real flows (ratio to training on real flows)",
            "## Use: training on part real, part this file's flows",
            "## Detectability: AUC (95 % interval)",
            "## Giveaways, single flow: feature (what the AUC loses without it)",
            "## Giveaways, run of three flows: feature (what the AUC loses without it)",
            "## Giveaways, run of three as written: feature (what the AUC loses without it)",
            "## Giveaways, run of twenty flows: feature (what the AUC loses without it)",
            "## Giveaways, host's hour: feature (what the AUC loses without it)",
            "## Giveaways, peer's minute: feature (what the AUC loses without it)",
            "## Neighborhood: density and coverage, 5 nearest neighbours",
            "## Copies of training flows",
            "## Closest records: share of flows nearer to a training flow than to a held-out one",
            "## Addresses of the training flows",
            "## Quantiles",
            "## Share in % by protocol",
            "## Share in % by tcpFlags",
            "## Share in % by servicePort",
            "## Share in % by hourOfDay");
    assertThat(text.lines().filter(line -> line.contains("otherHosts |")))
        .isNotEmpty()
        .allMatch(line -> line.matches("\\| +\\| +real \\| +later \\| +otherHosts \\| +synth.*"));
  }

  @Test
  void linesOfATableAreEquallyLong() {
    for (String table : REPORT.markdown().split("## ", -1)) {
      assertThat(table.lines().filter(line -> line.startsWith("|")).map(String::length).distinct())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void whatWasNotMeasuredIsADashOrNoTable() {
    List<Column> bare =
        List.of(
            MadeUpReport.bare("real", Role.REAL), MadeUpReport.column("s", Role.SYNTHETIC, 0.2));
    String text = new Report(REPORT.settings(), bare).markdown();
    assertThat(text).contains("| jsd.protocol         |    - | 0.0004 |");
    assertThat(new Report(REPORT.settings(), bare.subList(0, 1)).markdown())
        .startsWith("## Files")
        .doesNotContain("## D", "## U", "## P");
  }

  @Test
  void roundingNeverMakesPerfection() {
    assertThat(REPORT.markdown()).contains("99.91 (782 of 892265)", "100.00 (0 of 892265)");
    assertThat(Figure.RULES.text(REPORT.columns().get(3))).isEqualTo("95.78");
  }

  @Test
  void distancesBeyondAllOtherRealFlowsAreFar() {
    var files =
        List.of(
            MadeUpReport.column("real", Role.REAL, 0),
            MadeUpReport.column("later", Role.SAME_HOSTS_LATER, 0.3),
            MadeUpReport.column("otherHosts", Role.OTHER_HOSTS, 0.1),
            MadeUpReport.column("near", Role.SYNTHETIC, 0.3),
            MadeUpReport.column("far", Role.BASELINE, 0.31));
    assertThat(new FidelityTables(new Cells(files)).distances().rows())
        .isNotEmpty()
        .allMatch(row -> row.far().equals(Set.of(4)));
    assertThat(new FidelityTables(new Cells(files.subList(3, 5))).distances().rows())
        .isNotEmpty()
        .allMatch(row -> row.far().isEmpty());
  }

  @Test
  void namesCannotBreakOutOfTheirCell() {
    var table =
        new Table("t\n## x", "", List.of("", "a|b\nc"), List.of(new Row("r", List.of("\033[2J"))));
    assertThat(MarkdownTables.of(List.of(table)).lines())
        .containsExactly(
            "## t ## x", "", "|   | a\\|b c |", "|:--|-------:|", "| r |   \ufffd[2J |", "");
  }

  @Test
  void attacksOnMembershipHaveAPlace() {
    var attack = new MembershipAttack("hosts", 0.51, 0.5, 0.52, 132, 10, 20, 21);
    assertThat(MarkdownTables.of(List.of(PrivacyTables.membership(List.of(attack)))))
        .contains("| hosts | 0.5100 | 0.5000 to 0.5200 |     132 |          10 |", "stronger one");
  }
}
