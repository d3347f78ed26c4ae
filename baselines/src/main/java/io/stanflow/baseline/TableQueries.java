package io.stanflow.baseline;

import io.stanflow.baseline.Histogram.Bin;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
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
final class TableQueries {
  private final Connection sql;
  private final Schema schema;

  TableQueries(DuckTable table) {
    sql = table.sql();
    schema = table.schema();
  }

  /** Takes the rows of a result one by one. */
  @FunctionalInterface
  interface RowVisitor {
    /** Whether to go on with the next row. */
    boolean visit(ResultSet row) throws SQLException, IOException;
  }

  /** Makes a value of a row whose columns from 1 on are its. */
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
      throw new IOException("DuckDB: " + e.getMessage(), e);
    }
  }

  /** Whether flows have a host, a peer and a direction. */
  boolean hasSides() {
    return schema.has(Schema.SOURCE_ADDRESS) && schema.has(Schema.DESTINATION_ADDRESS);
  }

  /** Whether the attribute is one of the two sides' addresses. */
  boolean isSide(Attribute attribute) {
    return hasSides()
        && (attribute.name().equals(Schema.SOURCE_ADDRESS)
            || attribute.name().equals(Schema.DESTINATION_ADDRESS));
  }

  /** All hosts in the order of their addresses; one without address if the table has none. */
  List<Host> hosts() throws IOException {
    String times = schema.has(Schema.TIME) ? "min(time)::BIGINT, max(time)::BIGINT" : "0, 0";
    var hosts = new ArrayList<Host>();
    if (!hasSides()) {
      forEach(
          "SELECT count(*), " + times + " FROM flows",
          row -> hosts.add(new Host(null, row.getLong(1), row.getLong(2), row.getLong(3))));
      return hosts;
    }
    forEach(
        "SELECT %s, %s, count(*), %s FROM flows GROUP BY host_high, host_low ORDER BY host_high, host_low"
            .formatted(bits("host_high"), bits("host_low"), times),
        row ->
            hosts.add(new Host(address(row, 1), row.getLong(3), row.getLong(4), row.getLong(5))));
    return hosts;
  }

  Vocabulary<Address> peers() throws IOException {
    return addresses("peer");
  }

  /** Values of the address columns of this name, the most frequent first, as all vocabularies. */
  Vocabulary<Address> addresses(String name) throws IOException {
    String columns = bits(quote(name + "_high")) + ", " + bits(quote(name + "_low"));
    return vocabulary(columns, 2, row -> address(row, 1));
  }

  Vocabulary<Boolean> directions() throws IOException {
    return vocabulary("outgoing::BIGINT", 1, row -> row.getLong(1) != 0);
  }

  /**
   * @param expression SQL of a whole number
   */
  Vocabulary<Long> numbers(String expression) throws IOException {
    return vocabulary("(" + expression + ")::BIGINT", 1, row -> row.getLong(1));
  }

  Vocabulary<String> words(Attribute attribute) throws IOException {
    return vocabulary(quote(attribute.name()) + "::VARCHAR", 1, row -> row.getString(1));
  }

  private <T> Vocabulary<T> vocabulary(String columns, int width, Reader<T> reader)
      throws IOException {
    String order = width == 1 ? "1" : "1, 2";
    return counted(
        "SELECT %s, count(*) FROM flows GROUP BY ALL ORDER BY count(*) DESC, %s"
            .formatted(columns, order),
        width,
        reader);
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
            .formatted(scale, quote(attribute.name()), bins - 1, bins);
    Vocabulary<Bin> vocabulary =
        counted(query, 2, row -> new Bin(row.getDouble(1), row.getDouble(2)));
    return new Histogram(vocabulary, unit(attribute));
  }

  /** The coarsest grid that all values of a number are on. */
  Unit unit(Attribute attribute) throws IOException {
    String column = quote(attribute.name());
    if (attribute.kind() == Kind.CONTINUOUS) {
      var decimals = new int[1];
      forEach(
          "SELECT DISTINCT " + column + " FROM flows",
          row -> {
            decimals[0] = Unit.decimals(row.getDouble(1), decimals[0]);
            return !Unit.decimal(decimals[0]).equals(Unit.NONE);
          });
      return Unit.decimal(decimals[0]);
    }
    var divisor = new long[1];
    forEach(
        "SELECT DISTINCT " + column + "::BIGINT FROM flows",
        row -> {
          divisor[0] = greatestCommonDivisor(divisor[0], row.getLong(1));
          return divisor[0] != 1;
        });
    return Unit.whole(Math.max(1, divisor[0]));
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
  }

  static Address address(ResultSet row, int column) throws SQLException {
    return new Address(row.getLong(column), row.getLong(column + 1));
  }

  /** The bits of an unsigned column as a BIGINT. */
  static String bits(String unsigned) {
    return "(%1$s::HUGEINT - CASE WHEN %1$s < 9223372036854775808 THEN 0 ELSE 18446744073709551616 END)::BIGINT"
        .formatted(unsigned);
  }

  /** An SQL identifier. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
