package io.stanflow.io;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TableLayout.Unit;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
  private FlowFormat format;
  private Schema schema;
  private String firstName;
  private List<String> unread;

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
  }

  static DuckTable load(List<String> names, ReadOptions options) throws IOException {
    var scratch = new Scratch();
    try {
      var standardInput = new HashMap<Integer, InputFile>();
      try {
        return load(scratch, names, options, standardInput, true);
      } catch (SQLException e) {
        if (!isInvalidated(e)) {
          throw e;
        }
      }
      // some damaged lines crash DuckDB's csv reader and the database with it; ours takes them all
      return load(scratch, names, options, standardInput, false);
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

  private static DuckTable load(
      Scratch scratch,
      List<String> names,
      ReadOptions options,
      Map<Integer, InputFile> standardInput,
      boolean fast)
      throws IOException, SQLException {
    Connection sql = connect(scratch, options, fast ? "flows.duckdb" : "careful.duckdb");
    try {
      return new FlowLoader(scratch, sql, options, standardInput, fast).load(names);
    } catch (IOException | SQLException | RuntimeException | Error e) {
      try (sql) {
        throw e;
      }
    }
  }

  static Connection connect(Scratch scratch, ReadOptions options, String database)
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

  private DuckTable load(List<String> names) throws IOException, SQLException {
    long malformed;
    firstName = names.get(0);
    try (var rejects = new Rejects(options)) {
      for (int i = 0; i < names.size(); i++) {
        InputFile file = standardInput.get(i);
        if (file == null) {
          file = InputFile.open(names.get(i), scratch.path("input" + i));
        }
        if (names.get(i).equals("-")) {
          standardInput.put(i, file);
        }
        stage(file, rejects);
        if (!names.get(i).equals("-")) {
          file.release();
        }
      }
      malformed = rejects.count();
    }
    var origin = new DuckTable.Origin(format.name(), tableLayout(), unread);
    return SeriesSort.sort(scratch, sql, origin, schema, options, malformed, firstName);
  }

  private FlowFormat format(Probe probe) throws InputException {
    if (options.schemaFile() != null) {
      return new TableFormat(options.schemaFile());
    }
    return options.format() == null
        ? FlowFiles.detect(probe)
        : FlowFiles.named(options.format(), probe.name());
  }

  /** The layout of the user's own table, its times with the decimals that the data have. */
  private TableLayout tableLayout() throws SQLException {
    if (options.schemaFile() == null) {
      return null;
    }
    TableLayout layout = options.schemaFile().layout();
    var columns = new ArrayList<TableLayout.Column>();
    for (int i = 0; i < schema.size(); i++) {
      TableLayout.Column column = layout.columns().get(i);
      boolean text = column.unit() == Unit.TEXT || column.unit() == Unit.ISO;
      int decimals = text ? decimals(Macros.quote(schema.attributes().get(i).name())) : 0;
      columns.add(new TableLayout.Column(column.name(), column.unit(), decimals, column.empty()));
    }
    return new TableLayout(layout.delimiter(), layout.quoted(), layout.header(), columns);
  }

  /** Decimals of a second that a column of times needs: none, 3 or 6. */
  private int decimals(String column) throws SQLException {
    String query =
        """
        SELECT coalesce(max(CASE WHEN %1$s %% 1000000 = 0 THEN 0 WHEN %1$s %% 1000 = 0 THEN 3
          ELSE 6 END), 0) FROM staged\
        """;
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query.formatted(column))) {
      row.next();
      return row.getInt(1);
    }
  }

  private void stage(InputFile file, Rejects rejects) throws IOException, SQLException {
    var probe = new Probe(file.name(), file.path(), file.head(), options.schema(), sql);
    FlowFormat its = format(probe);
    Layout layout = its.layout(probe);
    try (Statement statement = sql.createStatement()) {
      if (format == null) {
        format = its;
        schema = layout.schema();
        unread = its instanceof TableFormat table ? table.unread(probe) : List.of();
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
