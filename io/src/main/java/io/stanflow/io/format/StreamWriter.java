package io.stanflow.io.format;

import io.stanflow.flow.Flow;
import io.stanflow.io.file.PendingFile;
import java.io.IOException;
import java.io.OutputStream;

/** A writer of bytes, one flow after the other; a failure leaves no file. */
public abstract class StreamWriter implements FlowWriter {
  private final PendingFile file;
  private final OutputStream out;

  /** Opens the file. */
  protected StreamWriter(PendingFile file) throws IOException {
    this.file = file;
    out = file.stream();
  }

  /** The file's name, for messages. */
  protected final String fileName() {
    return file.name();
  }

  /** Where the bytes go. */
  protected final OutputStream out() {
    return out;
  }

  /** Puts a flow into the file, or into memory for {@link #drain}. */
  protected abstract void append(Flow flow) throws IOException;

  /** Hands on what is in memory and may already be read. */
  protected void drain() throws IOException {}

  /** Hands on everything, with what comes after the last flow. */
  protected abstract void finish() throws IOException;

  @Override
  public final void write(Flow flow) throws IOException {
    try {
      append(flow);
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  @Override
  public final void flush() throws IOException {
    try {
      drain();
      out.flush();
    } catch (IOException e) {
      abort();
      throw e;
    }
  }

  @Override
  public final void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try {
      finish();
      file.commit();
    } finally {
      abort();
    }
  }

  @Override
  public final void abort() {
    file.close();
  }
}
