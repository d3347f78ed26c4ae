package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.ReportTables.Subject;
import io.stanflow.evaluate.report.Table.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables as HTML, each in a box of its own that scrolls where the screen is narrow. */
final class HtmlTables {
  private final Html html;
  private final Map<String, String> colours = new HashMap<>(); // by column name

  HtmlTables(Html html, List<Column> columns) {
    this.html = html;
    List<String> all = FileColours.of(columns);
    for (int i = 0; i < all.size(); i++) {
      colours.put(columns.get(i).name(), all.get(i));
    }
  }

  void write(Subject subject) {
    if (subject.tables().isEmpty()) {
      return;
    }
    html.open("section", "id", subject.id()).leaf("h3", subject.title());
    if (subject.folded()) {
      html.open("details").leaf("summary", "Show the tables");
    }
    subject.tables().forEach(this::write);
    if (subject.folded()) {
      html.close();
    }
    html.close();
  }

  void write(Table table) {
    openBox(table.title());
    html.open("table").open("caption").leaf("span", table.title()).close();
    html.open("thead").open("tr");
    for (String name : table.head()) {
      head(name);
    }
    html.close().close().open("tbody");
    table.rows().forEach(this::row);
    html.close().close().close();
    if (!table.note().isEmpty()) {
      html.leaf("p", table.note(), "class", "note");
    }
  }

  /** What the files are. */
  void files(List<Column> columns) {
    openBox("Files");
    html.open("table", "class", "files").leaf("caption", "Files").open("thead").open("tr");
    for (String head : List.of("name", "role", "file", "flows", "hosts", "first", "last")) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (Column column : columns) {
      html.open("tr").open("th", "scope", "row");
      swatch(column.name());
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

  /** A box that the keyboard can scroll. */
  void openBox(String label) {
    html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
  }

  /** The head of a column, with the file's colour if it is a file's. */
  void head(String name) {
    if (name.isEmpty()) {
      html.open("td").close();
      return;
    }
    html.open("th", "scope", "col");
    swatch(name);
    html.text(name).close();
  }

  /** A mark in a file's colour. */
  void swatch(String file) {
    if (colours.containsKey(file)) {
      html.open("i", "class", "swatch " + colours.get(file), "aria-hidden", "true").close();
    }
  }

  private void row(Row row) {
    html.open("tr").leaf("th", row.label(), "scope", "row");
    for (int i = 0; i < row.cells().size(); i++) {
      if (row.far().contains(i)) {
        html.open("td").leaf("strong", row.cells().get(i)).close();
      } else {
        html.leaf("td", row.cells().get(i));
      }
    }
    html.close();
  }
}
