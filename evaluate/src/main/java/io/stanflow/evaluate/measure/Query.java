package io.stanflow.evaluate.measure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** Aggregations over a table's database. */
public final class Query {
  private final Connection sql;

  public Query(Connection sql) {
    this.sql = sql;
  }

  public void execute(String statement) throws IOException {
    try (Statement s = sql.createStatement()) {
      s.execute(statement);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Occurrences of each value of {@code word} in {@code from}; null does not count. */
  Counts counts(String word, String from) throws IOException {
    String query =
        "SELECT word, count(*) AS n FROM (SELECT ("
            + word
            + ")::VARCHAR AS word FROM "
            + from
            + ") WHERE word IS NOT NULL GROUP BY word ORDER BY n DESC, word";
    var counts = new LinkedHashMap<String, Long>();
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return new Counts(counts);
  }

  /** Distribution of the number {@code value} in {@code from}; null does not count. */
  Values values(String value, String from) throws IOException {
    String query =
        "SELECT x, count(*) FROM (SELECT ("
            + value
            + ")::DOUBLE AS x FROM "
            + from
            + ") WHERE x IS NOT NULL GROUP BY x ORDER BY x";
    double[] values = new double[1024];
    long[] counts = new long[1024];
    int size = 0;
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        if (size == values.length) {
          values = Arrays.copyOf(values, 2 * size);
          counts = Arrays.copyOf(counts, 2 * size);
        }
        values[size] = rows.getDouble(1);
        counts[size++] = rows.getLong(2);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return new Values(Arrays.copyOf(values, size), Arrays.copyOf(counts, size));
  }

  /** The one row that {@code query} gives; null becomes NaN. */
  public double[] row(String query) throws IOException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      double[] row = new double[rows.getMetaData().getColumnCount()];
      for (int i = 0; i < row.length; i++) {
        row[i] = rows.getDouble(i + 1);
        if (rows.wasNull()) {
          row[i] = Double.NaN;
        }
      }
      return row;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static IOException failure(SQLException e) {
    return new IOException("DuckDB: " + e.getMessage(), e);
  }
}
