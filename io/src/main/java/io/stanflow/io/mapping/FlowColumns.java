package io.stanflow.io.mapping;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Flows as rows of SQL: names and types of the columns that hold attributes, and a select list from
 * whose rows flows are read again. The list has BIGINT, DOUBLE and VARCHAR alone, which JDBC hands
 * over without boxing.
 */
public final class FlowColumns {
  private static final String TWO_TO_63 = "9223372036854775808";

  /** What a table of series has in place of the two sides' addresses, {@code outgoing} last. */
  private static final List<String> SIDES =
      List.of(
          bits("host_high"),
          bits("host_low"),
          bits("peer_high"),
          bits("peer_low"),
          "outgoing::BIGINT");

  /** What rows of prepared flows have beside the attributes. */
  public static final List<String> CHOSEN = List.of(PreparedFlows.OUTGOING, PreparedFlows.PLACE);

  /** Their definitions, to follow {@link #definitions}. */
  public static final String CHOSEN_DEFINITIONS =
      ", %s BOOLEAN NOT NULL, %s BIGINT NOT NULL".formatted(CHOSEN.toArray());

  private final List<String[]> words;
  private final boolean sides;
  private final int source;
  private final int destination;
  private final List<String> columns = new ArrayList<>();
  private final int[] attributes;
  private final Held[] held;

  private FlowColumns(Schema schema, boolean series, List<String[]> words) {
    this.words = words;
    sides = series && hasSides(schema);
    source = schema.index(Schema.SOURCE_ADDRESS);
    destination = schema.index(Schema.DESTINATION_ADDRESS);
    columns.addAll(sides ? SIDES : List.of());
    attributes = new int[schema.size() - (sides ? 2 : 0)];
    held = new Held[attributes.length];
    int n = 0;
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (!sides || !isSide(schema, attribute)) {
        attributes[n] = i;
        held[n++] = attribute.held();
        for (String column : of(attribute)) {
          columns.add(value(attribute, column));
        }
      }
    }
  }

  private String value(Attribute attribute, String column) {
    return switch (attribute.held()) {
      case NUMBER -> column + "::BIGINT";
      case REAL -> column;
      case WORD -> words.isEmpty() ? column + "::VARCHAR" : "enum_code(" + column + ")::BIGINT";
      case ADDRESS -> bits(column);
    };
  }

  /** Of a table as {@link #definitions} makes it: every attribute under its name. */
  public static FlowColumns ofRows(Schema schema) {
    return new FlowColumns(schema, false, List.of());
  }

  /**
   * Of a table of series, as {@code DuckTable.sql} describes it: of schemas with both sides host,
   * peer and direction stand for their addresses.
   */
  public static FlowColumns ofSeries(Schema schema) {
    return new FlowColumns(schema, true, List.of());
  }

  /**
   * Likewise, with words as the codes of their ENUM, which are handed over faster than text.
   *
   * @param words for each attribute those of its ENUM in order, or null if not categorical
   */
  public static FlowColumns ofSeries(Schema schema, List<String[]> words) {
    return new FlowColumns(schema, true, words);
  }

  /** Columns of {@link #select}. */
  public int width() {
    return columns.size();
  }

  /** The list between SELECT and FROM. */
  public String select() {
    return String.join(", ", columns);
  }

  /**
   * Fills a flow from a row that begins with the columns of {@link #select}.
   *
   * @return the host's address; null for rows, and for series without sides
   */
  public Address read(ResultSet row, Flow.Draft flow) throws SQLException {
    Address host = null;
    int column = 1;
    if (sides) {
      host = address(row, 1);
      Address peer = address(row, 3);
      boolean outgoing = row.getLong(5) != 0;
      flow.address(source, outgoing ? host : peer);
      flow.address(destination, outgoing ? peer : host);
      column = SIDES.size() + 1;
    }
    for (int i = 0; i < attributes.length; i++) {
      int attribute = attributes[i];
      switch (held[i]) {
        case NUMBER -> flow.number(attribute, row.getLong(column++));
        case REAL -> flow.real(attribute, row.getDouble(column++));
        case WORD -> flow.word(attribute, word(row, column++, attribute));
        case ADDRESS -> {
          flow.address(attribute, address(row, column));
          column += 2;
        }
      }
    }
    return host;
  }

  private String word(ResultSet row, int column, int attribute) throws SQLException {
    return words.isEmpty()
        ? row.getString(column)
        : words.get(attribute)[(int) row.getLong(column)];
  }

  /** The address whose halves, as {@link #bits} gives them, are in this column and the next. */
  public static Address address(ResultSet row, int column) throws SQLException {
    return new Address(row.getLong(column), row.getLong(column + 1));
  }

  /** SQL for the 64 bits of a UBIGINT as a BIGINT. */
  public static String bits(String unsigned) {
    return "CASE WHEN %1$s < %2$s THEN %1$s::BIGINT ELSE (%1$s - %2$s)::BIGINT - 9223372036854775807 - 1 END"
        .formatted(unsigned, TWO_TO_63);
  }

  /** Whether both addresses are there, so that flows have a host, a peer and a direction. */
  public static boolean hasSides(Schema schema) {
    return schema.has(Schema.SOURCE_ADDRESS) && schema.has(Schema.DESTINATION_ADDRESS);
  }

  /** Whether a table of series has {@code place_}, where flows stood in their files. */
  public static boolean hasPlaces(Schema schema) {
    return hasSides(schema) && schema.has(Schema.TIME);
  }

  /** Whether the attribute is one of two sides' addresses, which tables of series lack. */
  public static boolean isSide(Schema schema, Attribute attribute) {
    return hasSides(schema)
        && (attribute.name().equals(Schema.SOURCE_ADDRESS)
            || attribute.name().equals(Schema.DESTINATION_ADDRESS));
  }

  /** One column named as the attribute, or an address's {@link #high} and {@link #low}. */
  public static List<String> of(Attribute attribute) {
    return attribute.kind() == Kind.ADDRESS
        ? List.of(high(attribute.name()), low(attribute.name()))
        : List.of(Sql.quote(attribute.name()));
  }

  /** The quoted column of the upper 64 bits of an address. */
  public static String high(String attribute) {
    return Sql.quote(attribute + "_high");
  }

  /** The quoted column of the lower 64 bits of an address. */
  public static String low(String attribute) {
    return Sql.quote(attribute + "_low");
  }

  /** Column definitions for a table of the schema's rows; no value may be null. */
  public static String definitions(Schema schema) {
    var text = new ArrayList<String>();
    for (Attribute attribute : schema.attributes()) {
      for (String column : of(attribute)) {
        text.add(column + " " + type(attribute) + " NOT NULL");
      }
    }
    return String.join(", ", text);
  }

  /** The type of the columns of an attribute, in DuckDB's word. */
  public static String type(Attribute attribute) {
    return switch (attribute.kind()) {
      case START, END, DURATION, COUNT -> "BIGINT";
      case CONTINUOUS -> "DOUBLE";
      case CATEGORICAL -> "VARCHAR";
      case ADDRESS -> "UBIGINT";
      case PORT -> "USMALLINT";
      case FLAGS -> "UTINYINT";
    };
  }
}
