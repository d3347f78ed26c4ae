package io.stanflow.evaluate.measure;

import io.stanflow.io.mapping.Sql;
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
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Aggregations over a table's database. */
public final class Query {
  private final Connection sql;

  public Query(Connection sql) {
    this.sql = sql;
  }

  /** Takes the rows of a result one by one. */
  @FunctionalInterface
  public interface RowVisitor {
    /** Takes the row that the result stands at; must not move it. */
    void visit(ResultSet row) throws SQLException;
  }

  /** Runs a statement that gives no rows. */
  public void execute(String statement) throws IOException {
    try {
      Sql.execute(sql, statement);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Hands out the rows that {@code query} gives, in order. */
  public void forEach(String query, RowVisitor visitor) throws IOException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        visitor.visit(rows);
      }
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** How often each word occurs in {@code from}. */
  Counts counts(Word word, String from) throws IOException {
    return counts(word.query(from));
  }

  /** How much of a number goes with each word in {@code from}. */
  Counts sums(Word word, String number, String from) throws IOException {
    return counts(word.sums(from, number));
  }

  private Counts counts(String words) throws IOException {
    var counts = new LinkedHashMap<String, Long>();
    forEach(words + " ORDER BY n DESC, word", row -> counts.put(row.getString(1), row.getLong(2)));
    return new Counts(counts);
  }

  /** Distribution of the number {@code value} in {@code from}; null does not count. */
  Values values(String value, String from) throws IOException {
    var values = DoubleStream.builder();
    var counts = LongStream.builder();
    forEach(
        "SELECT x, count(*) FROM (SELECT (%s)::DOUBLE AS x FROM %s) WHERE isfinite(x) GROUP BY x ORDER BY x"
            .formatted(value, from),
        row -> {
          values.add(row.getDouble(1));
          counts.add(row.getLong(2));
        });
    return new Values(values.build().toArray(), counts.build().toArray());
  }

  /** The one row that {@code query} gives; null becomes NaN. */
  public double[] row(String query) throws IOException {
    var values = DoubleStream.builder();
    forEach(
        query,
        row -> {
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            double value = row.getDouble(i);
            values.add(row.wasNull() ? Double.NaN : value);
          }
        });
    return values.build().toArray();
  }

  /**
   * All rows that {@code query} gives, one after the other.
   *
   * @param query of columns that are BIGINT
   */
  public long[] longs(String query) throws IOException {
    var values = LongStream.builder();
    forEach(
        query,
        row -> {
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(row.getLong(i));
          }
        });
    return values.build().toArray();
  }

  /**
   * All rows that {@code query} gives as numbers, one after the other; null becomes NaN.
   *
   * @param query of columns that are FLOAT
   */
  public float[] floats(String query) throws IOException {
    var values = new float[1][1024];
    int[] size = new int[1];
    forEach(
        query,
        row -> {
          int columns = row.getMetaData().getColumnCount();
          if (size[0] + columns > values[0].length) {
            values[0] = Arrays.copyOf(values[0], 2 * values[0].length + columns);
          }
          for (int i = 1; i <= columns; i++) {
            float value = row.getFloat(i);
            values[0][size[0]++] = row.wasNull() ? Float.NaN : value;
          }
        });
    return Arrays.copyOf(values[0], size[0]);
  }

  /** All rows that {@code query} gives, as text; null becomes "". */
  List<List<String>> texts(String query) throws IOException {
    var all = new ArrayList<List<String>>();
    forEach(
        query,
        row -> {
          var texts = new ArrayList<String>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            texts.add(Objects.requireNonNullElse(row.getString(i), ""));
          }
          all.add(texts);
        });
    return all;
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
      throw Sql.failure(e);
    }
  }
}
