package io.stanflow.io.series;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable.Visitor;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.io.mapping.FlowColumns;
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
  private SeriesScan() {}

  static void forEach(Connection sql, Schema schema, List<String[]> words, Visitor visitor)
      throws IOException, SQLException {
    var columns = FlowColumns.ofSeries(schema, words);
    // a connection of its own, as one can stream only one result at a time
    try (Connection own = sql.unwrap(DuckDBConnection.class).duplicate();
        Statement statement = own.createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + columns.select() + " FROM flows")) {
      Address host = null;
      List<Flow> flows = new ArrayList<>();
      var draft = new Flow.Draft(schema);
      while (rows.next()) {
        Address next = columns.read(rows, draft);
        if (!Objects.equals(next, host)) {
          visit(visitor, host, flows);
          host = next;
          flows = new ArrayList<>();
        }
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
}
