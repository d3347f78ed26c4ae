package io.stanflow.spark;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.BinaryType;

/** Spark's SQL for the flows of a table in stanflow's units, and for what is wrong with them. */
final class StagedSql {
  private final TableColumns columns;

  StagedSql(TableColumns columns) {
    this.columns = columns;
  }

  /**
   * Rows of the attributes as {@link FlowColumns#definitions} has them; null where they are wrong.
   */
  String rows(String from) {
    return select(this::halves, select(StagedSql::filled, select(this::read, from)));
  }

  private String select(BiFunction<Attribute, String, String> columns, String from) {
    return this.columns.schema().attributes().stream()
        .map(attribute -> columns.apply(attribute, Sql.quote(attribute.name())))
        .collect(Collectors.joining(", ", "(SELECT ", " FROM " + from + ")"));
  }

  private String read(Attribute attribute, String as) {
    var field = columns.fields().get(attribute.name());
    String column = Sql.quote(field.name());
    boolean binary = field.dataType() instanceof BinaryType;
    String value =
        switch (attribute.kind()) {
          case START, END -> "unix_micros(" + column + "::TIMESTAMP)";
          case DURATION, COUNT -> column + "::BIGINT";
          case PORT, FLAGS -> column + "::INTEGER";
          case CONTINUOUS -> column + "::DOUBLE";
          case CATEGORICAL ->
              attribute.name().equals(Schema.PROTOCOL) ? protocol(column) : column + "::STRING";
          case ADDRESS -> AddressSql.text(column, binary);
        };
    return value + " AS " + as;
  }

  /** A keyword, also of a number. */
  private static String protocol(String column) {
    String keywords =
        IntStream.range(0, 256)
            .mapToObj(number -> Sql.literal(Protocol.ofNumber(number)))
            .collect(Collectors.joining(", ", "array(", ")"));
    return "coalesce(try_element_at(%1$s, try_cast(%2$s AS INTEGER) + 1), upper(trim(%2$s::STRING)))"
        .formatted(keywords, column);
  }

  private static String filled(Attribute attribute, String column) {
    return attribute.kind() == Kind.ADDRESS ? AddressSql.filled(column) + " AS " + column : column;
  }

  private String halves(Attribute attribute, String column) {
    return attribute.kind() == Kind.ADDRESS
        ? "%s AS %s, %s AS %s"
            .formatted(
                AddressSql.high(column),
                FlowColumns.high(attribute.name()),
                AddressSql.low(column),
                FlowColumns.low(attribute.name()))
        : column;
  }

  /** How many of {@link #rows} there are, then how many are wrong in each attribute. */
  String wrong(String from) {
    return Stream.concat(
            Stream.of("count(*)"),
            columns.schema().attributes().stream()
                .map(attribute -> "count_if(" + isWrong(attribute) + ")"))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
  }

  private static String isWrong(Attribute attribute) {
    String column = FlowColumns.of(attribute).get(attribute.held() == Held.ADDRESS ? 1 : 0);
    String right =
        switch (attribute.kind()) {
          case START, END, ADDRESS -> "true";
          case DURATION, COUNT -> column + " >= 0";
          case CONTINUOUS -> "abs(" + column + ") < 'Infinity'::DOUBLE";
          case CATEGORICAL -> column + " <> ''";
          case PORT -> column + " BETWEEN 0 AND 65535";
          case FLAGS -> column + " BETWEEN 0 AND 255";
        };
    return column + " IS NULL OR NOT " + right;
  }

  /** What is asked of an attribute's values, for messages. */
  static String wanted(Attribute attribute) {
    return switch (attribute.kind()) {
      case START, END -> "a time";
      case DURATION, COUNT -> "a number of at least 0";
      case CONTINUOUS -> "a finite number";
      case CATEGORICAL -> "a word";
      case ADDRESS -> "an IP address";
      case PORT -> "a port from 0 to 65535";
      case FLAGS -> "TCP flags from 0 to 255";
    };
  }
}
