package io.stanflow.model;

import io.stanflow.model.ModelException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A zip file of named byte arrays whose comment ends in the SHA-256 of everything before it, so
 * that any truncation or changed bit is noticed before a byte of it is used. The same entries give
 * the same bytes.
 */
public final class Archive {
  private static final String MARK = "stanflow sha256 ";
  private static final int DIGEST_LENGTH = 64;
  private static final int MOST_BYTES = 1 << 30;
  private static final long MOST_UNPACKED = 2L << 30;

  /** What a file of any length may unpack to, and how much more for each byte of it. */
  private static final long SOME_UNPACKED = 64L << 20;

  private static final long MOST_RATIO = 200;
  private static final int MOST_ENTRIES = 16;

  private Archive() {}

  /** Writes the entries; the file appears under its name only when complete. */
  public static void write(Path file, Map<String, byte[]> entries) throws IOException {
    byte[] bytes = pack(entries);
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(part, bytes);
      Files.move(
          part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw e; // which names its file
    } catch (IOException e) {
      throw new IOException(
          file + ": " + e.getMessage() + "; make room there, or name a file on another disk", e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] pack(Map<String, byte[]> entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      zip.setComment(MARK + "0".repeat(DIGEST_LENGTH));
      zip.setLevel(9);
      for (var entry : entries.entrySet()) {
        var header = new ZipEntry(entry.getKey());
        header.setLastModifiedTime(FileTime.fromMillis(315_532_800_000L)); // 1980, zip's origin
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    byte[] bytes = out.toByteArray();
    byte[] digest = digest(bytes).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digest, 0, bytes, bytes.length - DIGEST_LENGTH, DIGEST_LENGTH);
    return bytes;
  }

  private static String digest(byte[] bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, bytes.length - DIGEST_LENGTH);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Reads all entries of a file.
   *
   * @throws ModelException if the file is missing, foreign, truncated, changed or far too large
   */
  public static Map<String, byte[]> read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ModelException(
          Kind.FOREIGN, file.toString(), "is a directory", "name a file in it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new ModelException(Kind.MISSING, file.toString(), "no such file", "check the path", e);
    }
  }

  /**
   * Reads all entries of what {@code in} has left, and leaves it open.
   *
   * @param name of the source, for error messages
   * @throws ModelException if it is foreign, truncated, changed or far too large
   */
  public static Map<String, byte[]> read(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw refused(name, "has more than 1 GiB");
    }
    try {
      String stated = statedDigest(name, bytes);
      CompletableFuture<String> digest = CompletableFuture.supplyAsync(() -> digest(bytes));
      try {
        return unpack(name, bytes); // meanwhile
      } finally {
        check(name, stated, digest.join()); // goes before whatever unpacking found
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new ModelException(
          Kind.CORRUPT, name, "not a sound zip file: " + e.getMessage(), "copy it again", e);
    }
  }

  private static String statedDigest(String name, byte[] bytes) throws ModelException {
    byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
    int at = bytes.length - DIGEST_LENGTH - mark.length;
    boolean zip = bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K';
    if (at < 0 || !Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length)) {
      throw new ModelException(
          Kind.FOREIGN,
          name,
          zip ? "truncated, or a zip file of another program" : "not a stanflow file",
          "copy it again, or pass one that stanflow train wrote");
    }
    return new String(
        bytes, bytes.length - DIGEST_LENGTH, DIGEST_LENGTH, StandardCharsets.US_ASCII);
  }

  private static void check(String name, String stated, String digest) throws ModelException {
    if (!stated.equals(digest)) {
      throw new ModelException(
          Kind.CORRUPT, name, "damaged: its SHA-256 does not match its content", "copy it again");
    }
  }

  private static Map<String, byte[]> unpack(String name, byte[] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    long most = Math.min(MOST_UNPACKED, SOME_UNPACKED + MOST_RATIO * bytes.length);
    long left = most;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left));
        left -= content.length;
        if (left <= 0 || zip.read() >= 0) {
          throw refused(name, "unpacks to more than " + most + " bytes");
        }
        if (entries.put(entry.getName(), content) != null || entries.size() > MOST_ENTRIES) {
          throw refused(name, "has two entries of one name, or more than " + MOST_ENTRIES);
        }
      }
    }
    return entries;
  }

  private static ModelException refused(String name, String fact) {
    return new ModelException(Kind.FOREIGN, name, fact, "stanflow's own files never do");
  }
}
