package io.stanflow.io;

import io.stanflow.io.draft.TableDraft;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.load.Database;
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
      InputFile given = InputFile.open(name, scratch.path("input"));
      boolean other = !given.isUtf8() && isText(given);
      InputFile file = other ? given.in(InputFile.COMMON_ENCODING, scratch.path("text")) : given;
      try (Connection sql = Database.open(scratch, ReadOptions.DEFAULTS, "draft.duckdb")) {
        var probe =
            new Probe(name, file.path(), file.head(), Optional.empty(), Optional.empty(), sql);
        Optional<FlowFormat> known = Formats.ofItsOwn(probe);
        if (known.isPresent()) {
          throw new InputException(
              name, "is " + known.get().name() + ", which needs no schema", "read it as it is");
        }
        TableDraft draft = TableDraft.of(probe);
        String text = draft.text(draft.hasSides() ? host(draft, sql, name) : "");
        return !other
            ? text
            : "# No UTF-8: read it with --encoding %s.\n".formatted(InputFile.COMMON_ENCODING)
                + text;
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }
  }

  /** Whether it is text in some encoding, neither Parquet nor another binary file. */
  private static boolean isText(InputFile file) throws IOException {
    String line = file.head().get(0);
    return !line.startsWith("PAR1")
        && line.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
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
