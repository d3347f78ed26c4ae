package io.stanflow.evaluate.report;

import io.stanflow.evaluate.privacy.MembershipAttack;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Table.Row;
import io.stanflow.evaluate.report.Verdicts.Question;
import java.util.ArrayList;
import java.util.List;

/** All tables of a report, by subject. */
final class ReportTables {
  private final FidelityTables fidelity;
  private final LearnTables learn;
  private final PrivacyTables privacy;
  private final List<MembershipAttack> membership;
  private final Report report;

  ReportTables(Report report) {
    this.report = report;
    var cells = new Cells(report.columns());
    fidelity = new FidelityTables(cells);
    learn = new LearnTables(cells);
    privacy = new PrivacyTables(cells);
    membership = report.membership();
  }

  /**
   * Tables on one subject; those without rows were not measured.
   *
   * @param id of its place in the page
   * @param folded whether a page should show it on request only
   */
  record Subject(String id, String title, boolean folded, List<Table> tables) {
    Subject {
      tables = tables.stream().filter(table -> !table.rows().isEmpty()).toList();
    }
  }

  Table files() {
    return fidelity.files();
  }

  /** All but the files. */
  List<Subject> subjects() {
    var told = new ArrayList<>(List.of(learn.detectability()));
    told.addAll(learn.giveaways());
    return List.of(
        new Subject("distances", "Distances", false, List.of(fidelity.distances())),
        new Subject(
            "structure",
            "Time and structure",
            false,
            List.of(fidelity.structure(), fidelity.volume(), fidelity.hosts())),
        new Subject("network", "Network", false, fidelity.network()),
        new Subject("rules", "Rules", false, List.of(fidelity.rules())),
        new Subject(
            "use", "Use in machine learning", false, List.of(learn.scores(), learn.mixes())),
        new Subject("detectability", "Detectability", false, told),
        new Subject("neighborhood", "Neighborhood", false, List.of(learn.neighborhood())),
        new Subject(
            "privacy",
            "Privacy",
            false,
            List.of(
                privacy.copies(),
                privacy.closest(),
                privacy.addresses(),
                PrivacyTables.membership(membership))),
        new Subject("quantiles", "Quantiles", true, List.of(fidelity.quantiles())),
        new Subject("shares", "Shares", true, fidelity.shares()));
  }

  /** The verdicts in words, a column for each synthetic file. */
  private Table verdicts() {
    var verdicts = new Verdicts(report);
    List<Column> judged = report.columns(Role.SYNTHETIC);
    var head = new ArrayList<>(List.of(""));
    judged.forEach(file -> head.add(file.name()));
    var rows = new ArrayList<Row>();
    if (!judged.isEmpty()) {
      for (Question question : Question.values()) {
        List<String> words =
            judged.stream().map(file -> verdicts.answer(question, file).words()).toList();
        rows.add(new Row(question.text(), words));
      }
      rows.add(new Row("Overall", judged.stream().map(verdicts::overall).toList()));
    }
    return new Table("Verdicts", verdicts.note(), head, rows);
  }

  /** Every table, the verdicts first, then the files. */
  List<Table> all() {
    var all = new ArrayList<>(List.of(verdicts(), files()));
    subjects().forEach(subject -> all.addAll(subject.tables()));
    return all;
  }
}
