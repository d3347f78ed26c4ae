package io.stanflow.io.format;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.mapping.Layout;
import java.io.IOException;
import java.sql.SQLException;

/** A file format. Implementations have no state; {@code Formats} lists them. */
public interface FlowFormat {
  /** Name on the command line, such as {@code ugr16}. */
  String name();

  /** What it is and holds. */
  FormatNote note();

  /** Whether the file begins like one of this format. */
  boolean recognizes(Probe probe);

  /**
   * How to read this file.
   *
   * @throws io.stanflow.io.file.InputException if the file lacks a column
   * @throws SQLException if DuckDB cannot open it
   */
  Layout layout(Probe probe) throws IOException, SQLException;

  /** Whether there is a {@link #writer}. */
  default boolean writes() {
    return true;
  }

  /**
   * A writer for flows of {@code schema}, which may be another format's; attributes are found by
   * their names, those missing get the defaults of {@link NetflowView}.
   */
  FlowWriter writer(PendingFile file, Schema schema) throws IOException;
}
