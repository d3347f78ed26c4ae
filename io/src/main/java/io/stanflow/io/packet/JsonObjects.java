package io.stanflow.io.packet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The objects of a file as text, whether they stand on lines of their own or between brackets and
 * commas, over one line or several. What stands between them otherwise is handed out as it is.
 */
final class JsonObjects implements AutoCloseable {
  private static final int LONGEST = 1 << 20; // bytes

  private final InputStream in;
  private long next = 1;
  private long line;
  private boolean utf8;
  private int again = -1;

  JsonObjects(Path file) throws IOException {
    in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** The next object, or what stands in its place up to the line's end; null at the end. */
  String next() throws IOException {
    int c = read();
    while (c == '[' || c == ']' || c == ',' || (c >= 0 && c <= ' ') || isMark(c)) {
      c = read();
    }
    if (c < 0) {
      return null;
    }
    line = next;
    var raw = new ByteArrayOutputStream(1024);
    if (c == '{') {
      object(raw);
    } else {
      for (; c >= 0 && c != '\n'; c = read()) {
        append(raw, c);
      }
    }
    try {
      utf8 = true;
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(raw.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      utf8 = false;
      return raw.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** A byte of UTF-8's byte-order mark. */
  private static boolean isMark(int c) {
    return c == 0xef || c == 0xbb || c == 0xbf;
  }

  /** Up to the bracket that closes it, or to a line that begins with one where that is missing. */
  private void object(ByteArrayOutputStream raw) throws IOException {
    int depth = 1;
    boolean quoted = false;
    boolean escaped = false;
    append(raw, '{');
    int before = '{';
    while (depth > 0 && raw.size() <= LONGEST) {
      int c = read();
      if (c < 0) {
        return;
      }
      if (c == '{' && before == '\n') {
        again = c;
        return;
      }
      before = c;
      append(raw, c);
      if (quoted) {
        // no text goes over a line's end: a quote that is missing spoils one line
        quoted = c == '\n' ? false : escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        quoted = true;
        escaped = false;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      }
    }
  }

  private static void append(ByteArrayOutputStream raw, int c) {
    if (raw.size() <= LONGEST) {
      raw.write(c);
    }
  }

  private int read() throws IOException {
    if (again >= 0) {
      int c = again;
      again = -1;
      return c;
    }
    int c = in.read();
    next += c == '\n' ? 1 : 0;
    return c;
  }

  /** Number of the line that the last object begins in. */
  long line() {
    return line;
  }

  /** Whether the last object is UTF-8. */
  boolean isUtf8() {
    return utf8;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
