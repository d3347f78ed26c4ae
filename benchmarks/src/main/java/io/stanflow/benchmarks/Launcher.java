package io.stanflow.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts stanflow as a user does. */
final class Launcher {
  /** Where stanflow lies. */
  static final Path ROOT = Path.of(System.getProperty("stanflow.root", "."));

  private static final Path SCRIPT = ROOT.resolve("stanflow");

  private Launcher() {}

  /**
   * Starts {@code stanflow generate} into a pipe; what it says of itself is dropped.
   *
   * @param options of its JVM, or none
   */
  static Process generate(String options, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "generate", "-o", "-"));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().put("STANFLOW_JAVA_OPTS", options);
    return builder.start();
  }

  /** Lets the script build the program where that is needed, so that no measured start does. */
  static void build() throws IOException {
    end(
        new ProcessBuilder(SCRIPT.toString(), "--version")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start());
  }

  /** Waits for the end of a process whose output has been read. */
  static void end(Process process) throws IOException {
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("stanflow ended with status " + status);
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException("interrupted", e);
    }
  }
}
