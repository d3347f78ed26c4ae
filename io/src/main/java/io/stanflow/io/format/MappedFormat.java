package io.stanflow.io.format;

import io.stanflow.io.file.InputException;
import io.stanflow.io.mapping.FileMapping;
import java.io.IOException;
import java.sql.SQLException;

/** A format whose files DuckDB reads: text and Parquet. */
public abstract non-sealed class MappedFormat extends FlowFormat {
  protected MappedFormat(String name, FormatNote note) {
    super(name, note);
  }

  /**
   * How to read this file.
   *
   * @throws InputException if the file lacks a column
   * @throws SQLException if DuckDB cannot open it
   */
  public abstract FileMapping mapping(Probe probe) throws IOException, SQLException;
}
