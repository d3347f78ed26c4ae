package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Plots.Rows;
import io.stanflow.evaluate.report.Charts.Chart;
import io.stanflow.evaluate.report.Column.Role;
import java.util.List;

/** Charts, for {@code report.js} to draw, heat maps and some flows. */
final class PictureSection {
  private final Html html;
  private final HtmlTables tables;
  private final List<Column> columns;
  private final List<Chart> charts;

  PictureSection(Html html, HtmlTables tables, List<Column> columns, List<Chart> charts) {
    this.html = html;
    this.tables = tables;
    this.columns = columns;
    this.charts = charts;
  }

  void write() {
    html.open("section", "id", "pictures").leaf("h2", "Pictures");
    html.open("noscript").leaf("p", "Charts need JavaScript; the rest of this page does not.");
    html.close();
    if (columns.size() > 1) {
      legend();
    }
    charts();
    new HeatMapSection(html, tables, columns).write();
    rows();
    html.close();
  }

  private void charts() {
    String group = null;
    for (Chart chart : charts) {
      if (!chart.group().equals(group)) {
        if (group != null) {
          html.close();
        }
        group = chart.group();
        html.leaf("h3", group).open("div", "class", "charts");
      }
      figure(chart);
    }
    if (group != null) {
      html.close();
    }
  }

  /** Shows and hides files in all charts; without JavaScript it stays hidden. */
  private void legend() {
    html.open("fieldset", "id", "legend", "hidden", null).leaf("legend", "Show in charts");
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      boolean shown = column.role() != Role.OTHER_HOSTS && column.role() != Role.BASELINE;
      html.open("label");
      String file = Integer.toString(i);
      if (shown) {
        html.empty("input", "type", "checkbox", "value", file, "checked", null);
      } else {
        html.empty("input", "type", "checkbox", "value", file);
      }
      tables.swatch(column.name());
      html.text(column.name()).close();
    }
    html.close();
  }

  private void figure(Chart chart) {
    html.open("figure", "class", chart.kind()).leaf("figcaption", chart.title());
    html.open("div", "class", "chart");
    String label = chart.title() + ": chart of " + String.join(", ", names());
    html.open("canvas", "role", "img", "aria-label", label);
    html.close().close().close();
  }

  private List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  private void rows() {
    boolean any = columns.stream().anyMatch(c -> c.plots() != null && c.plots().rows() != null);
    if (!any) {
      return;
    }
    html.leaf("h3", "Some flows as they are").open("div", "class", "rows");
    for (Column column : columns) {
      Role role = column.role();
      Rows rows = column.plots() == null ? null : column.plots().rows();
      if (rows != null && (role == Role.REAL || role == Role.SYNTHETIC)) {
        tables.openBox("Flows of " + column.name());
        html.open("table").open("caption");
        tables.swatch(column.name());
        html.text(column.name()).close().open("thead").open("tr");
        rows.columns().forEach(name -> html.leaf("th", name, "scope", "col"));
        html.close().close().open("tbody");
        for (List<String> row : rows.rows()) {
          html.open("tr");
          row.forEach(cell -> html.leaf("td", cell));
          html.close();
        }
        html.close().close().close();
      }
    }
    html.close();
  }
}
