package io.stanflow.io.file;

import java.io.IOException;

/**
 * A file that cannot be used, or a line of it; the message is {@code file[:line]: fact; remedy}.
 */
public class InputException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 40; // characters of a value in a message

  /**
   * Blames a file.
   *
   * @param place the file as the user named it, with its line where one is to blame
   * @param fact what is wrong
   * @param remedy what the user can do
   */
  public InputException(String place, String fact, String remedy) {
    super(place + ": " + fact + "; " + remedy);
  }

  /** A value for a message: short, on one line, and visible when there is nothing to see. */
  public static String shown(String value) {
    if (value.isBlank()) {
      return value.isEmpty() ? "empty" : "blank";
    }
    var text = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), SHOWN); i++) {
      char c = value.charAt(i);
      text.append(Character.isISOControl(c) ? '\ufffd' : c);
    }
    return text + (value.length() > SHOWN ? "..." : "");
  }
}
