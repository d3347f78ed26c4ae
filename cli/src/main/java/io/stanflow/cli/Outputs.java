package io.stanflow.cli;

import io.stanflow.io.file.PendingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

  /**
   * Writes a text to a file, whole or not at all, or prints it.
   *
   * @param file null stands for standard output
   */
  static void write(CommandSpec spec, String file, String text) throws IOException {
    if (file == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return;
    }
    try (PendingFile pending = PendingFile.open(file)) {
      sayReplaced(spec, file);
      write(pending, text);
    }
  }

  /** Writes all of a file that was opened early, so that mistakes in its name show before work. */
  static void write(PendingFile file, String text) throws IOException {
    file.stream().write(text.getBytes(StandardCharsets.UTF_8));
    file.commit();
  }

  private static boolean isFile(String name) {
    try {
      return !name.equals("-") && Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // whoever opens it says so
    }
  }
}
