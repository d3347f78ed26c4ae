package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
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
   * The mapping of a file with these columns; those it has beyond ours are not read.
   *
   * @throws InputException if it lacks one
   */
  FileMapping mapping(Probe probe, List<String> names, FileMapping.Text text)
      throws InputException {
    AttributeNames.check(probe, names);
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
    return new FileMapping(new Schema(attributes), columns, names, text);
  }

  /** Place in a schema: NetFlow's attributes come first, others follow as the file has them. */
  private static int rank(Attribute attribute) {
    int place = AttributeNames.NETFLOW.indexOf(attribute.name());
    return place < 0 ? AttributeNames.NETFLOW.size() : place;
  }

  /**
   * The mapping of a file whose cells stand between separators, with or without a header line.
   *
   * @param noFlow as in {@link FileMapping.Text}
   */
  FileMapping delimited(Probe probe, String noFlow) throws InputException {
    boolean header = isHeader(probe.first());
    List<String> names = header ? Lines.split(probe.first(), separator, false) : names();
    String first = Sql.quote(names.get(0));
    String skip = first + " = " + Sql.literal(names.get(0)); // the header line may stand again
    return mapping(
        probe, names, new FileMapping.Text(separator, header, false, false, skip, noFlow, null));
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
