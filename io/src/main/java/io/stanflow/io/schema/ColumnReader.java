package io.stanflow.io.schema;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How the texts of a table's columns are read: what a schema file says, as SQL. */
final class ColumnReader {
  private final SchemaFile file;
  private final boolean typed;

  /**
   * @param typed whether the columns have types of their own, as Parquet's
   */
  ColumnReader(SchemaFile file, boolean typed) {
    this.file = file;
    this.typed = typed;
  }

  /** A column for each attribute. */
  List<Column> columns() {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < file.schema().size(); i++) {
      TableLayout.Column given = file.layout().columns().get(i);
      Column column = column(given, file.schema().attributes().get(i));
      columns.add(given.end() ? column.since(start()) : column);
    }
    return columns;
  }

  private Column start() {
    int time = file.schema().index(Schema.TIME);
    return column(file.layout().columns().get(time), file.schema().attributes().get(time));
  }

  private Column column(TableLayout.Column given, Attribute attribute) {
    Attribute text = given.end() ? Attribute.end(Schema.TIME) : attribute;
    Column column = Kinds.column(given.name(), text, given.unit(), given.pattern());
    Column read = column.withText(field -> text(field, given.empty(), isNumber(text.kind())));
    String wrong = file.texts().wrong().get(given.name());
    return wrong == null ? read : read.or(column.withText(field -> Sql.literal(wrong)));
  }

  private static boolean isNumber(Kind kind) {
    return switch (kind) {
      case START, END, DURATION, COUNT, PORT, CONTINUOUS -> true;
      case CATEGORICAL, ADDRESS, FLAGS -> false;
    };
  }

  /** SQL for the text that is read in place of a field's. */
  private String text(String field, String empty, boolean number) {
    String text = typed ? "CAST(" + field + " AS VARCHAR)" : field;
    if (number && file.texts().decimalComma()) {
      text = "replace(" + text + ", ',', '.')";
    }
    if (empty == null) {
      return text;
    }
    return file.texts().nulls().isEmpty()
        ? "coalesce(%s, %s)".formatted(text, Sql.literal(empty))
        : "CASE WHEN coalesce(trim(%1$s) IN ('', %2$s), true) THEN %3$s ELSE %1$s END"
            .formatted(text, nulls(), Sql.literal(empty));
  }

  private String nulls() {
    return file.texts().nulls().stream().map(Sql::literal).collect(Collectors.joining(", "));
  }

  /** SQL for lines that have null marks in place of both addresses; null where none are told. */
  String noFlow() {
    Schema schema = file.schema();
    if (typed || file.texts().nulls().isEmpty() || !schema.has(Schema.SOURCE_ADDRESS)) {
      return null;
    }
    String source = Sql.quote(name(Schema.SOURCE_ADDRESS));
    String destination = Sql.quote(name(Schema.DESTINATION_ADDRESS));
    return "trim(%1$s) IN (%3$s) AND trim(%2$s) IN (%3$s)".formatted(source, destination, nulls());
  }

  private String name(String attribute) {
    return file.layout().columns().get(file.schema().index(attribute)).name();
  }
}
