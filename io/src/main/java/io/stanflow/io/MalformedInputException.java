package io.stanflow.io;

/** A line that does not follow its format. */
public final class MalformedInputException extends InputException {
  private static final long serialVersionUID = 1;
  private static final String REMEDY =
      "fix the line or pass --skip-malformed to count and drop such lines";

  /** As the user named it; {@code -} for standard input. */
  private final String file;

  private final long line;
  private final String fact;

  /**
   * Blames a line.
   *
   * @param line in the decompressed file, from 1; for Parquet the row, from 1
   */
  public MalformedInputException(String file, long line, String fact) {
    super(file + ":" + line, fact, REMEDY);
    this.file = file;
    this.line = line;
    this.fact = fact;
  }

  public String file() {
    return file;
  }

  public long line() {
    return line;
  }

  /** What is wrong, without place and remedy. */
  public String fact() {
    return fact;
  }
}
