package io.stanflow.evaluate.measure;

import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Aggregations over a DuckDB database. */
public final class DuckQuery extends Query {
  /** Most values that {@code xxhash64} takes. */
  private static final int MOST_HASHED = 8;

  private final Connection sql;

  /** Aggregates over a database, which stays the caller's. */
  public DuckQuery(Connection sql) throws IOException {
    this.sql = sql;
    execute("CREATE OR REPLACE TEMP MACRO xxhash64" + hashes());
  }

  /** DuckDB's own hash, of another value, under the name of Spark's. */
  private static String hashes() {
    return IntStream.rangeClosed(1, MOST_HASHED)
        .mapToObj(
            n -> IntStream.range(0, n).mapToObj(i -> "v" + i).collect(Collectors.joining(", ")))
        .map(values -> "(%1$s) AS hash(%1$s)".formatted(values))
        .collect(Collectors.joining(", "));
  }

  /** Runs a statement that gives no rows. */
  public void execute(String statement) throws IOException {
    try {
      Sql.execute(sql, statement);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  @Override
  public void table(String name, String query) throws IOException {
    execute("CREATE OR REPLACE TEMP TABLE " + name + " AS " + query);
  }

  @Override
  public void drop(String name) throws IOException {
    execute("DROP TABLE IF EXISTS " + name);
  }

  @Override
  public void forEach(String query, RowVisitor visitor) throws IOException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      var row = new DuckRow(rows, rows.getMetaData().getColumnCount());
      while (rows.next()) {
        visitor.visit(row);
      }
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** The row that a result stands at. */
  private record DuckRow(ResultSet rows, int size) implements Row {
    @Override
    public String text(int column) throws IOException {
      try {
        return rows.getString(column + 1);
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }

    @Override
    public long number(int column) throws IOException {
      try {
        return rows.getLong(column + 1);
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }

    @Override
    public double real(int column) throws IOException {
      try {
        double value = rows.getDouble(column + 1);
        return rows.wasNull() ? Double.NaN : value;
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }
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
          int columns = row.size();
          if (size[0] + columns > values[0].length) {
            values[0] = Arrays.copyOf(values[0], 2 * values[0].length + columns);
          }
          for (int i = 0; i < columns; i++) {
            values[0][size[0]++] = (float) row.real(i);
          }
        });
    return Arrays.copyOf(values[0], size[0]);
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
