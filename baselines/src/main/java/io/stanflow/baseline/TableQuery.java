package io.stanflow.baseline;

import io.stanflow.baseline.Histogram.Bin;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Resolution;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What baselines ask of a table's database, see {@link DuckTable#sql}. DuckDB aggregates, on disk
 * if need be; what comes here grows with distinct values at most. Every answer has a total order,
 * whatever the number of threads.
 */
final class TableQuery {
  private final Connection sql;
  private final Schema schema;

  TableQuery(DuckTable table) {
    sql = table.sql();
    schema = table.schema();
  }

  /** Takes the rows of a result one by one. */
  @FunctionalInterface
  interface RowVisitor {
    /** Whether to go on with the next row. */
    boolean visit(ResultSet row) throws SQLException, IOException;
  }

  /** Makes a value of the first columns of a row. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  void forEach(String query, RowVisitor visitor) throws IOException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      boolean more = true;
      while (more && rows.next()) {
        more = visitor.visit(rows);
      }
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** All hosts in the order of their addresses; one without address if the table has none. */
  List<Host> hosts() throws IOException {
    boolean sides = FlowColumns.hasSides(schema);
    String times = schema.has(Schema.TIME) ? "min(time)::BIGINT, max(time)::BIGINT" : "0, 0";
    String query = "SELECT count(*), " + times + " FROM flows";
    if (sides) {
      query =
          "SELECT count(*), %s, %s, %s FROM flows GROUP BY host_high, host_low ORDER BY host_high, host_low"
              .formatted(times, FlowColumns.bits("host_high"), FlowColumns.bits("host_low"));
    }
    var hosts = new ArrayList<Host>();
    forEach(
        query,
        row -> {
          Address address = sides ? FlowColumns.address(row, 4) : null;
          return hosts.add(new Host(address, row.getLong(1), row.getLong(2), row.getLong(3)));
        });
    return hosts;
  }

  Vocabulary<Address> peers() throws IOException {
    return addresses("peer");
  }

  /** Values of the address columns of this name, the most frequent first, as all vocabularies. */
  Vocabulary<Address> addresses(String name) throws IOException {
    String high = FlowColumns.bits(FlowColumns.high(name));
    String low = FlowColumns.bits(FlowColumns.low(name));
    return vocabulary(List.of(high, low), row -> FlowColumns.address(row, 1));
  }

  Vocabulary<Boolean> directions() throws IOException {
    return vocabulary(List.of("outgoing::BIGINT"), row -> row.getLong(1) != 0);
  }

  /** Values of an attribute. */
  Vocabulary<Long> numbers(String attribute) throws IOException {
    return vocabulary(List.of(Sql.quote(attribute) + "::BIGINT"), row -> row.getLong(1));
  }

  /**
   * Ports of one side, whichever way flows go.
   *
   * @param local the host's rather than the peer's
   */
  Vocabulary<Long> ports(boolean local) throws IOException {
    String port = "(CASE WHEN outgoing = %s THEN sourcePort ELSE destinationPort END)::BIGINT";
    return vocabulary(List.of(port.formatted(local)), row -> row.getLong(1));
  }

  Vocabulary<String> words(String attribute) throws IOException {
    return vocabulary(List.of(Sql.quote(attribute) + "::VARCHAR"), row -> row.getString(1));
  }

  private <T> Vocabulary<T> vocabulary(List<String> columns, Reader<T> reader) throws IOException {
    String query =
        "SELECT %s, count(*) FROM flows GROUP BY ALL ORDER BY count(*) DESC, %s"
            .formatted(String.join(", ", columns), columns.size() == 1 ? "1" : "1, 2");
    return counted(query, columns.size(), reader);
  }

  /** A vocabulary of rows whose count stands after the columns of the value. */
  private <T> Vocabulary<T> counted(String query, int width, Reader<T> reader) throws IOException {
    var values = new ArrayList<T>();
    var counts = new long[1][64];
    forEach(
        query,
        row -> {
          if (values.size() == counts[0].length) {
            counts[0] = Arrays.copyOf(counts[0], 2 * values.size());
          }
          counts[0][values.size()] = row.getLong(width + 1);
          return values.add(reader.read(row));
        });
    return new Vocabulary<>(values, Arrays.copyOf(counts[0], values.size()));
  }

  /** Numbers in bins of equal width. */
  Histogram evenHistogram(Attribute attribute, int bins) throws IOException {
    return histogram(attribute, bins, "x");
  }

  /** Numbers in bins of equal width on the scale of sign(x) ln(1 + |x|). */
  Histogram logHistogram(Attribute attribute, int bins) throws IOException {
    return histogram(attribute, bins, "sign(x) * ln(1 + abs(x))");
  }

  private Histogram histogram(Attribute attribute, int bins, String scale) throws IOException {
    String query =
        """
        WITH numbers AS (SELECT x, (%s)::DOUBLE AS y FROM (SELECT %s::DOUBLE AS x FROM flows)),
          span AS (SELECT min(y) AS low, max(y) AS high FROM numbers)
        SELECT min(x), max(x), count(*) FROM numbers, span
        GROUP BY CASE WHEN high > low THEN least(%d, floor((y - low) / (high - low) * %d)) END
        ORDER BY 1\
        """
            .formatted(scale, Sql.quote(attribute.name()), bins - 1, bins);
    Vocabulary<Bin> vocabulary =
        counted(query, 2, row -> new Bin(row.getDouble(1), row.getDouble(2)));
    return new Histogram(vocabulary, unit(attribute));
  }

  /** The coarsest grid that all values of a number are on. */
  Unit unit(Attribute attribute) throws IOException {
    String values = "SELECT DISTINCT %s%s FROM flows";
    String column = Sql.quote(attribute.name());
    if (attribute.kind() == Attribute.Kind.CONTINUOUS) {
      var decimals = new int[1];
      forEach(
          values.formatted(column, ""),
          row -> {
            decimals[0] = Unit.decimals(row.getDouble(1), decimals[0]);
            return !Unit.decimal(decimals[0]).equals(Unit.NONE);
          });
      return Unit.decimal(decimals[0]);
    }
    long[] divisor = {0};
    forEach(
        values.formatted(column, "::BIGINT"),
        row -> {
          divisor[0] = Resolution.commonDivisor(divisor[0], row.getLong(1));
          return divisor[0] != 1;
        });
    return Unit.whole(Math.max(1, divisor[0]));
  }
}
