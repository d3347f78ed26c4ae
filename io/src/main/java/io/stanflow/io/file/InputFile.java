package io.stanflow.io.file;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A file to read, lying unpacked on disk, if it is text in UTF-8. What it is packed in is known by
 * the first bytes, not by the name. We decompress ourselves because DuckDB takes a truncated gzip
 * file for a complete one; the plain copy is also read by all threads at once.
 *
 * @param name as the user named it
 * @param path the file itself, or a copy in the scratch directory
 * @param copied whether {@code path} is such a copy
 */
public record InputFile(String name, Path path, boolean copied) {
  /** What text in no Unicode mostly is. */
  public static final Charset COMMON_ENCODING = Charset.forName("windows-1252");

  private static final int HEAD_LINES = 20;
  private static final int HEAD_CHARACTERS = 1 << 16;

  /** Opens a file in UTF-8, if it is text; see {@link #open(String, Path, Optional)}. */
  public static InputFile open(String name, Path copy) throws IOException {
    return open(name, copy, Optional.empty());
  }

  /**
   * Opens a file, unpacked and in UTF-8.
   *
   * @param name a path, or {@code -} for standard input
   * @param copy where a plain copy may go
   * @param encoding of text without a byte-order mark; empty for UTF-8
   * @throws InputException if it is missing, a directory, empty or damaged, if its archive holds
   *     files of several kinds, or if the copy would fill the disk
   */
  public static InputFile open(String name, Path copy, Optional<Charset> encoding)
      throws IOException {
    if (name.equals("-")) {
      return spool(name, new BufferedInputStream(System.in, 1 << 16), copy, encoding);
    }
    Path path = path(name);
    if (!Files.exists(path)) {
      throw new InputException(name, "no such file", "check the path");
    }
    if (Files.isDirectory(path)) {
      throw new InputException(name, "is a directory", "name the files in it");
    }
    if (!Files.isReadable(path)) {
      throw new InputException(name, "may not be read", "check its permissions");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      if (Files.isRegularFile(path)
          && Packing.of(in) == Packing.NONE
          && TextEncoding.of(in, encoding).isEmpty()) {
        return notEmpty(new InputFile(name, path, false));
      }
      return spool(name, in, copy, encoding);
    }
  }

  static Path path(String name) throws InputException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InputException(InputException.shown(name), "is no file name", "check the path");
    }
  }

  private static InputFile spool(String name, InputStream in, Path copy, Optional<Charset> encoding)
      throws IOException {
    LongSupplier free = () -> copy.toFile().getUsableSpace();
    try (var out = new PlainCopy(name, copy, free)) {
      new Unpacking(name, copy, encoding, out).unpack(in);
    }
    return notEmpty(new InputFile(name, copy, true));
  }

  private static InputFile notEmpty(InputFile file) throws IOException {
    if (Files.size(file.path) == 0) {
      throw new InputException(file.name, "is empty", "name a file with flows");
    }
    return file;
  }

  /** First lines that are not blank, at least one. */
  public List<String> head() throws IOException {
    var lines = new ArrayList<String>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
      var start = new char[HEAD_CHARACTERS];
      int length = 0;
      for (int n; (n = reader.read(start, length, start.length - length)) > 0; ) {
        length += n;
      }
      String text = new String(start, 0, length);
      text.lines().filter(line -> !line.isBlank()).limit(HEAD_LINES).forEach(lines::add);
    }
    if (lines.isEmpty()) {
      throw new InputException(name, "has only blank lines", "name a file with flows");
    }
    if (lines.get(0).startsWith("\ufeff")) {
      lines.set(0, lines.get(0).substring(1));
    }
    return lines;
  }

  /** Whether all of it is UTF-8 text. */
  public boolean isUtf8() throws IOException {
    var piece = new char[HEAD_CHARACTERS];
    try (var reader =
        new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder())) {
      int read;
      do {
        read = reader.read(piece);
      } while (read >= 0);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The same file, taken for text in an encoding, as a copy in UTF-8. */
  public InputFile in(Charset encoding, Path copy) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      return spool(name, in, copy, Optional.of(encoding));
    }
  }

  /** Deletes the copy if there is one. */
  public void release() throws IOException {
    if (copied) {
      Files.deleteIfExists(path);
    }
  }
}
