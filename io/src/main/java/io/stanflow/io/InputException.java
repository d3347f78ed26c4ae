package io.stanflow.io;

import java.io.IOException;

/**
 * A file that cannot be used, or a line of it; the message is {@code file[:line]: fact; remedy}.
 */
public class InputException extends IOException {
  private static final long serialVersionUID = 1;

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
}
