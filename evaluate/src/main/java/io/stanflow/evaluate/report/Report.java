package io.stanflow.evaluate.report;

import io.stanflow.evaluate.privacy.MembershipAttack;
import io.stanflow.evaluate.report.Column.Role;
import java.util.List;

/**
 * All that an evaluation found.
 *
 * @param columns {@link Role#REAL} first, then the other real ones, the synthetic files, baselines
 * @param membership attacks on the model; empty without one
 */
public record Report(Settings settings, List<Column> columns, List<MembershipAttack> membership) {

  /**
   * How it was measured, so that it can be measured again.
   *
   * @param version of stanflow
   * @param seed of all samples
   */
  public record Settings(String version, long seed) {}

  public Report {
    columns = List.copyOf(columns);
    membership = List.copyOf(membership);
  }

  /** A report without attacks on a model. */
  public Report(Settings settings, List<Column> columns) {
    this(settings, columns, List.of());
  }

  /** The columns of one role, in order. */
  public List<Column> columns(Role role) {
    return columns.stream().filter(column -> column.role() == role).toList();
  }

  /** Everything, under the names of the record components, and the verdicts. */
  public String json() {
    return ReportJson.of(this);
  }

  /** The figures as tables for a terminal or a document. */
  public String markdown() {
    return MarkdownTables.of(new ReportTables(this).all());
  }

  /** The figures with charts and verdicts, as one HTML file that needs no other. */
  public String html() {
    return new HtmlReport(this).page();
  }
}
