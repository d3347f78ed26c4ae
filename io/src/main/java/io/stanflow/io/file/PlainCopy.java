package io.stanflow.io.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The plain copy of a file, made of all members of its archive as {@code cat} would: a header line
 * that they share stands in the first alone. It ends before it has filled the disk.
 */
final class PlainCopy implements AutoCloseable {
  private static final long STEP = 64L << 20; // bytes written between two looks at the disk
  private static final long LEAST_FREE = 256L << 20; // bytes, for the database beside it
  private static final int LONGEST_HEADER = 1 << 16; // bytes

  /** A cell that begins like a number, a time or an address; no line of names has one. */
  private static final Pattern DATA = Pattern.compile("(^|[,;|\\s\"])[-+.]?\\d|^\\s*[{\\[#]");

  private final String name;
  private final Path path;
  private final LongSupplier free;
  private final OutputStream out;
  private long written;
  private byte last = '\n';
  private String first;
  private String firstHeader;
  private boolean binary;

  /**
   * @param name the file as the user named it
   * @param free bytes that the disk has left
   */
  PlainCopy(String name, Path path, LongSupplier free) throws IOException {
    this.name = name;
    this.path = path;
    this.free = free;
    out = Files.newOutputStream(path);
  }

  /**
   * Appends a member.
   *
   * @param in at its beginning, can be marked
   */
  void add(String member, InputStream in) throws IOException {
    byte[] start = Packing.peek(in, LONGEST_HEADER);
    if (start.length == 0) {
      return;
    }
    String header = header(start);
    boolean repeated = false;
    if (first == null) {
      first = member;
      firstHeader = header;
      binary = TextEncoding.isBinary(start);
    } else {
      repeated = isRepeated(member, header, TextEncoding.isBinary(start));
      if (last != '\n') {
        put(out, new byte[] {'\n'}, 1);
      }
    }
    if (repeated) {
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        // the header line, for which an empty one stands so that lines keep their numbers
      }
      put(out, new byte[] {'\n'}, 1);
    }
    copy(in, out);
  }

  private static String header(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8);
    return text.lines().findFirst().orElse("").replace("\ufeff", "").strip();
  }

  private boolean isRepeated(String member, String header, boolean binaryToo)
      throws InputException {
    boolean names = !DATA.matcher(header).find() || !DATA.matcher(firstHeader).find();
    if (binary || binaryToo || (!header.equals(firstHeader) && names)) {
      String files = InputException.shown(first) + " and " + InputException.shown(member);
      throw new InputException(
          name,
          "holds files of several kinds, such as " + files,
          "unpack it, and name those with flows");
    }
    return header.equals(firstHeader);
  }

  /** Copies a stream into a further file, within the same bounds. */
  void copyTo(Path file, InputStream in) throws IOException {
    try (OutputStream further = Files.newOutputStream(file)) {
      copy(in, further);
    }
  }

  /** In pieces of 256 KiB, as {@code transferTo} in its 8 KiB takes half as long again. */
  private void copy(InputStream in, OutputStream to) throws IOException {
    var piece = new byte[1 << 18];
    for (int n; (n = in.read(piece)) > 0; ) {
      put(to, piece, n);
    }
  }

  private void put(OutputStream to, byte[] bytes, int length) throws IOException {
    if (written / STEP != (written + length) / STEP && free.getAsLong() < LEAST_FREE + length) {
      throw new InputException(
          name,
          String.format(
              Locale.ROOT,
              "unpacks to more than fits: %,d MiB so far, and less than %d MiB left in %s",
              written >> 20,
              LEAST_FREE >> 20,
              path.toAbsolutePath().getParent()),
          "free space there, or choose another directory with"
              + " STANFLOW_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY");
    }
    to.write(bytes, 0, length);
    written += length;
    last = bytes[length - 1];
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
