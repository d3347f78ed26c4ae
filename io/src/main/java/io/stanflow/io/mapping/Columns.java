package io.stanflow.io.mapping;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.List;

/** Names and types of the SQL columns that hold attributes. */
public final class Columns {
  private Columns() {}

  /**
   * One column named as the attribute, or two with {@code _high} and {@code _low} for addresses.
   */
  public static List<String> of(Attribute attribute) {
    if (attribute.kind() == Kind.ADDRESS) {
      return List.of(high(attribute.name()), low(attribute.name()));
    }
    return List.of(Sql.quote(attribute.name()));
  }

  public static String high(String attribute) {
    return Sql.quote(attribute + "_high");
  }

  public static String low(String attribute) {
    return Sql.quote(attribute + "_low");
  }

  static List<String> names(Schema schema) {
    var names = new ArrayList<String>();
    for (Attribute attribute : schema.attributes()) {
      names.addAll(of(attribute));
    }
    return names;
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

  private static String type(Attribute attribute) {
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
