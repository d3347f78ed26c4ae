package io.stanflow.model;

import java.io.IOException;

/** A model file that cannot be used: what is wrong with it, and what to do. */
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a file. */
  public enum Kind {
    /** There is none. */
    MISSING,
    /** It is not stanflow's, or not of the sort wanted. */
    FOREIGN,
    /** It was damaged or changed on the way. */
    CORRUPT,
    /** An earlier release wrote it, in a format that is no longer read. */
    TOO_OLD,
    /** A later release wrote it. */
    TOO_NEW
  }

  private final Kind kind;

  /**
   * An exception with a message of one line.
   *
   * @param file its name
   * @param fact what is wrong with it
   * @param remedy what the user can do
   */
  public ModelException(Kind kind, String file, String fact, String remedy) {
    super("%s: %s; %s".formatted(file, fact, remedy).replaceAll("\\p{Cntrl}", "?"));
    this.kind = kind;
  }

  ModelException(Kind kind, String file, String fact, String remedy, Throwable cause) {
    this(kind, file, fact, remedy);
    initCause(cause);
  }

  public Kind kind() {
    return kind;
  }
}
