package io.stanflow.io.text;

import io.stanflow.flow.Flow;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one line of text for each flow. */
public final class TextWriter implements FlowWriter {
  private static final int BLOCK = 1 << 15; // bytes handed on at once

  /** The lines of one file. */
  @FunctionalInterface
  public interface Rows {
    /** Appends one flow, line end included. */
    void append(Flow flow, TextBuffer out);

    /** Appends what comes after the last flow. */
    default void finish(TextBuffer out) {}
  }

  private final PendingFile file;
  private final OutputStream out;
  private final TextBuffer buffer;
  private final Rows rows;
  private long written;

  /** Starts a file of comma-separated values. */
  public TextWriter(PendingFile file, String header, Rows rows) throws IOException {
    this(file, ',', header, rows);
  }

  /**
   * Starts a file.
   *
   * @param separator that no word may hold
   * @param header first line, without its end, or null if there is none
   */
  public TextWriter(PendingFile file, char separator, String header, Rows rows) throws IOException {
    this.file = file;
    this.rows = rows;
    buffer = new TextBuffer(separator);
    out = file.stream();
    if (header != null) {
      buffer.raw(header).newline();
    }
  }

  @Override
  public void write(Flow flow) throws IOException {
    try {
      rows.append(flow, buffer);
      written++;
      String word = buffer.takeUnprintable();
      if (word != null) {
        throw new InputException(
            file.name(),
            "cannot hold the word '" + word + "' of flow " + written,
            "write csv or parquet, which can");
      }
      if (buffer.length() >= BLOCK) {
        buffer.writeTo(out);
      }
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      buffer.writeTo(out);
      out.flush();
    } catch (IOException e) {
      abort();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try {
      rows.finish(buffer);
      buffer.writeTo(out);
      file.commit();
    } finally {
      abort();
    }
  }

  @Override
  public void abort() {
    file.close();
  }
}
