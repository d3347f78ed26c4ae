package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Layout;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Any table as comma-separated values (RFC 4180 without line ends inside quotes) whose header line
 * names the attributes. A cell may say the kind, {@code x:real}; otherwise it follows from the
 * name, or from the values: whole numbers >= 0 are counts, other numbers real, all else words.
 */
public final class CsvFormat implements FlowFormat {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w .-]*(:[a-z]+)?");

  /** Names of columns beside the attributes in our tables. */
  private static final Set<String> RESERVED =
      Set.of(
          "host_high",
          "host_low",
          "peer_high",
          "peer_low",
          "outgoing",
          "rowid",
          "place_",
          "width_",
          "file_row_number");

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public FormatNote note() {
    return FormatNote.ofAnything("any table with a header line");
  }

  @Override
  public boolean recognizes(Probe probe) {
    List<String> cells = Lines.split(probe.first(), true);
    return cells != null
        && probe.head().size() > 1
        && cells.stream().allMatch(cell -> NAME.matcher(cell).matches());
  }

  @Override
  public Layout layout(Probe probe) throws IOException, SQLException {
    List<String> cells = Lines.split(probe.first(), true);
    if (cells == null) {
      throw new InputException(probe.name(), "its header line is broken", "close its quotes");
    }
    List<String> fields = cells.stream().map(CsvFormat::nameOf).toList();
    checkNames(probe, fields);
    Schema schema = probe.schema() != null ? probe.schema() : schema(probe, cells);
    var columns = new ArrayList<Column>();
    for (Attribute attribute : schema.attributes()) {
      if (!fields.contains(attribute.name())) {
        throw probe.lacks(attribute.name());
      }
      columns.add(Kinds.column(attribute.name(), attribute));
    }
    return new Layout(schema, columns, fields, new Layout.Text(',', true, true, false, null));
  }

  private static String nameOf(String cell) {
    int colon = cell.lastIndexOf(':');
    return colon < 0 ? cell : cell.substring(0, colon);
  }

  private static Schema schema(Probe probe, List<String> cells) throws IOException, SQLException {
    var kinds = new ArrayList<String>();
    for (String cell : cells) {
      int colon = cell.lastIndexOf(':');
      kinds.add(colon < 0 ? Kinds.byName(cell) : cell.substring(colon + 1));
    }
    List<String> names = cells.stream().map(CsvFormat::nameOf).toList();
    if (kinds.contains(null)) {
      infer(probe, names, kinds);
    }
    return schema(probe.name(), names, kinds);
  }

  /** The schema of these columns, or a complaint about the file. */
  public static Schema schema(String file, List<String> names, List<String> kinds)
      throws InputException {
    var attributes = new ArrayList<Attribute>();
    for (int i = 0; i < names.size(); i++) {
      Attribute attribute = Kinds.attribute(names.get(i), kinds.get(i));
      if (attribute == null) {
        throw new InputException(
            file,
            "no kind is named '" + kinds.get(i) + "'",
            "use start, end, duration, count, real, word, address, port or flags");
      }
      attributes.add(attribute);
    }
    try {
      return new Schema(attributes);
    } catch (IllegalArgumentException e) {
      throw new InputException(file, "its columns make no table: " + e.getMessage(), "rename them");
    }
  }

  public static void checkNames(Probe probe, List<String> names) throws InputException {
    var seen = new HashSet<String>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new InputException(probe.name(), "a column has no name", "name it in the header");
      }
      if (name.chars().anyMatch(c -> Character.isISOControl(c) || c == '"' || c == 0xfffd)) {
        throw new InputException(
            probe.name(), "a column's name is not plain text", "check the file and its --format");
      }
      if (isReserved(name)) {
        throw new InputException(
            probe.name(), "a column is named " + name + ", a name we use ourselves", "rename it");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new InputException(
            probe.name(), "two columns are named " + name, "rename one in the header");
      }
    }
  }

  /** Whether our tables have a column of this name beside the attributes. */
  public static boolean isReserved(String name) {
    return RESERVED.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Fills the kinds that are null from the values. Lines that cannot be split have no say. */
  private static void infer(Probe probe, List<String> names, List<String> kinds)
      throws InputException {
    String columns =
        names.stream()
            .map(name -> Sql.literal(name) + ": 'VARCHAR'")
            .collect(Collectors.joining(", "));
    var tests = new ArrayList<String>();
    for (String name : names) {
      String quoted = Sql.quote(name);
      tests.add("bool_and(count_from(" + quoted + ", 0) IS NOT NULL)");
      tests.add("bool_and(finite(" + quoted + ") IS NOT NULL)");
    }
    String query =
        "SELECT "
            + String.join(", ", tests)
            + " FROM read_csv("
            + Sql.literal(probe.path())
            + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
            + " ignore_errors = true, columns = {"
            + columns
            + "})";
    try (Statement statement = probe.sql().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      for (int i = 0; i < names.size(); i++) {
        if (kinds.get(i) == null) {
          boolean whole = row.getBoolean(2 * i + 1);
          boolean real = row.getBoolean(2 * i + 2);
          kinds.set(i, whole ? "count" : real ? "real" : "word");
        }
      }
    } catch (SQLException e) {
      throw new InputException(
          probe.name(),
          "its lines cannot be cut into columns",
          "fix its quotes, or say the kinds in its header as NAME:KIND to see which line is wrong");
    }
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    var header = new TextBuffer();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      // only the edge of a time can be learnt neither from its name nor from its values
      String suffix = Objects.equals(Kinds.kind(attribute), "end") ? ":end" : "";
      header.raw(i == 0 ? "" : ",").quoted(attribute.name() + suffix, false);
    }
    return new TextWriter(
        file, header.toString(), (Flow flow, TextBuffer out) -> append(schema, flow, out));
  }

  private static void append(Schema schema, Flow flow, TextBuffer out) {
    for (int i = 0; i < schema.size(); i++) {
      if (i > 0) {
        out.comma();
      }
      switch (Kinds.kind(schema.attributes().get(i))) {
        case "start", "end" -> out.time(flow.number(i), 6);
        case "duration" -> out.decimal(flow.number(i), 6);
        case "real" -> out.raw(Double.toString(flow.real(i)));
        case "word" -> out.quoted(flow.word(i), schema.size() == 1);
        case "address" -> out.address(flow.address(i));
        case "flags" -> out.flags((int) flow.number(i), 8);
        default -> out.number(flow.number(i));
      }
    }
    out.newline();
  }
}
