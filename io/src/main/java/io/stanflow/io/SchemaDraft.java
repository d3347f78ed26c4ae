package io.stanflow.io;

import io.stanflow.io.draft.TableDraft;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.load.FlowLoader;
import io.stanflow.io.load.Formats;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.series.InternalSearch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Drafts a schema file for a table, from the file itself. */
public final class SchemaDraft {
  private SchemaDraft() {}

  /**
   * The draft, as YAML.
   *
   * @param name a path, or {@code -} for standard input
   * @throws InputException if the file is no table, or in a format that needs no schema
   */
  public static String of(String name) throws IOException {
    try (var scratch = new Scratch()) {
      InputFile file = InputFile.open(name, scratch.path("input"));
      try (Connection sql = FlowLoader.connect(scratch, ReadOptions.DEFAULTS, "draft.duckdb")) {
        var probe =
            new Probe(name, file.path(), file.head(), Optional.empty(), Optional.empty(), sql);
        Optional<FlowFormat> known = Formats.ofItsOwn(probe);
        if (known.isPresent()) {
          throw new InputException(
              name, "is " + known.get().name() + ", which needs no schema", "read it as it is");
        }
        TableDraft draft = TableDraft.of(probe);
        return draft.text(draft.hasSides() ? host(draft, sql, name) : "");
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }
  }

  /** The line that says whose series a flow belongs to: the first choice that finds a network. */
  private static String host(TableDraft draft, Connection sql, String name) throws SQLException {
    draft.stageAddresses();
    String line = "host: internal  # or " + draft.sides() + " - ";
    try {
      return line + InternalSearch.detect(sql, name, Optional.empty()).note() + "\n";
    } catch (InputException e) {
      return line + "no network has one side of most flows; name yours with --internal\n";
    }
  }
}
