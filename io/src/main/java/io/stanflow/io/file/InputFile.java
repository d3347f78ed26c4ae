package io.stanflow.io.file;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file to read, lying decompressed on disk. Compression is known by the first bytes, not by the
 * name. We decompress ourselves because DuckDB takes a truncated gzip file for a complete one; the
 * plain copy is also read by all threads at once.
 *
 * @param name as the user named it
 * @param path the file itself, or a copy in the scratch directory
 * @param copied whether {@code path} is such a copy
 */
public record InputFile(String name, Path path, boolean copied) {
  private static final int HEAD_LINES = 20;
  private static final int HEAD_CHARACTERS = 1 << 16;
  private static final String RECOPY = "copy or download it again";

  /**
   * Opens a file, decompressed.
   *
   * @param name a path, or {@code -} for standard input
   * @param copy where a decompressed copy may go
   * @throws InputException if it is missing, a directory, empty or damaged
   */
  public static InputFile open(String name, Path copy) throws IOException {
    if (name.equals("-")) {
      return spool(name, System.in, copy);
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
      if (Files.isRegularFile(path) && !isGzip(in) && !isZstd(in)) {
        return notEmpty(new InputFile(name, path, false));
      }
      return spool(name, in, copy);
    }
  }

  static Path path(String name) throws InputException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InputException(InputException.shown(name), "is no file name", "check the path");
    }
  }

  private static InputFile spool(String name, InputStream raw, Path copy) throws IOException {
    InputStream in = raw.markSupported() ? raw : new BufferedInputStream(raw, 1 << 16);
    try (OutputStream out = Files.newOutputStream(copy)) {
      if (isGzip(in)) {
        copy(new GZIPInputStream(in, 1 << 16), out);
      } else {
        copy(isZstd(in) ? new ZstdInputStream(in) : in, out);
      }
    } catch (EOFException e) {
      throw new InputException(name, "is cut short: the compressed data end early", RECOPY);
    } catch (ZipException | io.airlift.compress.MalformedInputException e) {
      throw new InputException(name, "is damaged: " + e.getMessage(), RECOPY);
    } catch (IOException e) {
      // the zstd reader has no type of its own for a file that ends early
      throw isZstdDamage(e)
          ? new InputException(name, "is damaged or cut short: " + e.getMessage(), RECOPY)
          : e;
    }
    return notEmpty(new InputFile(name, copy, true));
  }

  /** In pieces of 256 KiB, as {@code transferTo} in its 8 KiB takes half as long again. */
  private static void copy(InputStream in, OutputStream out) throws IOException {
    var piece = new byte[1 << 18];
    for (int n; (n = in.read(piece)) > 0; ) {
      out.write(piece, 0, n);
    }
  }

  private static boolean isZstdDamage(IOException e) {
    return e.getStackTrace().length > 0
        && e.getStackTrace()[0].getClassName().startsWith("io.airlift.");
  }

  private static InputFile notEmpty(InputFile file) throws IOException {
    if (Files.size(file.path) == 0) {
      throw new InputException(file.name, "is empty", "name a file with flows");
    }
    return file;
  }

  private static boolean isGzip(InputStream in) throws IOException {
    return startsWith(in, 0x1f, 0x8b);
  }

  private static boolean isZstd(InputStream in) throws IOException {
    return startsWith(in, 0x28, 0xb5, 0x2f, 0xfd);
  }

  private static boolean startsWith(InputStream in, int... magic) throws IOException {
    in.mark(magic.length);
    boolean same = true;
    for (int b : magic) {
      same &= in.read() == b;
    }
    in.reset();
    return same;
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

  /** Deletes the copy if there is one. */
  public void release() throws IOException {
    if (copied) {
      Files.deleteIfExists(path);
    }
  }
}
