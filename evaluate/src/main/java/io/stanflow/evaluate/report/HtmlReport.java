package io.stanflow.evaluate.report;

import com.google.gson.GsonBuilder;
import io.stanflow.evaluate.report.Charts.Chart;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.ReportTables.Subject;
import java.util.List;
import java.util.Map;

/**
 * A report as one HTML file that needs nothing else and may ask for nothing else: its policy names
 * its own style and scripts by their hashes and forbids all requests.
 */
final class HtmlReport {
  private final Report report;
  private final List<Chart> charts;
  private final Html html = new Html();
  private final HtmlTables tables;

  HtmlReport(Report report) {
    this.report = report;
    charts = Charts.of(report.columns());
    tables = new HtmlTables(html, report.columns());
  }

  String page() {
    var assets = new PageAssets();
    html.open("html", "lang", "en");
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", assets.policy());
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.leaf("title", title()).open("style").raw(assets.style()).close().close();
    html.open("body").open("main");
    header();
    new VerdictSection(html, tables, report).write();
    new PictureSection(html, tables, report.columns(), charts).write();
    figures();
    html.close();
    html.open("script", "type", "application/json", "id", "data").raw(json()).close();
    html.open("script").raw(assets.chartLibrary()).close();
    html.open("script").raw(assets.script()).close();
    return html.close().close().page();
  }

  private String title() {
    List<String> names = report.columns(Role.SYNTHETIC).stream().map(Column::name).toList();
    return names.isEmpty() ? "Real flows" : String.join(", ", names) + " against real flows";
  }

  private void header() {
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
    files();
    html.close();
  }

  private void files() {
    tables.openBox("Files");
    html.open("table", "class", "files").leaf("caption", "Files").open("thead").open("tr");
    for (String head : List.of("name", "role", "file", "flows", "hosts", "first", "last")) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (Column column : report.columns()) {
      html.open("tr").open("th", "scope", "row");
      tables.swatch(column.name());
      html.text(column.name()).close().leaf("td", FileColours.role(column));
      if (column.file() != null) {
        html.leaf("td", column.file().name());
        html.leaf("td", Long.toString(column.file().flows()));
        html.leaf("td", Integer.toString(column.file().hosts()));
        html.leaf("td", time(column.file().first())).leaf("td", time(column.file().last()));
      }
      html.close();
    }
    html.close().close().close();
  }

  private static String time(String instant) {
    return instant == null ? Cells.NONE : instant.replace('T', ' ');
  }

  private void figures() {
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

  /** What the charts need; Gson writes {@code <} as an escape, so that no word ends the script. */
  private String json() {
    var files = report.columns().stream().map(column -> Html.visible(column.name())).toList();
    var data = Map.of("files", files, "inks", FileColours.of(report.columns()), "charts", charts);
    return Html.visible(new GsonBuilder().serializeNulls().create().toJson(data));
  }
}
