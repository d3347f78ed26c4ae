package io.stanflow.io;

import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of a file become attributes.
 *
 * @param schema attributes that the file gives
 * @param columns one for each attribute, in order
 * @param fields names of the file's own columns, in order
 * @param text how the text is cut up, or null for Parquet
 */
public record Layout(Schema schema, List<Column> columns, List<String> fields, Text text) {
  /**
   * How lines are cut up.
   *
   * @param delimiter between fields
   * @param header whether the first line holds column names
   * @param quoted whether fields may stand in double quotes
   * @param ragged whether lines may lack columns, as trailers do; data lines are still checked
   * @param skip SQL condition on {@code fields} true for lines that are not data, or null
   */
  public record Text(char delimiter, boolean header, boolean quoted, boolean ragged, String skip) {}

  public Layout {
    columns = List.copyOf(columns);
    fields = List.copyOf(fields);
    if (columns.size() != schema.size()) {
      throw new IllegalArgumentException(columns.size() + " columns for " + schema);
    }
  }

  /** The values in the order of {@link Columns#names}, null where the file is wrong. */
  String select() {
    var values = new ArrayList<String>();
    for (Column column : columns) {
      values.addAll(column.values());
    }
    if (text != null && text.ragged) {
      // a line with too few columns has no last one, which need not be one that we read
      values.set(0, "CASE WHEN " + lastField() + " IS NOT NULL THEN " + values.get(0) + " END");
    }
    return String.join(", ", values);
  }

  /** What {@link #firstWrong} gives where only the last column, not an attribute, is empty. */
  static final int LAST_EMPTY = -2;

  /** SQL for the index of the first wrong column in file order, null if the row is right. */
  String firstWrong() {
    var order = new ArrayList<Column>(columns);
    order.sort((a, b) -> Integer.compare(fields.indexOf(a.field()), fields.indexOf(b.field())));
    var sql = new StringBuilder("CASE");
    for (Column column : order) {
      for (String value : column.values()) {
        sql.append(" WHEN ").append(value).append(" IS NULL THEN ");
        sql.append(columns.indexOf(column));
      }
    }
    if (text != null && text.ragged) {
      sql.append(" WHEN ").append(lastField()).append(" IS NULL THEN ").append(LAST_EMPTY);
    }
    return sql.append(" END").toString();
  }

  private String lastField() {
    return Macros.quote(fields.get(fields.size() - 1));
  }
}
