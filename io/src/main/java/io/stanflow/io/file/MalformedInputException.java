package io.stanflow.io.file;

/** A line or packet that does not follow its format. */
public final class MalformedInputException extends InputException {
  private static final long serialVersionUID = 1;
  private static final String REMEDY =
      "fix the line or pass --skip-malformed to count and drop such lines";

  /** What is wrong with a line in another encoding. */
  public static final String NOT_UTF8 = "the line is not UTF-8 text";

  private static final String ENCODING_REMEDY =
      "name its encoding, such as --encoding windows-1252, or pass --skip-malformed to count and"
          + " drop such lines";

  private static final String PACKET_REMEDY =
      "check how it was captured or pass --skip-malformed to count and drop such packets";

  private final String place;
  private final long line;
  private final String fact;

  /**
   * Blames a line.
   *
   * @param line in the decompressed file, from 1; for Parquet the row, from 1
   */
  public MalformedInputException(String file, long line, String fact) {
    this(file + ":" + line, line, fact, REMEDY);
  }

  private MalformedInputException(String place, long line, String fact, String remedy) {
    super(place, fact, remedy);
    this.place = place;
    this.line = line;
    this.fact = fact;
  }

  /**
   * Blames a packet.
   *
   * @param packet in the decompressed file, from 1
   */
  public static MalformedInputException ofPacket(String file, long packet, String fact) {
    return new MalformedInputException(file + ":packet " + packet, packet, fact, PACKET_REMEDY);
  }

  /**
   * Blames a line that is not UTF-8 text.
   *
   * @param line in the decompressed file, from 1
   */
  public static MalformedInputException notUtf8(String file, long line) {
    return new MalformedInputException(file + ":" + line, line, NOT_UTF8, ENCODING_REMEDY);
  }

  /** The file as the user named it, {@code -} for standard input, and the line or packet. */
  public String place() {
    return place;
  }

  /** Number of the line or packet. */
  public long line() {
    return line;
  }

  /** What is wrong, without place and remedy. */
  public String fact() {
    return fact;
  }
}
