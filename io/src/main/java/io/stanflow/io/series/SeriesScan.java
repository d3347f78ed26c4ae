package io.stanflow.io.series;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable.Visitor;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.io.mapping.Columns;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBConnection;

/** One pass over {@code flows}, series by series; a result row is held at a time. */
final class SeriesScan {
  private static final String UBIGINT_SIGN = "9223372036854775808";

  private final Connection sql;
  private final Schema schema;
  private final List<String[]> words;
  private final boolean addresses;
  private final int source;
  private final int destination;

  SeriesScan(Connection sql, Schema schema, List<String[]> words) {
    this.sql = sql;
    this.schema = schema;
    this.words = words;
    source = schema.index(Schema.SOURCE_ADDRESS);
    destination = schema.index(Schema.DESTINATION_ADDRESS);
    addresses = source >= 0 && destination >= 0;
  }

  void forEach(Visitor visitor) throws IOException, SQLException {
    // a connection of its own, as one can stream only one result at a time
    try (Connection own = sql.unwrap(DuckDBConnection.class).duplicate();
        Statement statement = own.createStatement();
        ResultSet rows = statement.executeQuery(query())) {
      Address host = null;
      List<Flow> flows = new ArrayList<>();
      var draft = new Flow.Draft(schema);
      while (rows.next()) {
        if (addresses) {
          var its = new Address(rows.getLong(1), rows.getLong(2));
          if (!its.equals(host)) {
            visit(visitor, host, flows);
            host = its;
            flows = new ArrayList<>();
          }
          var peer = new Address(rows.getLong(3), rows.getLong(4));
          boolean outgoing = rows.getLong(5) != 0;
          draft.address(source, outgoing ? host : peer);
          draft.address(destination, outgoing ? peer : host);
        }
        fill(draft, rows);
        flows.add(draft.flow());
      }
      visit(visitor, host, flows);
    }
  }

  private static void visit(Visitor visitor, Address host, List<Flow> flows) throws IOException {
    if (!flows.isEmpty()) {
      visitor.visit(new Series(host, flows));
    }
  }

  private void fill(Flow.Draft draft, ResultSet rows) throws SQLException {
    int column = addresses ? 6 : 1;
    for (int i = 0; i < schema.size(); i++) {
      if (addresses && (i == source || i == destination)) {
        continue;
      }
      Attribute attribute = schema.attributes().get(i);
      if (attribute.kind() == Kind.CATEGORICAL) {
        draft.word(i, Objects.requireNonNull(words.get(i))[(int) rows.getLong(column++)]);
      } else if (attribute.kind() == Kind.CONTINUOUS) {
        draft.real(i, rows.getDouble(column++));
      } else if (attribute.kind() == Kind.ADDRESS) {
        draft.address(i, new Address(rows.getLong(column++), rows.getLong(column++)));
      } else {
        draft.number(i, rows.getLong(column++));
      }
    }
  }

  /** All columns as BIGINT or DOUBLE, which JDBC hands over without boxing. */
  private String query() {
    var columns = new ArrayList<String>();
    if (addresses) {
      columns.add(signed("host_high"));
      columns.add(signed("host_low"));
      columns.add(signed("peer_high"));
      columns.add(signed("peer_low"));
      columns.add("outgoing::BIGINT");
    }
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (addresses && (i == source || i == destination)) {
        continue;
      }
      for (String column : Columns.of(attribute)) {
        if (attribute.kind() == Kind.CATEGORICAL) {
          columns.add("enum_code(" + column + ")::BIGINT");
        } else {
          columns.add(
              attribute.kind() == Kind.ADDRESS ? signed(column) : widened(attribute, column));
        }
      }
    }
    return "SELECT " + String.join(", ", columns) + " FROM flows";
  }

  static String widened(Attribute attribute, String column) {
    return attribute.kind() == Kind.CONTINUOUS ? column : column + "::BIGINT";
  }

  /** The same 64 bits as a BIGINT. */
  static String signed(String column) {
    return "CASE WHEN "
        + column
        + " < "
        + UBIGINT_SIGN
        + " THEN "
        + column
        + "::BIGINT ELSE ("
        + column
        + " - "
        + UBIGINT_SIGN
        + ")::BIGINT - 9223372036854775807 - 1 END";
  }
}
