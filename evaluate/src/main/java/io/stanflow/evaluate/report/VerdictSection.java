package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Verdicts.Answer;
import io.stanflow.evaluate.report.Verdicts.Question;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The answers of {@link Verdicts}, each above its figures, real beside synthetic. */
final class VerdictSection {
  private static final List<Role> ORDER =
      List.of(Role.SYNTHETIC, Role.SAME_HOSTS_LATER, Role.OTHER_HOSTS, Role.REAL, Role.BASELINE);
  private static final int WIDTH = 160;
  private static final int HEIGHT = 14;
  private static final int MARGIN = 6;

  private final Html html;
  private final HtmlTables tables;
  private final Verdicts verdicts;
  private final List<Column> columns; // those to judge first: a phone has room for few
  private final List<String> colours;

  VerdictSection(Html html, HtmlTables tables, Report report) {
    this.html = html;
    this.tables = tables;
    verdicts = new Verdicts(report);
    List<String> all = FileColours.of(report.columns());
    columns =
        report.columns().stream()
            .sorted(Comparator.comparing(c -> ORDER.indexOf(c.role())))
            .toList();
    colours = columns.stream().map(c -> all.get(report.columns().indexOf(c))).toList();
  }

  void write() {
    html.open("section", "id", "verdicts").leaf("h2", "Verdicts");
    for (Column column : columns) {
      if (column.role() == Role.SYNTHETIC) {
        html.open("p");
        tables.swatch(column.name());
        html.text(column.name() + ": ").leaf("b", verdicts.overall(column)).text(".").close();
      }
    }
    tables.openBox("Verdicts");
    html.open("table", "class", "verdicts");
    html.open("caption");
    html.leaf("span", "Answers, and the figures behind them beside those of real flows").close();
    html.open("thead").open("tr").leaf("th", "Figure", "scope", "col");
    html.leaf("th", "← ideal, further →", "scope", "col", "class", "strip");
    columns.forEach(column -> tables.head(column.name()));
    html.close().close();
    for (Question question : Question.values()) {
      write(question);
    }
    html.close().close();
    if (!verdicts.note().isEmpty()) {
      html.leaf("p", verdicts.note(), "class", "note");
    }
    html.leaf("p", Verdicts.RULE, "class", "note").close();
  }

  private void write(Question question) {
    html.open("tbody").open("tr", "class", "question");
    html.open("th", "scope", "rowgroup", "colspan", Integer.toString(columns.size() + 2));
    html.open("div").leaf("b", question.text());
    for (Column column : columns) {
      if (column.role() == Role.SYNTHETIC) {
        answer(verdicts.answer(question, column));
      }
    }
    html.close().close().close();
    question.figures().forEach(this::figures);
    html.close();
  }

  private void answer(Answer answer) {
    html.open("span", "class", "answer");
    tables.swatch(answer.file().name());
    html.text(answer.file().name() + ": ").leaf("em", answer.words()).close();
  }

  private void figures(Figure figure) {
    html.open("tr").leaf("th", figure.title(), "scope", "row").open("td", "class", "strip");
    strip(figure);
    html.close();
    for (Column column : columns) {
      html.leaf("td", figure.text(column));
    }
    html.close();
  }

  /** Where the files stand from the ideal, at the left; other real flows as bars. */
  private void strip(Figure figure) {
    double most = 0;
    for (Column column : columns) {
      Double excess = column.role() == Role.BASELINE ? null : marked(figure, column);
      most = excess == null ? most : Math.max(most, excess);
    }
    if (most == 0) {
      return;
    }
    String middle = Integer.toString(HEIGHT / 2);
    html.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "aria-hidden", "true");
    html.open("path", "class", "axis", "d", "M" + MARGIN + " " + middle + "H" + WIDTH).close();
    for (int i = 0; i < columns.size(); i++) {
      Double excess = marked(figure, columns.get(i));
      if (excess != null && excess <= most) {
        double x = MARGIN + (WIDTH - 2.0 * MARGIN) * excess / most;
        String at = String.format(Locale.ROOT, "%.1f", x);
        if (columns.get(i).role().isReal()) {
          html.open(
              "path", "class", "mark " + colours.get(i), "d", "M" + at + " 1V" + (HEIGHT - 1));
        } else {
          html.open("circle", "class", "mark " + colours.get(i), "cx", at, "cy", middle, "r", "4");
        }
        html.close();
      }
    }
    html.close();
  }

  /** How far from the ideal a file's mark is; null for the real file, which has none. */
  private static Double marked(Figure figure, Column column) {
    return column.role() == Role.REAL ? null : figure.excess(column);
  }
}
