package io.stanflow.spark;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A table's columns as attributes. Columns that are none are left out: of types that no attribute
 * has, and the {@code hour} that {@link FlowSource} adds.
 *
 * @param table its name, for messages
 * @param fields by attribute
 */
record TableColumns(String table, Schema schema, Map<String, StructField> fields) {
  /**
   * Finds the attributes.
   *
   * @param renamed the columns of attributes that have other names, in tables that have these
   * @throws IllegalArgumentException if a column is missing or has not the type of its attribute
   */
  static TableColumns of(String table, StructType struct, Map<String, String> renamed) {
    Map<String, String> names = names(table, struct, renamed);
    var attributes = new ArrayList<Attribute>();
    var fields = new LinkedHashMap<String, StructField>();
    for (StructField field : struct.fields()) {
      String name = names.getOrDefault(field.name(), field.name());
      boolean other = names.containsValue(name) && !names.containsKey(field.name());
      Optional<Kind> kind = other ? Optional.empty() : kind(table, name, field.dataType());
      if (kind.isPresent()) {
        attributes.add(new Attribute(name, kind.get()));
        fields.put(name, field);
      }
    }
    if (attributes.isEmpty()) {
      throw new IllegalArgumentException(
          "table %s has no column that is an attribute; name some with columns=ATTRIBUTE:COLUMN,..."
              .formatted(table));
    }
    return new TableColumns(table, new Schema(attributes), fields);
  }

  /**
   * The attributes of renamed columns, by column; those that stand under their own names are not.
   */
  private static Map<String, String> names(
      String table, StructType struct, Map<String, String> renamed) {
    var names = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    renamed.forEach(
        (attribute, column) -> {
          if (has(struct, column)) {
            names.put(column, attribute);
          } else if (!has(struct, attribute)) {
            throw new IllegalArgumentException(
                "table %s has no column %s, which is to be %s; it has %s"
                    .formatted(table, column, attribute, String.join(", ", struct.fieldNames())));
          }
        });
    return names;
  }

  private static boolean has(StructType struct, String column) {
    return Arrays.stream(struct.fieldNames()).anyMatch(column::equalsIgnoreCase);
  }

  private static Optional<Kind> kind(String table, String name, DataType type) {
    if (AttributeNames.isReserved(name)) {
      throw new IllegalArgumentException(
          "table %s: a column is named %s, a name we use ourselves; rename it"
              .formatted(table, name));
    }
    Optional<Kind> known = AttributeNames.kind(name);
    if (known.isPresent() && !fits(known.get(), type)) {
      throw new IllegalArgumentException(
          "table %s: column %s is %s, not %s; cast it, or name another with columns=%s:COLUMN"
              .formatted(table, name, type.sql(), wanted(known.get()), name));
    }
    if (known.isPresent() || name.equals(ScenarioOptions.HOUR) || !AttributeNames.isPlain(name)) {
      return known;
    } else if (fits(Kind.COUNT, type)) {
      return Optional.of(Kind.COUNT);
    } else if (fits(Kind.CONTINUOUS, type)) {
      return Optional.of(Kind.CONTINUOUS);
    }
    return fits(Kind.CATEGORICAL, type) ? Optional.of(Kind.CATEGORICAL) : Optional.empty();
  }

  private static boolean fits(Kind kind, DataType type) {
    boolean whole =
        type instanceof IntegralType || (type instanceof DecimalType d && d.scale() == 0);
    return switch (kind) {
      case START, END -> type instanceof TimestampType || type instanceof TimestampNTZType;
      case DURATION, COUNT, PORT, FLAGS -> whole;
      case CONTINUOUS -> type instanceof NumericType;
      case CATEGORICAL -> whole || type instanceof StringType || type instanceof BooleanType;
      case ADDRESS -> type instanceof StringType || type instanceof BinaryType;
    };
  }

  private static String wanted(Kind kind) {
    return switch (kind) {
      case START, END -> "a TIMESTAMP";
      case DURATION -> "a whole number of microseconds";
      case COUNT, PORT, FLAGS -> "a whole number";
      case CONTINUOUS -> "a number";
      case CATEGORICAL -> "a STRING";
      case ADDRESS -> "a STRING or BINARY";
    };
  }
}
