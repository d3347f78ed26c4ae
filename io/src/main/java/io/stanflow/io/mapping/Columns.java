package io.stanflow.io.mapping;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Continuous;
import io.stanflow.flow.Attribute.Flags;
import io.stanflow.flow.Attribute.IpAddress;
import io.stanflow.flow.Attribute.Port;
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
    if (attribute instanceof IpAddress) {
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
    if (attribute instanceof Categorical) {
      return "VARCHAR";
    } else if (attribute instanceof Continuous) {
      return "DOUBLE";
    } else if (attribute instanceof IpAddress) {
      return "UBIGINT";
    } else if (attribute instanceof Port) {
      return "USMALLINT";
    }
    return attribute instanceof Flags ? "UTINYINT" : "BIGINT";
  }
}
