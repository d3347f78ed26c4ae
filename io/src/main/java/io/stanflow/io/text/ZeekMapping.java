package io.stanflow.io.text;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the columns of one Zeek log in text become attributes. */
final class ZeekMapping {
  private static final Pattern OFFSET =
      Pattern.compile("\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?[-+]\\d\\d:?\\d\\d");

  private final TextTable table;
  private final boolean offsets;

  /**
   * @param table all columns that are read
   */
  ZeekMapping(TextTable table, Probe probe) {
    this.table = table;
    offsets = probe.head().stream().anyMatch(line -> OFFSET.matcher(line).find());
  }

  /**
   * The mapping of a file.
   *
   * @throws InputException if it lacks a column
   */
  FileMapping of(Probe probe, ZeekHeader header) throws InputException {
    FileMapping mapping = table.mapping(probe, header.fields(), text(header));
    var columns = new ArrayList<Column>();
    for (int i = 0; i < mapping.columns().size(); i++) {
      Column column = special(mapping.columns().get(i), header.fields());
      boolean count = mapping.schema().kind(i) == Kind.COUNT;
      columns.add(header.isBare() ? lenient(column, count) : column);
    }
    return mapping(mapping.schema(), columns, header);
  }

  private FileMapping mapping(Schema schema, List<Column> columns, ZeekHeader header) {
    return new FileMapping(
        schema,
        columns,
        header.fields(),
        text(header),
        List.of(),
        line -> after(line, schema, header));
  }

  private FileMapping after(String line, Schema schema, ZeekHeader header) {
    String text = line.stripLeading();
    if (!header.isFields(text) || header.cellsOf(text).equals(header.cells())) {
      return null;
    }
    ZeekHeader next = header.withCells(header.cellsOf(text));
    List<String> names = next.fields();
    if (!next.isConnections() || !names.containsAll(ZeekColumns.NEEDED)) {
      return otherLog(schema, next);
    }
    var columns = new ArrayList<Column>();
    for (var attribute : schema.attributes()) {
      Column column =
          table.fields().stream()
              .filter(field -> attribute.equals(field.attribute()))
              .findFirst()
              .orElseThrow()
              .column();
      columns.add(names.contains(column.field()) ? special(column, names) : unset(column));
    }
    return mapping(schema, columns, next);
  }

  /** Lines of another log, none of which is a flow. */
  private FileMapping otherLog(Schema schema, ZeekHeader header) {
    var text = text(header);
    var noFlows =
        new FileMapping.Text(
            text.separator(),
            text.header(),
            text.quoted(),
            text.ragged(),
            text.skip(),
            "true",
            text.cut());
    var columns = new ArrayList<Column>();
    for (var attribute : schema.attributes()) {
      int values = attribute.kind() == Kind.ADDRESS ? 2 : 1;
      columns.add(
          new Column(
              header.fields().get(0), List.of("NULL", "NULL").subList(0, values), "of conn.log"));
    }
    return new FileMapping(
        schema, columns, header.fields(), noFlows, List.of(), line -> after(line, schema, header));
  }

  /** The same column in lines that lack it. */
  private static Column unset(Column column) {
    String quoted = Sql.quote(column.field());
    return new Column(
        column.field(),
        column.values().stream()
            .map(value -> value.replace(quoted, Sql.literal(ZeekColumns.UNSET)))
            .toList(),
        column.rule());
  }

  /** Takes empty cells for unset ones and, as pandas writes counts beside them, 443.0 for 443. */
  private static Column lenient(Column column, boolean count) {
    Column filled =
        column.withText(text -> "coalesce(" + text + ", " + Sql.literal(ZeekColumns.UNSET) + ")");
    if (!count) {
      return filled;
    }
    String value = filled.values().get(0);
    return new Column(
        column.field(),
        List.of(
            value.replace(
                Sql.quote(column.field()),
                "regexp_replace(" + Sql.quote(column.field()) + ", '\\.0$', '')")),
        column.rule());
  }

  /**
   * A column as this file has it: times with an offset, and the number of each protocol beside
   * names for three, as Zeek 7.1 has it.
   */
  Column special(Column column, List<String> fields) {
    if (offsets && column.field().equals("ts")) {
      return Column.epochOrOffset("ts");
    }
    if (!fields.contains(ZeekColumns.IP_PROTOCOL) || !column.field().equals("proto")) {
      return column;
    }
    String value =
        "CASE WHEN lower(proto) = 'unknown_transport' AND TRY_CAST(ip_proto AS UTINYINT) IS NOT"
            + " NULL THEN protocol(ip_proto) ELSE "
            + column.values().get(0)
            + " END";
    return new Column(column.field(), List.of(value), column.rule());
  }

  private static FileMapping.Text text(ZeekHeader header) {
    char separator = header.separator().charAt(0);
    List<String> fields = header.fields();
    if (header.isBare()) {
      String skip = Sql.quote(fields.get(0)) + " = " + Sql.literal(header.cells().get(0));
      return new FileMapping.Text(separator, true, separator == ',', false, skip);
    }
    if (header.isUsual()) {
      String comment = comment(fields, header.cells());
      return new FileMapping.Text(separator, false, false, true, comment, null, null);
    }
    var values = new ArrayList<String>();
    for (int i = 1; i <= fields.size(); i++) {
      values.add(
          "CASE WHEN len(parts_) = %d THEN CASE parts_[%d] WHEN %s THEN '-' WHEN %s THEN '(empty)' ELSE nullif(parts_[%2$d], '') END END"
              .formatted(
                  fields.size(), i, Sql.literal(header.unset()), Sql.literal(header.empty())));
    }
    String parts =
        "string_split(%s, %s)".formatted(FileMapping.LINE, Sql.literal(header.separator()));
    var cut =
        new FileMapping.Cut(
            parts, values, "of " + fields.size() + " columns, as its header line has them");
    return FileMapping.Text.lines(comment(header), null, cut);
  }

  /** Lines that begin with the mark, but for one that names other columns. */
  private static String comment(ZeekHeader header) {
    String names = header.mark() + "fields" + header.separator();
    String ours = names + String.join(header.separator(), header.cells());
    return "CASE WHEN starts_with(line_, %s) THEN line_ = %s ELSE starts_with(line_, %s) END"
        .formatted(Sql.literal(names), Sql.literal(ours), Sql.literal(header.mark()));
  }

  /** Lines that begin with #, but for a #fields line that names other columns. */
  private static String comment(List<String> fields, List<String> cells) {
    String first = Sql.quote(fields.get(0));
    String second = Sql.quote(fields.get(1));
    String rest =
        fields.stream().skip(1).map(Sql::quote).collect(Collectors.joining(", "))
            + ", "
            + FileMapping.SPARE;
    return "CASE WHEN %s = '#fields' THEN concat_ws('\t', %s) = %s ELSE coalesce(%s, %s) LIKE '#%%' END"
        .formatted(first, rest, Sql.literal(String.join("\t", cells)), first, second);
  }
}
