package io.stanflow.io;

import io.stanflow.flow.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Brings files into DuckDB: a table {@code staged} of checked values, then the sorted table. */
final class FlowLoader {
  private final Scratch scratch;
  private final Connection sql;
  private final ReadOptions options;
  private final Map<Integer, InputFile> standardInput;
  private final boolean fast;
  private final Rejects rejects;
  private FlowFormat format;
  private Schema schema;
  private String firstName;

  /**
   * @param standardInput copies by position among the names, as it can be read only once
   * @param fast whether DuckDB's own csv reader is tried
   */
  private FlowLoader(
      Scratch scratch,
      Connection sql,
      ReadOptions options,
      Map<Integer, InputFile> standardInput,
      boolean fast) {
    this.standardInput = standardInput;
    this.fast = fast;
    this.scratch = scratch;
    this.sql = sql;
    this.options = options;
    rejects = new Rejects(options);
  }

  /** What becomes of the files once they are staged. */
  @FunctionalInterface
  private interface Outcome<T> {
    T of(FlowLoader staged) throws IOException, SQLException;
  }

  /** The flows grouped by host and sorted. */
  static DuckTable load(List<String> names, ReadOptions options) throws IOException {
    return load(names, options, FlowLoader::sorted);
  }

  /** The flows as they come. */
  static FlowRows rows(List<String> names, ReadOptions options) throws IOException {
    return load(names, options, FlowLoader::unsorted);
  }

  private static <T> T load(List<String> names, ReadOptions options, Outcome<T> outcome)
      throws IOException {
    var scratch = new Scratch();
    try {
      var standardInput = new HashMap<Integer, InputFile>();
      try {
        return load(scratch, names, options, standardInput, true, outcome);
      } catch (SQLException e) {
        if (!isInvalidated(e)) {
          throw e;
        }
      }
      // some damaged lines crash DuckDB's csv reader and the database with it; ours takes them all
      return load(scratch, names, options, standardInput, false, outcome);
    } catch (SQLException e) {
      scratch.close();
      throw failure(e);
    } catch (IOException | RuntimeException | Error e) {
      scratch.close();
      throw e;
    }
  }

  private static boolean isInvalidated(SQLException e) {
    return String.valueOf(e.getMessage()).contains("database has been invalidated");
  }

  private static <T> T load(
      Scratch scratch,
      List<String> names,
      ReadOptions options,
      Map<Integer, InputFile> standardInput,
      boolean fast,
      Outcome<T> outcome)
      throws IOException, SQLException {
    Connection sql = connect(scratch, options, fast ? "flows.duckdb" : "careful.duckdb");
    try {
      var loader = new FlowLoader(scratch, sql, options, standardInput, fast);
      loader.stage(names);
      return outcome.of(loader);
    } catch (IOException | SQLException | RuntimeException | Error e) {
      try (sql) {
        throw e;
      }
    }
  }

  private static Connection connect(Scratch scratch, ReadOptions options, String database)
      throws SQLException {
    var settings = new Properties();
    settings.setProperty("memory_limit", options.memoryLimit() / 1024 + "KiB");
    settings.setProperty("threads", Integer.toString(options.threads()));
    settings.setProperty("temp_directory", scratch.path("spill").toString());
    settings.setProperty("autoinstall_known_extensions", "false"); // nothing from the network
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    Connection sql = DriverManager.getConnection("jdbc:duckdb:" + scratch.path(database), settings);
    Macros.define(sql);
    return sql;
  }

  /** What DuckDB says in its first line, as a checked exception that is not about the input. */
  static IOException failure(SQLException e) {
    String message = firstLine(e);
    String remedy = message.contains("Out of Memory") ? "; allow more memory or fewer threads" : "";
    return new IOException("DuckDB: " + message + remedy, e);
  }

  static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private DuckTable sorted() throws IOException, SQLException {
    return SeriesSort.sort(scratch, sql, format.name(), schema, options, rejects, firstName);
  }

  private FlowRows unsorted() {
    return new FlowRows(scratch, sql, format.name(), schema, rejects);
  }

  private void stage(List<String> names) throws IOException, SQLException {
    firstName = names.get(0);
    try (rejects) {
      for (int i = 0; i < names.size(); i++) {
        InputFile file = standardInput.get(i);
        if (file == null) {
          file = InputFile.open(names.get(i), scratch.path("input" + i));
        }
        if (names.get(i).equals("-")) {
          standardInput.put(i, file);
        }
        stage(file);
        if (!names.get(i).equals("-")) {
          file.release();
        }
      }
    }
  }

  private void stage(InputFile file) throws IOException, SQLException {
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
    if (fast || layout.text() == null) {
      Staging.stage(sql, file, layout, rejects);
    } else {
      LineStaging.stage(sql, file, layout, rejects);
    }
  }
}
