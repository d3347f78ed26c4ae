package io.stanflow.io.file;

import java.io.IOException;
import java.util.Locale;

/** What the system says of a file that cannot be read or written, with the file and a remedy. */
public final class FileFailure {
  private FileFailure() {}

  /** A message of one line. */
  public static String message(String file, String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    String remedy = "check the file and its disk";
    if (lower.contains("no space") || lower.contains("quota") || lower.contains("too large")) {
      remedy = "make room there, or name a file on another disk";
    } else if (lower.contains("is a directory")) {
      remedy = "name a file in it";
    } else if (lower.contains("denied") || lower.contains("read-only")) {
      remedy = "have it changed, or name another file";
    }
    return file + ": " + reason + "; " + remedy;
  }

  /** The same failure with its file, where the system has left it out. */
  public static IOException of(String file, IOException failure) {
    String reason = failure.getMessage();
    return reason == null || reason.contains(file)
        ? failure
        : new IOException(message(file, reason), failure);
  }
}
