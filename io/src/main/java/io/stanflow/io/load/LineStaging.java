package io.stanflow.io.load;

import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Stages a file line by line in blocks, so that a wrong line is known by its number. */
final class LineStaging {
  private static final int BLOCK = 20_000; // lines

  private final Connection sql;
  private final InputFile file;
  private FileMapping mapping;
  private final Rejects rejects;
  private final List<Lines.Line> block = new ArrayList<>();

  private LineStaging(Connection sql, InputFile file, FileMapping mapping, Rejects rejects) {
    this.sql = sql;
    this.file = file;
    this.mapping = mapping;
    this.rejects = rejects;
  }

  static void stage(Connection sql, InputFile file, FileMapping mapping, Rejects rejects)
      throws IOException, SQLException {
    var staging = new LineStaging(sql, file, mapping, rejects);
    try (var lines = new Lines(file, mapping.text())) {
      for (Lines.Line line; (line = lines.next()) != null; ) {
        staging.add(line);
      }
    }
    staging.flush();
  }

  private void add(Lines.Line line) throws IOException, SQLException {
    FileMapping next = mapping.turn() == null ? null : mapping.turn().after(line.text());
    if (next == null) {
      block.add(line);
    }
    if (next != null || block.size() == BLOCK) {
      flush();
      mapping = next == null ? mapping : next;
    }
  }

  private void flush() throws IOException, SQLException {
    String table = mapping.text().cut() == null ? "lines" : "uncut";
    var columns = new ArrayList<String>();
    for (String cell : mapping.cells()) {
      columns.add(Sql.quote(cell) + " VARCHAR");
    }
    Sql.execute(
        sql,
        "CREATE OR REPLACE TEMP TABLE "
            + table
            + " (place_ INTEGER, width_ INTEGER, "
            + String.join(", ", columns)
            + ")");
    append(table);
    if (mapping.text().cut() != null) {
      String kept = "place_, width_, " + FileMapping.LINE;
      Sql.execute(
          sql,
          "CREATE OR REPLACE TEMP TABLE lines AS SELECT * FROM " + mapping.fieldsOf(table, kept));
    }
    delete(mapping.text().skip());
    rejects.addNoFlows(delete(mapping.text().noFlow()));
    if (!insertAll()) {
      Sql.execute(sql, Staging.insert(mapping, "lines WHERE place_ NOT IN " + list(reject())));
    }
    block.clear();
  }

  /** Deletes readable lines that meet a condition, of null none; gives their number. */
  private int delete(String condition) throws SQLException {
    if (condition == null) {
      return 0;
    }
    try (Statement statement = sql.createStatement()) {
      return statement.executeUpdate("DELETE FROM lines WHERE width_ > 0 AND (" + condition + ")");
    }
  }

  /** Stages the block if all of it is right, as most are; nothing of it otherwise. */
  private boolean insertAll() throws SQLException {
    String widths = "SELECT count(*) FROM lines WHERE width_ <> " + width();
    if (Sql.number(sql, widths) > 0) {
      return false;
    }
    try {
      Sql.execute(sql, Staging.insert(mapping, "lines"));
      return true;
    } catch (SQLException e) {
      return false; // a line is wrong: its value is null, which no column may be
    }
  }

  private static String list(Set<Integer> places) {
    return places.isEmpty() ? "(-1)" : places.toString().replace('[', '(').replace(']', ')');
  }

  /** Fields that a line must have. */
  private int width() {
    return mapping.text().cut() == null ? mapping.fields().size() : 1;
  }

  private void append(String table) throws SQLException {
    int cells = mapping.cells().size();
    try (DuckDBAppender appender = sql.unwrap(DuckDBConnection.class).createAppender(table)) {
      for (int place = 0; place < block.size(); place++) {
        List<String> values = block.get(place).fields();
        appender.beginRow();
        appender.append(place);
        appender.append(values.size());
        for (int i = 0; i < cells; i++) {
          String value = i < values.size() ? values.get(i) : "";
          if (value.isEmpty()) {
            appender.appendNull(); // read_csv reads an empty field as null
          } else {
            appender.append(value);
          }
        }
        appender.endRow();
      }
    }
  }

  /** Hands the wrong lines of the block to the rejects, in order; gives their places. */
  private Set<Integer> reject() throws IOException, SQLException {
    var wrong = new HashSet<Integer>();
    String fields =
        mapping.fields().stream().map(Sql::quote).collect(Collectors.joining(", ", "[", "]"));
    String query =
        "SELECT place_, wrong_, shown_ FROM (SELECT place_, CASE WHEN width_ <> "
            + width()
            + " THEN -1 ELSE "
            + mapping.firstWrong()
            + " END AS wrong_, "
            + fields
            + " AS shown_ FROM lines) WHERE wrong_ IS NOT NULL ORDER BY place_";
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        Lines.Line line = block.get(rows.getInt(1));
        wrong.add(rows.getInt(1));
        rejects.add(
            reason(line, rows.getInt(2), (Object[]) rows.getArray(3).getArray()), line.text());
      }
    }
    return wrong;
  }

  private MalformedInputException reason(Lines.Line line, int column, Object[] values) {
    if (line.notUtf8()) {
      return MalformedInputException.notUtf8(file.name(), line.number());
    }
    String fact = line.damage() == null ? fact(line, column, values) : line.damage();
    return new MalformedInputException(file.name(), line.number(), fact);
  }

  private String fact(Lines.Line line, int column, Object[] values) {
    if (column == FileMapping.LAST_EMPTY) {
      return mapping.fields().get(mapping.fields().size() - 1) + " must not be empty";
    }
    FileMapping.Cut cut = mapping.text().cut();
    if (column < 0 && cut != null) {
      return "the line must be " + cut.rule();
    }
    if (column < 0) {
      int width = line.fields().size();
      return "the line must have " + mapping.fields().size() + " columns but has " + width;
    }
    Column wrong = mapping.columns().get(column);
    Object value = values[mapping.fields().indexOf(wrong.field())];
    return wrong.field()
        + " must be "
        + wrong.rule()
        + " but is "
        + InputException.shown(value == null ? "" : value.toString());
  }
}
