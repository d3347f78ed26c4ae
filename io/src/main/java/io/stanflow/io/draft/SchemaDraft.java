package io.stanflow.io.draft;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.load.FlowLoader;
import io.stanflow.io.load.Formats;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.series.InternalSearch;
import io.stanflow.io.text.CsvFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Drafts a schema file for a table: names say what a column means, all its values whether it can be
 * that. So the draft reads the file it was made from.
 */
public final class SchemaDraft {
  /** A cell that names no column. */
  private static final Pattern VALUE =
      Pattern.compile("[-+]?[\\d.]+([eE][-+]?\\d+)?|[\\d.:/ TZ-]+|[0-9a-fA-F]*:[0-9a-fA-F:.]+");

  private final Connection sql;
  private final Probe probe;
  private final char delimiter;
  private final boolean header;
  private final List<DraftColumn> columns = new ArrayList<>();

  private SchemaDraft(Probe probe) throws IOException, SQLException {
    this.probe = probe;
    sql = probe.sql();
    delimiter = delimiter(probe.first());
    List<String> first = Lines.split(probe.first(), delimiter, true);
    if (first == null || !isText(probe.first())) {
      throw new InputException(probe.name(), "is no text table", "name a table in text");
    }
    header = first.stream().noneMatch(cell -> VALUE.matcher(cell.strip()).matches());
    stage(first.size());
    addColumns(first);
  }

  /**
   * The draft, as YAML.
   *
   * @param name a path, or {@code -} for standard input
   * @throws InputException if the file is no table, or in a format that needs no schema
   */
  public static String of(String name) throws IOException {
    try (var scratch = new Scratch()) {
      InputFile file = InputFile.open(name, scratch.path("input"));
      try (Connection sql = FlowLoader.connect(scratch, ReadOptions.DEFAULTS, "draft.duckdb")) {
        var probe = new Probe(name, file.path(), file.head(), Optional.empty(), sql);
        for (FlowFormat format : Formats.all()) {
          if (!(format instanceof CsvFormat) && format.recognizes(probe)) {
            throw new InputException(
                name, "is " + format.name() + ", which needs no schema", "read it as it is");
          }
        }
        var draft = new SchemaDraft(probe);
        return draft.text(new DraftChoice(draft.columns));
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }
  }

  private static boolean isText(String line) {
    return line.chars().noneMatch(c -> c == 0xfffd || (Character.isISOControl(c) && c != '\t'));
  }

  /** The delimiter that cuts the line into most fields. */
  private static char delimiter(String line) {
    char best = ',';
    int most = 1;
    for (char candidate : new char[] {',', ';', '\t', '|'}) {
      List<String> fields = Lines.split(line, candidate, true);
      if (fields != null && fields.size() > most) {
        most = fields.size();
        best = candidate;
      }
    }
    return best;
  }

  /** Table {@code raw}: all fields as text, columns named by their number. */
  private void stage(int width) throws InputException {
    var names = new ArrayList<String>();
    for (int i = 1; i <= width; i++) {
      names.add("'" + i + "': 'VARCHAR'");
    }
    String query =
        "CREATE TABLE raw AS SELECT * FROM read_csv("
            + Sql.literal(probe.path())
            + ", auto_detect = false, header = "
            + header
            + ", delim = "
            + Sql.literal(String.valueOf(delimiter))
            + ", quote = '\"', escape = '\"', ignore_errors = true, columns = {"
            + String.join(", ", names)
            + "})";
    try {
      Sql.execute(sql, query);
    } catch (SQLException e) {
      throw new InputException(
          probe.name(), "its lines cannot be cut into columns", "fix its quotes");
    }
  }

  private void addColumns(List<String> first) throws IOException, SQLException {
    List<String> example = first;
    if (header && probe.head().size() > 1) {
      example = Lines.split(probe.head().get(1), delimiter, true);
    }
    if ((header && probe.head().size() < 2) || example == null) {
      throw new InputException(probe.name(), "has no rows", "name a table with some");
    }
    for (int i = 0; i < first.size(); i++) {
      String name = header ? first.get(i) : "c" + (i + 1);
      String value = i < example.size() ? example.get(i) : "";
      columns.add(new DraftColumn(sql, Integer.toString(i + 1), name, value));
    }
  }

  private String text(DraftChoice choice) throws SQLException {
    var text = new StringBuilder("# Drafted from ");
    text.append(InputException.shown(Path.of(probe.name()).getFileName() + ""))
        .append("; docs/schema.md describes this file.\n");
    text.append("delimiter: ").append(delimiter == '\t' ? "tab" : "\"" + delimiter + "\"");
    text.append("\nquote: yes\nheader: ").append(header ? "yes" : "no").append('\n');
    text.append(host(choice)).append("columns:\n");
    for (DraftColumn column : choice.columns()) {
      text.append(column.line());
    }
    return text.toString();
  }

  /** The line that says whose series a flow belongs to: the first choice that finds a network. */
  private String host(DraftChoice choice) throws SQLException {
    DraftColumn source = choice.of(Schema.SOURCE_ADDRESS);
    DraftColumn destination = choice.of(Schema.DESTINATION_ADDRESS);
    if (source == null) {
      return "host: none  # no addresses of both sides with a time: the rows are one series\n";
    }
    stageAddresses(source, destination);
    try {
      String note = InternalSearch.detect(sql, probe.name(), Optional.empty()).note();
      return "host: internal  # or " + choices(source, destination) + " - " + note + "\n";
    } catch (InputException e) {
      return "host: internal  # or "
          + choices(source, destination)
          + " - no network has one side of most flows; name yours with --internal\n";
    }
  }

  private static String choices(DraftColumn source, DraftColumn destination) {
    return DraftColumn.yaml(source.name()) + ", " + DraftColumn.yaml(destination.name());
  }

  private void stageAddresses(DraftColumn source, DraftColumn destination) throws SQLException {
    var values = new ArrayList<String>();
    values.addAll(Column.address(source.field()).values());
    values.addAll(Column.address(destination.field()).values());
    Sql.execute(
        sql,
        "CREATE TABLE staged AS SELECT %s AS %s, %s AS %s, %s AS %s, %s AS %s FROM raw"
            .formatted(
                values.get(0),
                FlowColumns.high(Schema.SOURCE_ADDRESS),
                values.get(1),
                FlowColumns.low(Schema.SOURCE_ADDRESS),
                values.get(2),
                FlowColumns.high(Schema.DESTINATION_ADDRESS),
                values.get(3),
                FlowColumns.low(Schema.DESTINATION_ADDRESS)));
  }
}
