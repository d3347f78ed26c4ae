package io.stanflow.io.load;

import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.draft.TableDraft;
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
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.parquet.PreparedFolder;
import io.stanflow.io.parquet.PreparedFormat;
import io.stanflow.io.schema.SchemaFile;
import io.stanflow.io.schema.TableFormat;
import io.stanflow.io.schema.TableSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  private Optional<TableFormat> ownTable;
  private Optional<PreparedFolder> prepared = Optional.empty();
  private FlowFormat format;
  private Schema schema;
  private String firstName;
  private List<String> unread;
  private Decoder decoder;
  private final Set<String> said = new LinkedHashSet<>();
  private Optional<SchemaFile> drafted = Optional.empty();

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
    Connection sql = Database.open(scratch, options, fast ? "flows.duckdb" : "careful.duckdb");
    try {
      return finish.finish(new FlowLoader(scratch, sql, options, standardInput, fast).stage(names));
    } catch (IOException | SQLException | RuntimeException | Error e) {
      try (sql) {
        throw e;
      }
    }
  }

  private Staged stage(List<String> names) throws IOException, SQLException {
    firstName = names.get(0);
    prepared = PreparedFolder.of(names);
    if (prepared.isPresent() && ownTable.isPresent()) {
      throw new InputException(
          firstName, "says itself what its columns are", "leave the schema out");
    }
    try (rejects) {
      stageAll(prepared.map(PreparedFolder::parts).orElse(names));
    }
    if (decoder != null) {
      decoder.finish(sql);
    }
    boolean whole = options.form().values().mayLack().isEmpty();
    Optional<TableLayout> table =
        whole && format instanceof TableFormat own
            ? Optional.of(own.layout(sql, schema))
            : Optional.empty();
    Optional<PreparedFlows> chosen = prepared.map(PreparedFolder::says);
    var origin = new Staged.Origin(format.name(), table, unread, drafted, chosen);
    var notes = new ArrayList<String>(decoder == null ? List.of() : decoder.notes());
    notes.addAll(said);
    rejects.addNote(notes);
    if (drafted.isPresent() && options.form().draft().isEmpty()) {
      notes.add("columns known by their names: stanflow schema shows how they are read");
    }
    return new Staged(scratch, sql, origin, schema, firstName, rejects, notes);
  }

  private void stageAll(List<String> names) throws IOException, SQLException {
    for (int i = 0; i < names.size(); i++) {
      InputFile file = standardInput.get(i);
      if (file == null) {
        file =
            InputFile.open(
                names.get(i), scratch.path("input" + i), options.form().values().encoding());
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

  private FlowFormat format(Probe probe) throws IOException, SQLException {
    if (prepared.isPresent()) {
      return format != null ? format : new PreparedFormat(prepared.get());
    }
    if (ownTable.isPresent()) {
      return ownTable.get();
    }
    Optional<String> name = options.form().format();
    if (name.isPresent()) {
      return Formats.named(name.get(), probe.name());
    }
    Optional<FlowFormat> known = Formats.ofItsOwn(probe);
    if (known.isPresent()) {
      return known.get();
    }
    boolean told = options.form().schema().isPresent();
    return !told && TableDraft.isFlowTable(probe) ? draft(probe) : Formats.detect(probe);
  }

  /** Whether it is a table to be known by its columns whose encoding nobody said. */
  private boolean isUnknownText(InputFile file) throws IOException, SQLException {
    ReadOptions.Form form = options.form();
    if (prepared.isPresent()
        || form.format().isPresent()
        || form.schemaFile().isPresent()
        || form.values().encoding().isPresent()) {
      return false;
    }
    Probe probe = probe(file);
    return Formats.ofItsOwn(probe).isEmpty()
        && TableDraft.isFlowTable(probe)
        && !TableSource.isParquet(probe)
        && !file.isUtf8();
  }

  /** The format of this and all further files: a table, read as a draft of its schema says. */
  private FlowFormat draft(Probe probe) throws IOException, SQLException {
    drafted = options.form().draft();
    if (drafted.isEmpty()) {
      TableDraft draft = TableDraft.of(probe);
      drafted = Optional.of(draft.schema());
      said.addAll(draft.notices());
      Sql.execute(sql, "DROP TABLE raw");
    }
    ownTable = drafted.map(TableFormat::new);
    return ownTable.get();
  }

  private Probe probe(InputFile file) throws IOException {
    ReadOptions.Form form = options.form();
    return new Probe(
        file.name(), file.path(), file.head(), form.schema(), form.values().timeUnit(), sql);
  }

  private void stage(InputFile file) throws IOException, SQLException {
    if (!isUnknownText(file)) {
      stageUtf8(file);
      return;
    }
    said.add(
        "text that is no UTF-8 is taken for %s; --encoding says another"
            .formatted(InputFile.COMMON_ENCODING));
    InputFile utf8 = file.in(InputFile.COMMON_ENCODING, scratch.path("text"));
    stageUtf8(utf8);
    utf8.release();
  }

  private void stageUtf8(InputFile file) throws IOException, SQLException {
    Probe probe = probe(file);
    FlowFormat candidate = format(probe);
    if (candidate instanceof DecodedFormat decoded) {
      prepare(probe, candidate, DecodedFormat.SCHEMA);
      decoder = decoder == null ? decoded.decoder(options.form().values().scaleSampled()) : decoder;
      decoder.decode(file, sql, rejects);
    } else if (candidate instanceof MappedFormat mapped) {
      FileMapping mapping = mapped.mapping(probe).withGaps(options.form().values().mayLack());
      prepare(probe, candidate, mapping.schema());
      said.addAll(mapping.notes());
      if (fast || mapping.text() == null) {
        Staging.stage(sql, file, mapping, rejects);
      } else {
        LineStaging.stage(sql, file, mapping, rejects);
      }
    }
  }

  /** Makes {@code staged} for the first file; holds the others to it. */
  private void prepare(Probe probe, FlowFormat candidate, Schema columns)
      throws IOException, SQLException {
    if (format == null) {
      format = candidate;
      schema = columns;
      unread = candidate instanceof TableFormat table ? table.unread(probe) : List.of();
      String chosen = prepared.isPresent() ? FlowColumns.CHOSEN_DEFINITIONS : "";
      String definitions = FlowColumns.definitions(schema) + chosen;
      Sql.execute(sql, "CREATE TEMP TABLE staged (" + definitions + ")");
    } else if (!format.goesWith(candidate) || !columns.equals(schema)) {
      throw new InputException(
          probe.name(),
          "differs from " + firstName + " in its format (" + candidate.name() + ") or columns",
          "read files of one kind at a time");
    }
  }
}
