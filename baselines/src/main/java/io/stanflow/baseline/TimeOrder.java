package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows of a table in the order of their record times, which DuckDB sorts on disk if need be;
 * in the order of the table where they have no time.
 */
final class TimeOrder {
  private final TableQueries queries;
  private final Schema schema;

  TimeOrder(DuckTable table, TableQueries queries) {
    this.queries = queries;
    schema = table.schema();
  }

  /** Takes one flow at a time. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes the next one.
     *
     * @param host null for a table without addresses
     */
    void visit(Address host, Flow flow) throws IOException;
  }

  void forEach(Visitor visitor) throws IOException {
    var draft = new Flow.Draft(schema);
    boolean sides = queries.hasSides();
    queries.forEach(
        query(),
        row -> {
          fill(draft, row);
          visitor.visit(sides ? TableQueries.address(row, 1) : null, draft.flow());
          return true;
        });
  }

  private String query() {
    var columns = new ArrayList<String>();
    if (queries.hasSides()) {
      columns.addAll(List.of(TableQueries.bits("host_high"), TableQueries.bits("host_low")));
    }
    for (Attribute attribute : schema.attributes()) {
      columns.addAll(columns(attribute));
    }
    return "SELECT %s FROM flows ORDER BY %s"
        .formatted(
            String.join(", ", columns), schema.has(Schema.TIME) ? "\"time\", rowid" : "rowid");
  }

  private List<String> columns(Attribute attribute) {
    String column = TableQueries.quote(attribute.name());
    if (queries.isSide(attribute)) {
      boolean source = attribute.name().equals(Schema.SOURCE_ADDRESS);
      return List.of(side(source, "high"), side(source, "low"));
    } else if (attribute.kind() == Kind.ADDRESS) {
      return List.of(
          TableQueries.bits(TableQueries.quote(attribute.name() + "_high")),
          TableQueries.bits(TableQueries.quote(attribute.name() + "_low")));
    } else if (attribute.kind() == Kind.CATEGORICAL) {
      return List.of(column + "::VARCHAR");
    }
    return List.of(attribute.kind() == Kind.CONTINUOUS ? column : column + "::BIGINT");
  }

  private static String side(boolean source, String half) {
    return TableQueries.bits(
        "(CASE WHEN outgoing = %1$s THEN host_%2$s ELSE peer_%2$s END)".formatted(source, half));
  }

  private void fill(Flow.Draft draft, ResultSet row) throws SQLException {
    int column = queries.hasSides() ? 3 : 1;
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (attribute.kind() == Kind.CATEGORICAL) {
        draft.word(i, row.getString(column++));
      } else if (attribute.kind() == Kind.CONTINUOUS) {
        draft.real(i, row.getDouble(column++));
      } else if (attribute.kind() == Kind.ADDRESS) {
        draft.address(i, TableQueries.address(row, column));
        column += 2;
      } else {
        draft.number(i, row.getLong(column++));
      }
    }
  }
}
