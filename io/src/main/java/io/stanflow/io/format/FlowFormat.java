package io.stanflow.io.format;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import java.io.IOException;

/** A file format. Implementations have no state; {@code Formats} lists them. */
public abstract sealed class FlowFormat permits MappedFormat, DecodedFormat {
  private final String name;
  private final FormatNote note;

  FlowFormat(String name, FormatNote note) {
    this.name = name;
    this.note = note;
  }

  /** Name on the command line, such as {@code ugr16}. */
  public final String name() {
    return name;
  }

  /** What it is and holds. */
  public final FormatNote note() {
    return note;
  }

  /**
   * Whether the file begins like one of this format.
   *
   * @throws InputException if it is known to be what no format reads
   */
  public abstract boolean recognizes(Probe probe) throws InputException;

  /** Whether files of another format may lie among those of this one. */
  public boolean goesWith(FlowFormat other) {
    return equals(other);
  }

  /** Whether there is a {@link #writer}. */
  public boolean writes() {
    return true;
  }

  /**
   * A writer for flows of {@code schema}, which may be another format's; attributes are found by
   * their names, those missing get the defaults of {@link NetflowView}.
   *
   * @throws InputException if the format is not written
   */
  public abstract FlowWriter writer(PendingFile file, Schema schema) throws IOException;
}
