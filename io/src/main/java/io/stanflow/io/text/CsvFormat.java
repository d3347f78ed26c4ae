package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.NamingWords;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Any table as comma-separated values (RFC 4180 without line ends inside quotes) whose header line
 * names the attributes. A cell may say the kind, {@code x:real}; otherwise it follows from the
 * name, or from the values: whole numbers >= 0 are counts, other numbers real, all else words.
 */
public final class CsvFormat extends MappedFormat {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w .-]*(:[a-z]+)?");

  public CsvFormat() {
    super("csv", FormatNote.ofAnything("any table with a header line"));
  }

  @Override
  public boolean recognizes(Probe probe) {
    List<String> cells = Lines.split(probe.first(), true);
    return cells != null
        && probe.head().size() > 1
        && cells.stream().allMatch(cell -> NAME.matcher(cell).matches());
  }

  @Override
  public FileMapping mapping(Probe probe) throws IOException, SQLException {
    List<String> cells = Lines.split(probe.first(), true);
    if (cells == null) {
      throw new InputException(probe.name(), "its header line is broken", "close its quotes");
    }
    List<String> fields = cells.stream().map(CsvFormat::nameOf).toList();
    AttributeNames.check(probe, fields);
    Schema schema = probe.schema().isPresent() ? probe.schema().get() : schema(probe, cells);
    var columns = new ArrayList<Column>();
    for (Attribute attribute : schema.attributes()) {
      if (!fields.contains(attribute.name())) {
        throw probe.lacks(attribute.name());
      }
      columns.add(Kinds.column(probe, attribute.name(), attribute));
    }
    return new FileMapping(
        schema,
        columns,
        fields,
        new FileMapping.Text(',', true, true, false, null),
        Kinds.notes(probe, times(probe, fields)),
        null);
  }

  /** The times of the first rows. */
  private static List<String> times(Probe probe, List<String> fields) {
    int time = fields.indexOf(Schema.TIME);
    var times = new ArrayList<String>();
    for (String line : probe.head().subList(1, probe.head().size())) {
      List<String> cells = Lines.split(line, true);
      if (cells != null && time >= 0 && time < cells.size()) {
        times.add(cells.get(time));
      }
    }
    return times;
  }

  /** SQL for all rows that can be cut, as texts. */
  private static String source(Probe probe, List<String> names) {
    String columns =
        names.stream()
            .map(name -> Sql.literal(name) + ": 'VARCHAR'")
            .collect(Collectors.joining(", "));
    return "read_csv("
        + Sql.literal(probe.path())
        + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        + " ignore_errors = true, columns = {"
        + columns
        + "})";
  }

  private static String nameOf(String cell) {
    int colon = cell.lastIndexOf(':');
    return colon < 0 ? cell : cell.substring(0, colon);
  }

  private static Schema schema(Probe probe, List<String> cells) throws IOException, SQLException {
    var kinds = new ArrayList<Kind>();
    for (String cell : cells) {
      int colon = cell.lastIndexOf(':');
      kinds.add(
          colon < 0
              ? AttributeNames.kind(cell).orElse(null)
              : Kinds.ofWord(probe, cell.substring(colon + 1)));
    }
    List<String> names = cells.stream().map(CsvFormat::nameOf).toList();
    if (kinds.contains(null)) {
      infer(probe, names, kinds);
    }
    return AttributeNames.schema(probe, names, kinds);
  }

  /** Fills the kinds that are null from the values. Lines that cannot be split have no say. */
  private static void infer(Probe probe, List<String> names, List<Kind> kinds)
      throws InputException, SQLException {
    var tests = new ArrayList<String>();
    for (String name : names) {
      String quoted = Sql.quote(name);
      tests.add("bool_and(count_from(" + quoted + ", 0) IS NOT NULL)");
      tests.add("bool_and(finite(" + quoted + ") IS NOT NULL)");
    }
    String source = source(probe, names);
    String query = "SELECT " + String.join(", ", tests) + " FROM " + source;
    var words = new ArrayList<String>();
    try (Statement statement = probe.sql().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      for (int i = 0; i < names.size(); i++) {
        if (kinds.get(i) == null) {
          boolean whole = row.getBoolean(2 * i + 1);
          boolean real = row.getBoolean(2 * i + 2);
          kinds.set(i, whole ? Kind.COUNT : real ? Kind.CONTINUOUS : Kind.CATEGORICAL);
          if (!real) {
            words.add(names.get(i));
          }
        }
      }
    } catch (SQLException e) {
      throw new InputException(
          probe.name(),
          "its lines cannot be cut into columns",
          "fix its quotes, or say the kinds in its header as NAME:KIND to see which line is wrong");
    }
    NamingWords.refuse(probe, source, words);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    var columns = new ArrayList<TableLayout.Column>();
    for (Attribute attribute : schema.attributes()) {
      // name and values tell every kind but whether a time is the start or the end
      String suffix = attribute.kind() == Kind.END ? ":" + Kind.END.word() : "";
      boolean seconds = attribute.kind().isTime() || attribute.kind() == Kind.DURATION;
      columns.add(
          new TableLayout.Column(
              attribute.name() + suffix, Kinds.units(attribute).get(0), seconds ? 6 : 0, null));
    }
    var layout = new TableLayout(",", true, true, columns);
    return new TextWriter(file, TableRows.header(layout), new TableRows(schema, layout));
  }
}
