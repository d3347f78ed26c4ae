package io.stanflow.io.format;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * What a format may look at to know a file and lay it out.
 *
 * @param name the file as the user named it
 * @param path where it lies decompressed
 * @param head its first lines that are not blank, without line ends; invalid UTF-8 as U+FFFD
 * @param schema what the user says of the columns, if anything
 * @param timeUnit of times that are whole numbers, if the user says it
 * @param sql DuckDB, for a look at the data themselves
 */
public record Probe(
    String name,
    Path path,
    List<String> head,
    Optional<Schema> schema,
    Optional<TableLayout.Unit> timeUnit,
    Connection sql) {
  /** First line that is not blank. */
  public String first() {
    return head.get(0);
  }

  /** The complaint that a column is missing. */
  public InputException lacks(String column) {
    return new InputException(
        name, "has no column " + column, "check the header line or name another --format");
  }
}
