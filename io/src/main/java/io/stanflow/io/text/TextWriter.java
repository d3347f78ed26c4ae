package io.stanflow.io.text;

import io.stanflow.flow.Flow;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.StreamWriter;
import java.io.IOException;

/** Writes one line of text for each flow. */
public final class TextWriter extends StreamWriter {
  private static final int BLOCK = 1 << 15; // bytes handed on at once

  /** The lines of one file. */
  @FunctionalInterface
  public interface Rows {
    /** Appends one flow, line end included. */
    void append(Flow flow, TextBuffer out);

    /** Appends what comes after the last flow. */
    default void finish(TextBuffer out) {}
  }

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
    super(file);
    this.rows = rows;
    buffer = new TextBuffer(separator);
    if (header != null) {
      buffer.raw(header).newline();
    }
  }

  @Override
  protected void append(Flow flow) throws IOException {
    rows.append(flow, buffer);
    written++;
    String word = buffer.takeUnprintable();
    if (word != null) {
      throw new InputException(
          fileName(),
          "cannot hold the word '" + word + "' of flow " + written,
          "write csv or parquet, which can");
    }
    if (buffer.length() >= BLOCK) {
      drain();
    }
  }

  @Override
  protected void drain() throws IOException {
    buffer.writeTo(out());
  }

  @Override
  protected void finish() throws IOException {
    rows.finish(buffer);
    drain();
  }
}
