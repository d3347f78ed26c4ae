package io.stanflow.io.format;

import io.stanflow.flow.Flow;
import java.io.IOException;
import java.util.List;

/**
 * Takes flows into a file that appears under its name only when complete. Not for use by several
 * threads at a time.
 */
public interface FlowWriter extends AutoCloseable {
  /**
   * Adds a flow of the schema the writer was opened with.
   *
   * @throws IOException if the file cannot be written or the format cannot hold a value; the writer
   *     is then aborted
   */
  void write(Flow flow) throws IOException;

  /**
   * Passes on what was written so far, to whom reads it as it comes; where the format allows.
   *
   * @throws IOException as {@link #write} does
   */
  default void flush() throws IOException {}

  /**
   * Completes the file and gives it its name. Does nothing after {@link #abort} or a failed write.
   *
   * @throws IOException if that fails; nothing is left behind
   */
  @Override
  void close() throws IOException;

  /** What the format could not hold of the flows so far, a sentence each, for the user. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Deletes what was written; a file that had the name before stays as it was. To be called when
   * the caller fails, before {@link #close}. Does nothing once closed.
   */
  void abort();
}
