package io.stanflow.baseline;

import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;

/** The file of a baseline: in the format, or table, and with the schema of the real one. */
final class BaselineFile {
  private BaselineFile() {}

  /** Gives its flows to a writer. */
  @FunctionalInterface
  interface Source {
    void writeTo(FlowWriter writer) throws IOException;
  }

  /** Completes the file, or leaves none. */
  static void write(DuckTable real, Path file, Source source) throws IOException {
    FlowWriter writer =
        real.layout() == null
            ? FlowFiles.writer(file.toString(), FlowFiles.writable(real.format()), real.schema())
            : FlowFiles.writer(file.toString(), real.schema(), real.layout());
    boolean complete = false;
    try {
      source.writeTo(writer);
      complete = true;
    } finally {
      if (!complete) {
        writer.abort();
      }
      writer.close();
    }
  }
}
