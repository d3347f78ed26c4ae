package io.stanflow.io.load;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Macros;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.schema.TableFormat;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Brings files into DuckDB: a table {@code staged} of checked values, and what is made of it. */
public final class FlowLoader {
  /** Makes what is asked for of the table {@code staged}. */
  @FunctionalInterface
  public interface Finish<T> {
    /** Takes over what is staged: who gets the result closes it. */
    T finish(Staged staged) throws IOException, SQLException;
  }

  private final Scratch scratch;
  private final Connection sql;
  private final ReadOptions options;
  private final Map<Integer, InputFile> standardInput;
  private final boolean fast;
  private final Rejects rejects;
  private final Optional<TableFormat> ownTable;
  private FlowFormat format;
  private Schema schema;
  private String firstName;
  private List<String> unread;
  private Decoder decoder;

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
    ownTable = options.form().schemaFile().map(TableFormat::new);
    rejects = new Rejects(options.malformed().skip(), options.malformed().rejectsFile());
  }

  /**
   * Stages files of one format and hands over what is made of them, which closes the database.
   *
   * @throws InputException if a file cannot be used, or differs from the first
   * @throws MalformedInputException at the first wrong line, unless those are skipped
   */
  public static <T> T load(List<String> names, ReadOptions options, Finish<T> finish)
      throws IOException {
    var scratch = new Scratch();
    try {
      var standardInput = new HashMap<Integer, InputFile>();
      try {
        return load(scratch, names, options, standardInput, true, finish);
      } catch (SQLException e) {
        if (!isInvalidated(e)) {
          throw e;
        }
      }
      // some damaged lines crash DuckDB's csv reader and the database with it; ours takes them all
      return load(scratch, names, options, standardInput, false, finish);
    } catch (SQLException e) {
      scratch.close();
      throw Sql.failure(e);
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
      Finish<T> finish)
      throws IOException, SQLException {
    Connection sql = connect(scratch, options, fast ? "flows.duckdb" : "careful.duckdb");
    try {
      return finish.finish(new FlowLoader(scratch, sql, options, standardInput, fast).stage(names));
    } catch (IOException | SQLException | RuntimeException | Error e) {
      try (sql) {
        throw e;
      }
    }
  }

  /** Opens a database in a file of {@code scratch}, with all macros of {@link Macros}. */
  public static Connection connect(Scratch scratch, ReadOptions options, String database)
      throws SQLException {
    var settings = new Properties();
    settings.setProperty("memory_limit", options.resources().memoryLimit() / 1024 + "KiB");
    settings.setProperty("threads", Integer.toString(options.resources().threads()));
    settings.setProperty("temp_directory", scratch.path("spill").toString());
    settings.setProperty("autoinstall_known_extensions", "false"); // nothing from the network
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    Connection sql = DriverManager.getConnection("jdbc:duckdb:" + scratch.path(database), settings);
    Macros.define(sql);
    return sql;
  }

  private Staged stage(List<String> names) throws IOException, SQLException {
    firstName = names.get(0);
    try (rejects) {
      for (int i = 0; i < names.size(); i++) {
        InputFile file = standardInput.get(i);
        if (file == null) {
          file = InputFile.open(names.get(i), scratch.path("input" + i), options.form().encoding());
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
    if (decoder != null) {
      decoder.finish(sql);
    }
    Optional<TableLayout> table =
        format instanceof TableFormat own ? Optional.of(own.layout(sql, schema)) : Optional.empty();
    var origin = new Staged.Origin(format.name(), table, unread);
    var notes = new ArrayList<String>(decoder == null ? List.of() : decoder.notes());
    rejects.addNote(notes);
    return new Staged(scratch, sql, origin, schema, firstName, rejects, notes);
  }

  private FlowFormat format(Probe probe) throws InputException {
    if (ownTable.isPresent()) {
      return ownTable.get();
    }
    Optional<String> name = options.form().format();
    return name.isPresent() ? Formats.named(name.get(), probe.name()) : Formats.detect(probe);
  }

  private void stage(InputFile file) throws IOException, SQLException {
    var probe = new Probe(file.name(), file.path(), file.head(), options.form().schema(), sql);
    FlowFormat candidate = format(probe);
    if (candidate instanceof DecodedFormat decoded) {
      prepare(probe, candidate, DecodedFormat.SCHEMA);
      decoder = decoder == null ? decoded.decoder() : decoder;
      decoder.decode(file, sql, rejects);
    } else if (candidate instanceof MappedFormat mapped) {
      FileMapping mapping = mapped.mapping(probe);
      prepare(probe, candidate, mapping.schema());
      if (fast || mapping.text() == null) {
        Staging.stage(sql, file, mapping, rejects);
      } else {
        LineStaging.stage(sql, file, mapping, rejects);
      }
    }
  }

  /** Makes {@code staged} for the first file; holds the others to it. */
  private void prepare(Probe probe, FlowFormat candidate, Schema columns)
      throws InputException, SQLException {
    if (format == null) {
      format = candidate;
      schema = columns;
      unread = candidate instanceof TableFormat table ? table.unread(probe) : List.of();
      Sql.execute(sql, "CREATE TEMP TABLE staged (" + FlowColumns.definitions(schema) + ")");
    } else if (!candidate.equals(format) || !columns.equals(schema)) {
      throw new InputException(
          probe.name(),
          "differs from " + firstName + " in its format (" + candidate.name() + ") or columns",
          "read files of one kind at a time");
    }
  }
}
