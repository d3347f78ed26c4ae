package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.List;

/** Tables as Markdown, aligned so that they also read well in a terminal. */
final class MarkdownTables {
  private final StringBuilder text = new StringBuilder();

  private MarkdownTables() {}

  static String of(List<Table> tables) {
    var markdown = new MarkdownTables();
    tables.stream().filter(table -> !table.rows().isEmpty()).forEach(markdown::append);
    return markdown.text.toString();
  }

  private void append(Table table) {
    var lines = new ArrayList<List<String>>();
    lines.add(table.head().stream().map(MarkdownTables::cell).toList());
    for (Row row : table.rows()) {
      var line = new ArrayList<>(List.of(cell(row.label())));
      row.cells().forEach(cell -> line.add(cell(cell)));
      lines.add(line);
    }
    int[] widths = widths(lines);
    text.append("## ").append(cell(table.title())).append("\n\n");
    if (!table.note().isEmpty()) {
      text.append(table.note()).append("\n\n");
    }
    append(lines.get(0), widths);
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "|:" : "|-").append("-".repeat(widths[i])).append(i == 0 ? "-" : ":");
    }
    text.append("|\n");
    lines.subList(1, lines.size()).forEach(line -> append(line, widths));
    text.append('\n');
  }

  /** Text of files must not end a cell, a line or, as control codes, colour a terminal. */
  private static String cell(String text) {
    return Html.visible(text).replaceAll("\\s", " ").replace("|", "\\|");
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return widths;
  }

  private void append(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - row.get(i).length());
      String cell = i == 0 ? row.get(i) + gap : gap + row.get(i);
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }
}
