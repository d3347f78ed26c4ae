package io.stanflow.io.mapping;

import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The lines of a text file with their numbers, cut into fields. */
public final class Lines implements AutoCloseable {
  private static final int LONGEST = 1 << 20; // bytes; the rest of a longer line is not kept

  /**
   * One line that is neither blank nor the header.
   *
   * @param number from 1
   * @param text without its end; of a damaged line what can be shown
   * @param fields unquoted, or empty for a damaged line
   * @param damage why the line cannot be read at all, or null
   */
  public record Line(long number, String text, List<String> fields, String damage) {
    /** Whether its bytes are no UTF-8, which is how they are damaged. */
    public boolean notUtf8() {
      return MalformedInputException.NOT_UTF8.equals(damage);
    }
  }

  private final InputStream in;
  private final FileMapping.Text text;
  private boolean headerAhead;
  private long number;

  /** Opens a file whose header line, if it has one, is left out. */
  public Lines(InputFile file, FileMapping.Text text) throws IOException {
    this.text = text;
    headerAhead = text.header();
    in = new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16);
  }

  /** The next line, or null at the end. */
  public Line next() throws IOException {
    for (ByteArrayOutputStream raw; (raw = rawLine()) != null; ) {
      number++;
      Line line = line(raw);
      if (line.damage == null && line.text.isBlank()) {
        continue;
      }
      if (headerAhead) {
        headerAhead = false;
        continue;
      }
      return line;
    }
    return null;
  }

  private ByteArrayOutputStream rawLine() throws IOException {
    int c = in.read();
    if (c < 0) {
      return null;
    }
    var raw = new ByteArrayOutputStream(256);
    while (c >= 0 && c != '\n') {
      if (raw.size() <= LONGEST) {
        raw.write(c);
      }
      c = in.read();
    }
    return raw;
  }

  private Line line(ByteArrayOutputStream raw) {
    byte[] bytes = raw.toByteArray();
    if (bytes.length > LONGEST) {
      String start = new String(bytes, 0, 256, StandardCharsets.ISO_8859_1);
      return new Line(number, start, List.of(), "the line is longer than " + LONGEST + " bytes");
    }
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    String line;
    try {
      line =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      String shown = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      return new Line(number, shown, List.of(), MalformedInputException.NOT_UTF8);
    }
    if (number == 1 && line.startsWith("\ufeff")) {
      line = line.substring(1);
    }
    if (line.indexOf('\0') >= 0) {
      return new Line(number, line, List.of(), "the line holds a zero byte");
    }
    List<String> fields = split(line, text.separator(), text.quoted());
    return fields == null
        ? new Line(number, line, List.of(), "a double quote is not closed")
        : new Line(number, line, fields, null);
  }

  /** The fields between commas. */
  public static List<String> split(String text, boolean quoted) {
    return split(text, ',', quoted);
  }

  /** The fields of a line, or null if a quoted one does not end. */
  public static List<String> split(String text, char separator, boolean quoted) {
    var fields = new ArrayList<String>();
    int at = 0;
    while (at <= text.length()) {
      if (quoted && at < text.length() && text.charAt(at) == '"') {
        var field = new StringBuilder();
        at = unquote(text, at + 1, separator, field);
        if (at < 0) {
          return null;
        }
        fields.add(field.toString());
      } else {
        int end = text.indexOf(separator, at);
        end = end < 0 ? text.length() : end;
        fields.add(text.substring(at, end));
        at = end + 1;
      }
    }
    return fields;
  }

  /** Reads up to the closing quote; gives the index after the separator that follows, or -1. */
  private static int unquote(String text, int start, char separator, StringBuilder field) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at++);
      boolean next = at < text.length();
      if (c != '"') {
        field.append(c);
      } else if (next && text.charAt(at) == '"') {
        field.append('"');
        at++;
      } else if (!next || text.charAt(at) == separator) {
        return at + 1;
      } else {
        return -1;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
