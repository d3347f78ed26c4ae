package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Layout;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a text format, which its reader and its writer share. Which of them a file has
 * says its header line; which are written follows from the flows' schema.
 *
 * @param fields in the order of the file
 */
record TextTable(char separator, List<TextField> fields) {
  /** Attributes that come first in a schema, in this order; others follow as the file has them. */
  private static final List<String> FIRST =
      List.of(
          Schema.TIME,
          Schema.DURATION,
          Schema.SOURCE_ADDRESS,
          Schema.DESTINATION_ADDRESS,
          Schema.SOURCE_PORT,
          Schema.DESTINATION_PORT,
          Schema.PROTOCOL,
          Schema.TCP_FLAGS,
          Schema.PACKETS,
          Schema.BYTES);

  TextTable {
    fields = List.copyOf(fields);
  }

  static TextTable of(char separator, TextField... fields) {
    return new TextTable(separator, List.of(fields));
  }

  /** Every column's name. */
  List<String> names() {
    return fields.stream().map(TextField::name).distinct().toList();
  }

  String header() {
    return String.join(String.valueOf(separator), names());
  }

  /** Whether the line names columns, all that a file must have among them. */
  boolean isHeader(String line) {
    return Lines.split(line, separator, false).containsAll(required());
  }

  private List<String> required() {
    return fields.stream().filter(TextField::required).map(TextField::name).toList();
  }

  /**
   * The layout of a file with these columns; those it has beyond ours are not read.
   *
   * @throws InputException if it lacks one
   */
  Layout layout(Probe probe, List<String> names, Layout.Text text) throws InputException {
    CsvFormat.checkNames(probe, names);
    var read = new ArrayList<TextField>();
    for (TextField field : fields) {
      boolean there = names.contains(field.name());
      if (field.required() && !there) {
        throw probe.lacks(field.name());
      }
      if (there && field.column() != null) {
        read.add(field);
      }
    }
    read.sort(Comparator.comparingInt(field -> rank(field.attribute())));
    List<Attribute> attributes = read.stream().map(TextField::attribute).toList();
    List<Column> columns = read.stream().map(TextField::column).toList();
    return new Layout(new Schema(attributes), columns, names, text);
  }

  private static int rank(Attribute attribute) {
    int place = FIRST.indexOf(attribute.name());
    return place < 0 ? FIRST.size() : place;
  }

  /**
   * The layout of a file whose cells stand between separators, with or without a header line.
   *
   * @param noFlow as in {@link Layout.Text}
   */
  Layout delimited(Probe probe, String noFlow) throws InputException {
    boolean header = isHeader(probe.first());
    List<String> names = header ? Lines.split(probe.first(), separator, false) : names();
    String first = Sql.quote(names.get(0));
    String skip = first + " = " + Sql.literal(names.get(0)); // header lines further down
    return layout(
        probe, names, new Layout.Text(separator, header, false, false, skip, noFlow, null));
  }

  /** What the format may hold, in the order of a schema. */
  List<Attribute> attributes() {
    return fields.stream()
        .map(TextField::attribute)
        .filter(attribute -> attribute != null)
        .sorted(Comparator.comparingInt(TextTable::rank))
        .toList();
  }

  /** The columns that are written for flows of a schema. */
  TextTable written(Schema schema) {
    return new TextTable(separator, fields.stream().filter(f -> f.written().test(schema)).toList());
  }

  /** Prints rows of all columns. */
  TextWriter.Rows rows(Schema schema) {
    var view = new NetflowView(schema);
    var cells = fields.stream().map(field -> field.cell().apply(view)).collect(Collectors.toList());
    return (Flow flow, TextBuffer out) -> {
      for (int i = 0; i < cells.size(); i++) {
        if (i > 0) {
          out.put(separator);
        }
        cells.get(i).append(flow, out);
      }
      out.newline();
    };
  }
}
