package io.stanflow.io;

import io.stanflow.flow.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Brings files into DuckDB: a table {@code staged} of checked values, then the sorted table. */
final class FlowLoader {
  private final Scratch scratch;
  private final Connection sql;
  private final ReadOptions options;
  private FlowFormat format;
  private Schema schema;
  private String firstName;

  private FlowLoader(Scratch scratch, Connection sql, ReadOptions options) {
    this.scratch = scratch;
    this.sql = sql;
    this.options = options;
  }

  static DuckTable load(List<String> names, ReadOptions options) throws IOException {
    var scratch = new Scratch();
    Connection sql = null;
    try {
      sql = connect(scratch, options);
      return new FlowLoader(scratch, sql, options).load(names);
    } catch (SQLException e) {
      close(sql, scratch);
      throw failure(e);
    } catch (IOException | RuntimeException | Error e) {
      close(sql, scratch);
      throw e;
    }
  }

  private static Connection connect(Scratch scratch, ReadOptions options) throws SQLException {
    var settings = new Properties();
    settings.setProperty("memory_limit", options.memoryLimit() / 1024 + "KiB");
    settings.setProperty("threads", Integer.toString(options.threads()));
    settings.setProperty("temp_directory", scratch.path("spill").toString());
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    Connection sql =
        DriverManager.getConnection("jdbc:duckdb:" + scratch.path("flows.duckdb"), settings);
    Macros.define(sql);
    return sql;
  }

  private static void close(Connection sql, Scratch scratch) {
    try (scratch) {
      if (sql != null) {
        sql.close();
      }
    } catch (SQLException e) {
      // the failure that brought us here is the one to tell
    }
  }

  /** What DuckDB says in its first line, as a checked exception that is not about the input. */
  static IOException failure(SQLException e) {
    return new IOException("DuckDB: " + firstLine(e), e);
  }

  static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private DuckTable load(List<String> names) throws IOException, SQLException {
    long malformed;
    firstName = names.get(0);
    try (var rejects = new Rejects(options)) {
      for (int i = 0; i < names.size(); i++) {
        InputFile file = InputFile.open(names.get(i), scratch.path("input" + i));
        stage(file, rejects);
        file.release();
      }
      malformed = rejects.count();
    }
    return SeriesSort.sort(scratch, sql, format.name(), schema, options, malformed, firstName);
  }

  private void stage(InputFile file, Rejects rejects) throws IOException, SQLException {
    var probe = new Probe(file.name(), file.path(), file.head(), options.schema(), sql);
    FlowFormat its =
        options.format() == null
            ? FlowFiles.detect(probe)
            : FlowFiles.named(options.format(), file.name());
    Layout layout = its.layout(probe);
    try (Statement statement = sql.createStatement()) {
      if (format == null) {
        format = its;
        schema = layout.schema();
        statement.execute("CREATE TEMP TABLE staged (" + Columns.definitions(schema) + ")");
      } else if (!its.equals(format) || !layout.schema().equals(schema)) {
        throw new InputException(
            file.name(),
            "differs from " + firstName + " in its format (" + its.name() + ") or columns",
            "read files of one kind at a time");
      }
    }
    Staging.stage(sql, file, layout, rejects);
  }
}
