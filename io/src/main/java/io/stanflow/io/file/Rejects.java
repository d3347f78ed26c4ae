package io.stanflow.io.file;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts malformed lines and keeps them, each as {@code file:line: fact: the line}; counts lines
 * that are no flows.
 */
public final class Rejects implements AutoCloseable {
  private final boolean skip;
  private final Optional<Path> file;
  private Writer out;
  private long count;
  private long noFlows;

  /**
   * @param skip whether to go on at a malformed line, not to throw
   * @param file takes those skipped
   */
  public Rejects(boolean skip, Optional<Path> file) {
    this.skip = skip;
    this.file = file;
  }

  /**
   * Counts a line and keeps it.
   *
   * @throws MalformedInputException the reason, unless malformed lines are skipped
   */
  public void add(MalformedInputException reason, String line) throws IOException {
    if (!skip) {
      throw reason;
    }
    count++;
    if (file.isPresent()) {
      if (out == null) {
        out = open(file.get());
      }
      out.write(reason.place() + ": " + reason.fact() + "\t" + line + "\n");
    }
  }

  private static Writer open(Path file) throws InputException {
    try {
      return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(
          file.toString(),
          "cannot be written for the malformed lines",
          "name a file in a directory that exists");
    }
  }

  /** Counts lines that are right but no flows of ours. */
  public void addNoFlows(long lines) {
    noFlows += lines;
  }

  /** Adds a sentence for the user if there were any. */
  public void addNote(List<String> notes) {
    if (noFlows > 0) {
      notes.add(String.format(Locale.ROOT, "records that are no IP flows left out: %,d", noFlows));
    }
  }

  /**
   * What to say of a file that has nothing for us.
   *
   * @param notes what else was left out
   */
  public InputException nothingIn(String input, List<String> notes) {
    String fact = "has no flows";
    if (count > 0) {
      fact += " but " + count + " malformed";
    }
    if (!notes.isEmpty()) {
      fact += " (" + String.join(", ", notes) + ")";
    }
    return new InputException(input, fact, "check the file and its --format");
  }

  public long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
