package io.stanflow.io.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory for working files, deleted on close and, after Ctrl-C, when the JVM goes down. What a
 * killed process leaves is deleted by the next one: a directory whose lock nobody holds.
 */
public final class Scratch implements AutoCloseable {
  private static final String PREFIX = "stanflow-";
  private static final String LOCK = "lock";

  /** This process's own, whose locks must not be looked at: closing such a file would free them. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel lock;
  private final Thread atExit = new Thread(this::delete, "stanflow-scratch");

  /**
   * Makes the directory; it is deleted when the JVM ends, if not before.
   *
   * @throws InputException if the temporary directory cannot be written
   */
  public Scratch() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    sweep(parent);
    try {
      directory = Files.createTempDirectory(parent, PREFIX);
      OWN.add(directory);
      Path ahead = path(LOCK + ".new"); // it has its name only once it is locked
      lock = FileChannel.open(ahead, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock.tryLock(); // its owner alone holds it, as long as it lives
      Files.move(ahead, path(LOCK));
    } catch (IOException e) {
      throw new InputException(
          parent.toString(),
          "is the temporary folder, and "
              + (Files.isDirectory(parent) ? "cannot be written" : "is not there"),
          "make room there, or name another: STANFLOW_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Deletes the directories that killed processes have left. */
  private static void sweep(Path parent) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path left : all) {
        Path lock = left.resolve(LOCK);
        if (!OWN.contains(left) && Files.isRegularFile(lock) && isUnlocked(lock)) {
          delete(left);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // what is left of others is no reason to stop
    }
  }

  private static boolean isUnlocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false; // somebody else's
    }
  }

  /** A file of this name in the directory, which need not exist. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    delete();
    OWN.remove(directory);
    try {
      lock.close();
    } catch (IOException e) {
      // the directory is gone anyway
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is going down and runs the hook itself
    }
  }

  private void delete() {
    delete(directory);
  }

  /** Tries again while a query that is still running makes new files. */
  private static void delete(Path directory) {
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
