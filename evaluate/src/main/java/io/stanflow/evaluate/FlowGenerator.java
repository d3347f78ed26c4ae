package io.stanflow.evaluate;

import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;

/** Makes flows like those of a table, so that they can be judged beside the synthetic files. */
@FunctionalInterface
public interface FlowGenerator {
  /**
   * Fits on the table and writes flows for the same hosts, readable with the table's own schema and
   * internal blocks.
   *
   * @param file exists and is to be replaced, in the table's format or, if that cannot be written,
   *     as {@code csv}
   * @throws IOException if the table cannot be read or the file not be written
   */
  void write(DuckTable real, long seed, Path file) throws IOException;
}
