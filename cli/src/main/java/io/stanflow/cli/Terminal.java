package io.stanflow.cli;

/** What the launcher found out about standard error; without it, no terminal is assumed. */
final class Terminal {
  private static final int COLUMNS = 80;

  private Terminal() {}

  /** Whether somebody is watching: then progress is shown in place. */
  static boolean watched() {
    return Boolean.getBoolean("stanflow.terminal");
  }

  /** Characters in a line. */
  static int columns() {
    int columns = Integer.getInteger("stanflow.columns", COLUMNS);
    return columns > 0 ? columns : COLUMNS;
  }
}
