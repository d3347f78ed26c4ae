package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.Charts.Chart;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.ReportTables.Subject;
import java.util.List;

/** A report as one HTML file. */
final class HtmlReport {
  private final Report report;
  private final List<Chart> charts;

  HtmlReport(Report report) {
    this.report = report;
    charts = Charts.of(report.columns());
  }

  String page() {
    return new ChartPage(title(), report.columns(), charts)
        .write(
            (html, tables) -> {
              header(html, tables);
              new VerdictSection(html, tables, report).write();
              new PictureSection(html, tables, report.columns(), charts).write();
              figures(html, tables);
            });
  }

  private String title() {
    List<String> names = report.columns(Role.SYNTHETIC).stream().map(Column::name).toList();
    return names.isEmpty() ? "Real flows" : String.join(", ", names) + " against real flows";
  }

  private void header(Html html, HtmlTables tables) {
    html.open("header").leaf("h1", title());
    html.open("p", "class", "settings");
    html.text("stanflow " + report.settings().version() + ", seed " + report.settings().seed());
    html.text(". Real flows differ from real flows too: read each figure beside theirs.").close();
    html.open("nav", "aria-label", "Contents").leaf("a", "Verdicts", "href", "#verdicts");
    html.leaf("a", "Pictures", "href", "#pictures");
    for (Subject subject : new ReportTables(report).subjects()) {
      if (!subject.tables().isEmpty()) {
        html.leaf("a", subject.title(), "href", "#" + subject.id());
      }
    }
    html.close();
    tables.files(report.columns());
    html.close();
  }

  private void figures(Html html, HtmlTables tables) {
    html.open("section", "id", "figures").leaf("h2", "Figures");
    html.leaf(
        "p",
        "Bold: further than every other real file. A dash: not measured. Metrics and their sources"
            + " are explained in docs/metrics.md of stanflow.",
        "class",
        "note");
    new ReportTables(report).subjects().forEach(tables::write);
    html.close();
  }
}
