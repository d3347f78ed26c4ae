package io.stanflow.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** The files that a command writes. */
final class Outputs {
  private Outputs() {}

  /**
   * Says on standard error which files are there already and will be replaced; standard output and
   * devices are not.
   *
   * @param files null stands for none
   */
  static void sayReplaced(CommandSpec spec, Object... files) {
    PrintWriter err = spec.commandLine().getErr();
    for (Object file : files) {
      if (file != null && isFile(file.toString())) {
        err.println("replaces " + file);
      }
    }
    err.flush();
  }

  private static boolean isFile(String name) {
    try {
      return !name.equals("-") && Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // whoever opens it says so
    }
  }
}
