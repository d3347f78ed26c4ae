package io.stanflow.io.draft;

/** Parts of the text of a schema file. */
final class Yaml {
  private Yaml() {}

  /** A scalar, in quotes where it is more than a plain word. */
  static String scalar(String text) {
    return text.matches("[A-Za-z_][\\w.-]*") ? text : "'" + text.replace("'", "''") + "'";
  }
}
