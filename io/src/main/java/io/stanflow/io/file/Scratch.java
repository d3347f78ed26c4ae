package io.stanflow.io.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for working files, deleted on close and, after Ctrl-C, when the JVM goes down. */
public final class Scratch implements AutoCloseable {
  private final Path directory = Files.createTempDirectory("stanflow-");
  private final Thread atExit = new Thread(this::delete, "stanflow-scratch");

  /** Makes the directory; it is deleted when the JVM ends, if not before. */
  public Scratch() throws IOException {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A file of this name in the directory, which need not exist. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is going down and runs the hook itself
    }
  }

  /** Tries again while a query that is still running makes new files. */
  private void delete() {
    for (int attempt = 0; attempt < 5 && Files.exists(directory); attempt++) {
      try (Stream<Path> all = Files.walk(directory)) {
        List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | java.io.UncheckedIOException e) {
        // the next attempt sees what is left
      }
    }
  }
}
