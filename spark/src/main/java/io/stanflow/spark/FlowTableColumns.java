package io.stanflow.spark;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of a table are which attributes.
 *
 * @param attributes in the order of the columns
 */
record FlowTableColumns(List<Attribute> attributes) {
  private static final List<String> SIDES =
      List.of(Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS);

  /** Types other than numbers and text whose values are words or times. */
  private static final Set<String> SIMPLE = Set.of("boolean", "timestamp", "timestamp_ntz", "date");

  /**
   * One of them.
   *
   * @param kind its word; empty where name and type say it
   * @param column of the table
   */
  record Attribute(String name, Optional<String> kind, String column, DataType type) {
    /** As {@link PreparedFlows#columns} has it. */
    String cell() {
      return name + kind.map(word -> ":" + word).orElse("");
    }

    boolean isSide() {
      return SIDES.contains(name);
    }

    Column value() {
      return functions.col("`" + column.replace("`", "``") + "`");
    }
  }

  /**
   * Finds the columns of a table.
   *
   * @param wanted as {@link PrepareOptions#columns}
   * @param order a column that is no attribute, if any
   * @param kinds that are known of columns, by their names, where {@code wanted} says none
   * @throws IllegalArgumentException naming the column that is not there or cannot be one
   */
  static FlowTableColumns of(
      StructType table, List<String> wanted, Optional<String> order, Map<String, String> kinds) {
    List<Attribute> attributes = new ArrayList<>();
    for (String cell : wanted) {
      int equals = cell.indexOf('=');
      String left = equals < 0 ? cell : cell.substring(0, equals);
      String name = left.substring(0, nameEnd(left)).strip();
      String column = equals < 0 ? name : cell.substring(equals + 1).strip();
      attributes.add(attribute(table, left, column, kinds));
    }
    for (String column : wanted.isEmpty() ? table.fieldNames() : new String[0]) {
      if (order.isEmpty() || !column.equalsIgnoreCase(order.get())) {
        attributes.add(attribute(table, column, column, kinds));
      }
    }
    check(attributes);
    return new FlowTableColumns(attributes);
  }

  private static int nameEnd(String left) {
    int colon = left.lastIndexOf(':');
    return colon < 0 ? left.length() : colon;
  }

  /**
   * @param left {@code NAME} or {@code NAME:KIND}, as tables of ours also name columns
   */
  private static Attribute attribute(
      StructType table, String left, String column, Map<String, String> kinds) {
    int end = nameEnd(left);
    String name = left.substring(0, end).strip();
    Optional<String> kind =
        end < left.length()
            ? Optional.of(left.substring(end + 1).strip())
            : Optional.ofNullable(kinds.get(column));
    if (kind.isPresent() && Kind.ofWord(kind.get()).isEmpty()) {
      throw new IllegalArgumentException(
          "column %s: no kind is named '%s'; there are %s"
              .formatted(
                  name,
                  kind.get(),
                  Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "))));
    }
    DataType type = type(table, column);
    if (!SIDES.contains(name) && !isSimple(type)) {
      throw new IllegalArgumentException(
          "column %s is of type %s, which is no attribute; option columns names those to take"
              .formatted(column, type.simpleString()));
    }
    if (name.equalsIgnoreCase(PreparedFlows.OUTGOING)
        || name.equalsIgnoreCase(PreparedFlows.PLACE)) {
      throw new IllegalArgumentException(
          "a column is named " + name + ", a name we use ourselves; option columns renames it");
    }
    return new Attribute(name, kind, column, type);
  }

  private static void check(List<Attribute> attributes) {
    Set<String> seen = new HashSet<>();
    for (Attribute attribute : attributes) {
      if (!seen.add(attribute.name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("two columns are named " + attribute.name);
      }
    }
    for (String side : SIDES) {
      if (attributes.stream().noneMatch(attribute -> attribute.name.equals(side))) {
        throw new IllegalArgumentException(
            "no column is %1$s; option columns says which is, as in %1$s=src_ip".formatted(side));
      }
    }
  }

  /** The type of a column, by its name in any case. */
  static DataType type(StructType table, String column) {
    return Arrays.stream(table.fields())
        .filter(field -> field.name().equalsIgnoreCase(column))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the table has no column %s; it has %s"
                        .formatted(column, String.join(", ", table.fieldNames()))))
        .dataType();
  }

  private static boolean isSimple(DataType type) {
    return type instanceof NumericType
        || type instanceof StringType
        || SIMPLE.contains(type.typeName());
  }

  /** The attribute of this name. */
  Attribute get(String name) {
    return attributes.stream().filter(a -> a.name.equals(name)).findFirst().orElseThrow();
  }

  boolean has(String name) {
    return attributes.stream().anyMatch(a -> a.name.equals(name));
  }
}
