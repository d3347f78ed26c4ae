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
import java.util.stream.LongStream;
import org.duckdb.DuckDBConnection;

/** One pass over {@code flows}, series by series; a result row is held at a time. */
final class SeriesScan {
  private SeriesScan() {}

  static void forEach(Connection sql, Schema schema, List<String[]> words, Visitor visitor)
      throws IOException, SQLException {
    var columns = FlowColumns.ofSeries(schema, words);
    boolean placed = FlowColumns.hasPlaces(schema);
    String select = columns.select() + (placed ? ", place_" : "");
    // a connection of its own, as one can stream only one result at a time
    try (Connection own = sql.unwrap(DuckDBConnection.class).duplicate();
        Statement statement = own.createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + select + " FROM flows")) {
      Address host = null;
      List<Flow> flows = new ArrayList<>();
      var places = LongStream.builder();
      var draft = new Flow.Draft(schema);
      while (rows.next()) {
        Address next = columns.read(rows, draft);
        if (!Objects.equals(next, host)) {
          visit(visitor, host, flows, placed ? places : null);
          host = next;
          flows = new ArrayList<>();
          places = LongStream.builder();
        }
        flows.add(draft.flow());
        if (placed) {
          places.add(rows.getLong(columns.width() + 1));
        }
      }
      visit(visitor, host, flows, placed ? places : null);
    }
  }

  private static void visit(
      Visitor visitor, Address host, List<Flow> flows, LongStream.Builder places)
      throws IOException {
    if (!flows.isEmpty()) {
      long[] known = places == null ? null : places.build().toArray();
      visitor.visit(new Series(host, flows, known));
    }
  }
}
