package io.stanflow.cli;

import io.stanflow.model.Kernel;

/** What the launcher found out about standard error and output; else no terminal is assumed. */
final class Terminal {
  private static final int COLUMNS = 80;

  /** What Java prints before anything of ours if it has the Vector API. */
  private static final String WARNING = "WARNING: Using incubator modules: " + Kernel.VECTOR_MODULE;

  private static final String ERASE_LINE_ABOVE = "\u001b[A\u001b[2K";

  private Terminal() {}

  /** Whether somebody is watching: then progress is shown in place. */
  static boolean watched() {
    return Boolean.getBoolean("stanflow.terminal");
  }

  /** Whether somebody looks at standard output: then it is not for programs alone. */
  static boolean shows() {
    return Boolean.getBoolean("stanflow.shows");
  }

  /** Characters in a line. */
  static int columns() {
    int columns = Integer.getInteger("stanflow.columns", COLUMNS);
    return columns > 0 ? columns : COLUMNS;
  }

  /** Takes Java's warning of the Vector API back, which says nothing to whoever watches. */
  static String erasure() {
    boolean warned = ModuleLayer.boot().findModule(Kernel.VECTOR_MODULE).isPresent();
    int lines = (WARNING.length() + columns() - 1) / columns();
    return watched() && warned ? ERASE_LINE_ABOVE.repeat(lines) : "";
  }
}
