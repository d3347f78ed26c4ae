package io.stanflow.evaluate.measure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

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

  /** How often each word occurs in {@code from}. */
  Counts counts(Word word, String from) throws IOException {
    String query = word.query(from) + " ORDER BY n DESC, word";
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
            + ") WHERE isfinite(x) GROUP BY x ORDER BY x";
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

  /**
   * All rows that {@code query} gives, one after the other.
   *
   * @param query of columns that are BIGINT
   */
  public long[] longs(String query) throws IOException {
    long[] values = new long[1024];
    int size = 0;
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        if (size + columns > values.length) {
          values = Arrays.copyOf(values, 2 * values.length);
        }
        for (int i = 1; i <= columns; i++) {
          values[size++] = rows.getLong(i);
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return Arrays.copyOf(values, size);
  }

  /**
   * All rows that {@code query} gives as numbers, one after the other; null becomes NaN.
   *
   * @param query of columns that are FLOAT
   */
  public float[] floats(String query) throws IOException {
    float[] values = new float[1024];
    int size = 0;
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        if (size + columns > values.length) {
          values = Arrays.copyOf(values, 2 * values.length);
        }
        for (int i = 1; i <= columns; i++) {
          float value = rows.getFloat(i);
          values[size++] = rows.wasNull() ? Float.NaN : value;
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return Arrays.copyOf(values, size);
  }

  /**
   * Creates a temporary table of BIGINT columns.
   *
   * @param values row after row
   */
  public void load(String table, List<String> columns, long[] values) throws IOException {
    execute(
        "CREATE OR REPLACE TEMP TABLE %s (%s BIGINT)"
            .formatted(table, String.join(" BIGINT, ", columns)));
    try (DuckDBAppender rows =
        sql.unwrap(DuckDBConnection.class).createAppender("temp", "main", table)) {
      for (int i = 0; i < values.length; i++) {
        if (i % columns.size() == 0) {
          rows.beginRow();
        }
        rows.append(values[i]);
        if ((i + 1) % columns.size() == 0) {
          rows.endRow();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** All rows that {@code query} gives, as text; null becomes "". */
  List<List<String>> texts(String query) throws IOException {
    var all = new ArrayList<List<String>>();
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(Objects.requireNonNullElse(rows.getString(i), ""));
        }
        all.add(row);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return all;
  }

  private static IOException failure(SQLException e) {
    return new IOException("DuckDB: " + e.getMessage(), e);
  }
}
