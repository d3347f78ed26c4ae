package io.stanflow.io.format;

import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.Rejects;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the files of one call one after the other; what one of them tells, such as templates, holds
 * for those after it.
 */
public interface Decoder {
  /**
   * Reads a file.
   *
   * @param sql has the table {@code staged} of {@link DecodedFormat#SCHEMA}, which takes its flows
   * @throws InputException if it cannot be used
   */
  void decode(InputFile file, Connection sql, Rejects rejects) throws IOException;

  /** Hands over what was still to go on in a further file. */
  default void finish(Connection sql) throws IOException {}

  /** What was left out of all files, a sentence each, for the user. */
  List<String> notes();

  /** Adds the sentence "WHAT left out: 3 REASON, 1 REASON" unless nothing was. */
  static void addNote(List<String> notes, String what, Map<String, Long> leftOut) {
    if (!leftOut.isEmpty()) {
      var parts = new ArrayList<String>();
      leftOut.forEach(
          (reason, count) -> parts.add(String.format(Locale.ROOT, "%,d %s", count, reason)));
      notes.add(what + " left out: " + String.join("; ", parts));
    }
  }
}
