package io.stanflow.io.mapping;

import io.stanflow.flow.Attribute;
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
 * @param notes what was taken for granted, a sentence each, for the user
 * @param turn tells the lines after which the columns are others, or null if there are none
 * @param beside columns of the file that are taken as they are, after those of the attributes
 */
public record FileMapping(
    Schema schema,
    List<Column> columns,
    List<String> fields,
    Text text,
    List<String> notes,
    Turn turn,
    List<String> beside) {
  /**
   * Tells lines that name the columns of those after them. As a whole the file must be wrong under
   * its first mapping then, so that it is read line by line.
   */
  @FunctionalInterface
  public interface Turn {
    /** The mapping of the lines after this one, of the same schema; null if none begins. */
    FileMapping after(String line);
  }

  /**
   * How lines are cut up.
   *
   * @param separator between fields
   * @param header whether the first line holds column names
   * @param quoted whether fields may stand in double quotes
   * @param ragged whether lines that are not data may have fewer fields, or one more, which is
   *     {@link #SPARE} in SQL; data lines are still checked
   * @param skip SQL condition on {@code fields} true for lines that are not data, or null
   * @param noFlow SQL condition true for data that are no flows, which are counted, or null
   * @param cut how a line becomes fields where a separator does not do it, or null
   */
  public record Text(
      char separator,
      boolean header,
      boolean quoted,
      boolean ragged,
      String skip,
      String noFlow,
      Cut cut) {
    /** Text all of whose data are flows, cut by a separator. */
    public Text(char separator, boolean header, boolean quoted, boolean ragged, String skip) {
      this(separator, header, quoted, ragged, skip, null, null);
    }

    /** Lines of which each is cut by SQL. */
    public static Text lines(String skip, String noFlow, Cut cut) {
      String blank = LINE + " IS NULL" + (skip == null ? "" : " OR " + skip);
      return new Text(NO_SEPARATOR, false, false, false, blank, noFlow, cut);
    }
  }

  /**
   * Cuts a line, {@link #LINE} in SQL, into fields.
   *
   * @param parts SQL for a value, {@link #PARTS}, that {@code values} take their fields from
   * @param values SQL for each field, null if the line lacks it
   * @param rule completes "the line must be ..." where all fields are null
   */
  public record Cut(String parts, List<String> values, String rule) {
    public Cut {
      values = List.copyOf(values);
    }
  }

  /** Attribute that says which fields of a flow are empty, see {@link #withGaps}. */
  public static final String GAPS = "gaps_";

  public static final String SPARE = "spare_";
  public static final String LINE = "line_";
  public static final String PARTS = "parts_";

  /** Stands in no line of text; one that has it is cut in two and refused. */
  private static final char NO_SEPARATOR = '\u0001';

  /** Of a file whose columns are the same from its beginning to its end. */
  public FileMapping(Schema schema, List<Column> columns, List<String> fields, Text text) {
    this(schema, columns, fields, text, List.of(), null);
  }

  /** Of attributes alone. */
  public FileMapping(
      Schema schema,
      List<Column> columns,
      List<String> fields,
      Text text,
      List<String> notes,
      Turn turn) {
    this(schema, columns, fields, text, notes, turn, List.of());
  }

  /** The same, with these columns beside the attributes. */
  public FileMapping with(List<String> others) {
    return new FileMapping(schema, columns, fields, text, notes, turn, others);
  }

  public FileMapping {
    columns = List.copyOf(columns);
    fields = List.copyOf(fields);
    notes = List.copyOf(notes);
    beside = List.copyOf(beside);
    if (columns.size() != schema.size()) {
      throw new IllegalArgumentException(columns.size() + " columns for " + schema);
    }
  }

  /**
   * The same files, whose fields may be empty: 0 or the empty word then, and bit i of the last
   * attribute, {@link #GAPS}, is set.
   *
   * @param mayLack names of the attributes that may; none leaves the mapping as it is
   */
  public FileMapping withGaps(List<String> mayLack) {
    if (mayLack.isEmpty()) {
      return this;
    }
    var attributes = new ArrayList<>(schema.attributes());
    var filled = new ArrayList<Column>();
    var bits = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      int bit = mayLack.indexOf(attributes.get(i).name());
      Column column = columns.get(i);
      String empty = Sql.quote(column.field()) + " IS NULL";
      String neutral = attributes.get(i).held() == Attribute.Held.WORD ? "''" : "0";
      filled.add(bit < 0 ? column : column.orWhere(empty, neutral));
      bits.add("CASE WHEN %s THEN %d ELSE 0 END".formatted(bit < 0 ? "false" : empty, 1L << bit));
    }
    attributes.add(Attribute.count(GAPS));
    filled.add(new Column(fields.get(0), List.of(String.join(" + ", bits)), "anything"));
    Turn next = turn == null ? null : line -> turned(turn.after(line), mayLack);
    return new FileMapping(new Schema(attributes), filled, fields, text, notes, next);
  }

  private static FileMapping turned(FileMapping next, List<String> mayLack) {
    return next == null ? null : next.withGaps(mayLack);
  }

  /** The columns of the text as DuckDB's reader is to see them. */
  public List<String> cells() {
    if (text.cut != null) {
      return List.of(LINE);
    }
    var cells = new ArrayList<>(fields);
    if (text.ragged) {
      cells.add(SPARE);
    }
    return cells;
  }

  /** A query for {@code fields} and what {@code kept} names, from rows of {@link #cells}. */
  public String fieldsOf(String source, String kept) {
    if (text.cut == null) {
      return source;
    }
    var values = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(text.cut.values.get(i) + " AS " + Sql.quote(fields.get(i)));
    }
    // random() keeps DuckDB from cutting the line again for each condition on the fields, as it
    // works
    // out only once what may differ from call to call
    return "(SELECT %s, %s FROM (SELECT %s, CASE WHEN random() < 2 THEN %s END AS %s FROM %s))"
        .formatted(kept, String.join(", ", values), kept, text.cut.parts, PARTS, source);
  }

  /** The values in the order of {@link FlowColumns#definitions}, null where the file is wrong. */
  public String select() {
    var values = new ArrayList<String>();
    for (Column column : columns) {
      values.addAll(column.values());
    }
    if (text != null && text.ragged) {
      // a line with too few columns lacks the last one, whether we read that or not
      values.set(
          0,
          "CASE WHEN %s IS NOT NULL AND %s IS NULL THEN %s END"
              .formatted(lastField(), SPARE, values.get(0)));
    }
    beside.forEach(column -> values.add(Sql.quote(column)));
    return String.join(", ", values);
  }

  /** What {@link #firstWrong} gives where only the last column, not an attribute, is empty. */
  public static final int LAST_EMPTY = -2;

  /** What {@link #firstWrong} gives where a line cannot be cut. */
  static final int NOT_CUT = -3;

  /** SQL for the index of the first wrong column in file order, null if the row is right. */
  public String firstWrong() {
    var order = new ArrayList<Column>(columns);
    order.sort((a, b) -> Integer.compare(fields.indexOf(a.field()), fields.indexOf(b.field())));
    var sql = new StringBuilder("CASE");
    if (text != null && text.cut != null) {
      var all = fields.stream().map(Sql::quote).toList();
      sql.append(" WHEN coalesce(").append(String.join(", ", all)).append(") IS NULL THEN ");
      sql.append(NOT_CUT);
    }
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
    return Sql.quote(fields.get(fields.size() - 1));
  }
}
