package io.stanflow.io;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Counts malformed lines and keeps them, each as {@code file:line: fact: the line}. */
final class Rejects implements AutoCloseable {
  private final ReadOptions options;
  private Writer out;
  private long count;

  Rejects(ReadOptions options) {
    this.options = options;
  }

  void add(MalformedInputException reason, String line) throws IOException {
    if (!options.skipMalformed()) {
      throw reason;
    }
    count++;
    if (options.rejectsFile() != null) {
      if (out == null) {
        out = open();
      }
      out.write(reason.place() + ": " + reason.fact() + "\t" + line + "\n");
    }
  }

  private Writer open() throws InputException {
    try {
      return Files.newBufferedWriter(options.rejectsFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(
          options.rejectsFile().toString(),
          "cannot be written for the malformed lines",
          "name a file in a directory that exists");
    }
  }

  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
