package io.stanflow.flow;

/** TCP control bits (RFC 9293) and their text in nfdump's order, {@code CEUAPRSF}. */
public final class TcpFlags {
  public static final int FIN = 1;
  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int PSH = 8;
  public static final int ACK = 16;
  public static final int URG = 32;
  public static final int ECE = 64;
  public static final int CWR = 128;
  private static final String LETTERS = "CEUAPRSF";

  private TcpFlags() {}

  /**
   * Reads letters and dots in any number, such as {@code .AP.SF} or {@code ...AP.SF}, or a number
   * as {@code 0x1b} or {@code 27}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static int parse(String text) {
    String trimmed = text.strip();
    if (!trimmed.isEmpty() && Character.isDigit(trimmed.charAt(0))) {
      return Integer.decode(trimmed);
    }
    int bits = 0;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      int position = LETTERS.indexOf(c);
      if (position >= 0) {
        bits |= 128 >> position;
      } else if (c != '.') {
        throw new IllegalArgumentException("not TCP flags: '" + text + "'");
      }
    }
    return bits;
  }

  /** The last {@code width} letters of {@code CEUAPRSF}, a dot for each bit not set. */
  public static String format(int bits, int width) {
    var text = new StringBuilder(width);
    for (int position = 8 - width; position < 8; position++) {
      text.append((bits & 128 >> position) != 0 ? LETTERS.charAt(position) : '.');
    }
    return text.toString();
  }
}
