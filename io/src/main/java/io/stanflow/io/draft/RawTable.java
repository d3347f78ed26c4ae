package io.stanflow.io.draft;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.schema.TableSource;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table of which nothing is known but its texts; they lie in a DuckDB table {@code raw}, whose
 * columns are named by their number, from 1.
 *
 * @param delimiter as {@link TableLayout#delimiter}
 * @param header whether the first line names the columns
 * @param names of all columns
 */
record RawTable(Probe probe, String delimiter, boolean header, List<String> names) {
  /** A cell that names no column. */
  private static final Pattern VALUE =
      Pattern.compile("[-+]?[\\d.]+([eE][-+]?\\d+)?|[\\d.:/ TZ-]+|[0-9a-fA-F]*:[0-9a-fA-F:.]+");

  /** Lines of tables that are known without a header line, and their columns. */
  private static final Map<Pattern, String> HEADERLESS =
      Map.of(
          // AWS VPC flow logs, version 2
          Pattern.compile(
              "2 \\S+ eni-\\w+( \\S+){7} \\d+ \\d+ (ACCEPT|REJECT|-) (OK|NODATA|SKIPDATA)"),
          "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
              + " start end action log-status");

  /**
   * Looks at the head of a file.
   *
   * @throws InputException if it is no table
   */
  static RawTable of(Probe probe) throws IOException, SQLException {
    if (TableSource.isParquet(probe)) {
      return new RawTable(probe, ",", true, TableSource.of(probe, ",", true, null).names());
    }
    if (!isText(probe.first())) {
      throw new InputException(probe.name(), "is no text table", "name a table in text");
    }
    if (probe.first().startsWith("{")) {
      String json = TableLayout.JSON;
      return new RawTable(probe, json, true, TableSource.of(probe, json, false, null).names());
    }
    for (var known : HEADERLESS.entrySet()) {
      if (known.getKey().matcher(probe.first()).matches()) {
        return new RawTable(probe, " ", false, List.of(known.getValue().split(" ")));
      }
    }
    char delimiter = delimiter(probe.first());
    List<String> first = Lines.split(probe.first(), delimiter, true);
    if (first == null) {
      throw new InputException(probe.name(), "is no text table", "name a table in text");
    }
    boolean header = first.stream().noneMatch(cell -> VALUE.matcher(cell.strip()).matches());
    String text = String.valueOf(delimiter);
    var numbered = new ArrayList<String>();
    for (int i = 1; i <= first.size(); i++) {
      numbered.add("c" + i);
    }
    List<String> given = header ? null : numbered;
    return new RawTable(probe, text, header, TableSource.of(probe, text, true, given).names());
  }

  private static boolean isText(String line) {
    return line.chars().noneMatch(c -> c == 0xfffd || (Character.isISOControl(c) && c != '\t'));
  }

  /** The delimiter that cuts the line into most fields; blanks where there is no other. */
  private static char delimiter(String line) {
    char best = ' ';
    int most = 1;
    for (char candidate : new char[] {',', ';', '\t', '|'}) {
      List<String> fields = Lines.split(line, candidate, true);
      if (fields != null && fields.size() > most) {
        most = fields.size();
        best = candidate;
      }
    }
    return best == ' ' && line.strip().indexOf(' ') < 0 ? ',' : best;
  }

  /**
   * Makes the table {@code raw}, header lines that stand again within left out.
   *
   * @throws InputException if the file has no rows
   */
  void stage() throws IOException, SQLException {
    try {
      Sql.execute(probe.sql(), "CREATE OR REPLACE TABLE raw AS " + query());
    } catch (SQLException e) {
      throw new InputException(
          probe.name(), "its lines cannot be cut into columns", "fix its quotes");
    }
    if (Sql.number(probe.sql(), "SELECT count(*) FROM raw") == 0) {
      throw new InputException(probe.name(), "has no rows", "name a table with some");
    }
  }

  private String query() throws IOException, SQLException {
    TableSource source = TableSource.of(probe, delimiter, true, header ? null : names);
    FileMapping.Text text = source.text();
    if (text == null) {
      return select(names, "read_parquet(" + Sql.literal(probe.path()) + ")");
    }
    if (text.cut() != null) {
      var mapping = new FileMapping(new Schema(List.of()), List.of(), names, text);
      String lines = read("'\u0001'", false, List.of(FileMapping.LINE), "''");
      return select(names, mapping.fieldsOf(lines, FileMapping.LINE));
    }
    String rows = read(Sql.literal(delimiter), header, numbers(), "'\"'") + repeated(text.header());
    return "SELECT * FROM " + rows;
  }

  private static String select(List<String> columns, String source) {
    var values = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      values.add("CAST(%s AS VARCHAR) AS \"%d\"".formatted(Sql.quote(columns.get(i)), i + 1));
    }
    return "SELECT " + String.join(", ", values) + " FROM " + source;
  }

  private List<String> numbers() {
    var numbers = new ArrayList<String>();
    for (int i = 1; i <= names.size(); i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }

  private String read(String delim, boolean header, List<String> columns, String quote) {
    String types = String.join("': 'VARCHAR', '", columns);
    return ("read_csv(%s, auto_detect = false, header = %s, delim = %s, quote = %s, escape = %s,"
            + " ignore_errors = true, columns = {'%s': 'VARCHAR'})")
        .formatted(Sql.literal(probe.path()), header, delim, quote, quote, types);
  }

  /** SQL that leaves out header lines within, known by their first two cells. */
  private String repeated(boolean named) {
    if (!named) {
      return "";
    }
    var cells = new ArrayList<String>();
    for (int i = 0; i < Math.min(2, names.size()); i++) {
      cells.add("coalesce(trim(\"%d\"), '') = %s".formatted(i + 1, Sql.literal(names.get(i))));
    }
    return " WHERE NOT (" + String.join(" AND ", cells) + ")";
  }

  /** The values of the first row, empty where it has none. */
  List<String> example() throws SQLException {
    try (Statement statement = probe.sql().createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM raw ORDER BY rowid LIMIT 1")) {
      row.next();
      var values = new ArrayList<>(Collections.nCopies(names.size(), ""));
      for (int i = 0; i < values.size(); i++) {
        String value = row.getString(i + 1);
        values.set(i, value == null ? "" : value);
      }
      return values;
    }
  }
}
