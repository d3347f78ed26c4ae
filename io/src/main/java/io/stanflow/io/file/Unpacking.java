package io.stanflow.io.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Takes a file out of what it is packed in, archives in archives too. Names of members are never
 * paths: their bytes go into one plain copy, one after the other.
 */
final class Unpacking {
  private static final int DEEPEST = 4;
  private static final int BEHIND_TAR = 64 << 20; // bytes; tar itself leaves 10 KiB
  private static final int BUFFER = 1 << 17;
  private static final String UNPACK = "unpack it, and name the files with flows";

  private final String name;
  private final Path scratch;
  private final Optional<Charset> encoding;
  private final PlainCopy out;

  /**
   * @param name the file as the user named it
   * @param scratch may be made, and is deleted
   * @param encoding of texts without a byte-order mark; empty for UTF-8
   */
  Unpacking(String name, Path scratch, Optional<Charset> encoding, PlainCopy out) {
    this.name = name;
    this.scratch = scratch;
    this.encoding = encoding;
    this.out = out;
  }

  /** Writes all files in a stream that can be marked. */
  void unpack(InputStream in) throws IOException {
    unpack(in, name, 0);
  }

  private void unpack(InputStream in, String member, int depth) throws IOException {
    Packing packing = Packing.of(in);
    if (packing.unread() != null) {
      throw new InputException(name, "is " + packing.unread() + ", which is not read", UNPACK);
    }
    if (packing != Packing.NONE && depth == DEEPEST) {
      throw new InputException(name, "is packed more than " + DEEPEST + " times", UNPACK);
    }
    switch (packing) {
      case TAR -> tar(in, depth);
      case ZIP -> zip(in, depth);
      case NONE -> {
        Optional<Charset> charset = TextEncoding.of(in, encoding);
        out.add(member, buffered(TextEncoding.asUtf8(name, in, charset)));
      }
      default -> {
        InputStream plain = PackedStream.checked(name, () -> packing.open(in));
        unpack(buffered(new PackedStream(name, plain)), member, depth + 1);
      }
    }
  }

  private static InputStream buffered(InputStream in) {
    return in instanceof BufferedInputStream ? in : new BufferedInputStream(in, BUFFER);
  }

  private void tar(InputStream in, int depth) throws IOException {
    var raw = new PackedStream(name, in);
    var tar = new TarArchiveInputStream(raw);
    for (TarArchiveEntry entry; (entry = next(tar)) != null; ) {
      if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() && counts(entry.getName())) {
        unpack(buffered(new PackedStream(name, tar)), entry.getName(), depth + 1);
      }
    }
    if (raw.zerosAtEnd() < 512) {
      throw new InputException(
          name, "is cut short: the archive ends without its end mark", PackedStream.RECOPY);
    }
    // up to the checksum of what it is compressed by
    var piece = new byte[BUFFER];
    long behind = 0;
    for (int n; (n = raw.read(piece, 0, piece.length)) > 0; ) {
      behind += n;
      if (behind > BEHIND_TAR) {
        throw new InputException(name, "goes on behind the end of its archive", UNPACK);
      }
    }
  }

  private TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    return PackedStream.checked(name, tar::getNextEntry);
  }

  /** Its list of members stands at the end, so that it must lie on disk. */
  private void zip(InputStream in, int depth) throws IOException {
    Path copy = scratch.resolveSibling(scratch.getFileName() + ".zip" + depth);
    try {
      out.copyTo(copy, in);
      try (ZipFile zip = PackedStream.checked(name, () -> ZipFile.builder().setPath(copy).get())) {
        List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
        for (ZipArchiveEntry entry : entries) {
          if (!entry.isDirectory() && !entry.isUnixSymlink() && counts(entry.getName())) {
            member(zip, entry, depth);
          }
        }
      }
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private void member(ZipFile zip, ZipArchiveEntry entry, int depth) throws IOException {
    if (!zip.canReadEntryData(entry)) {
      throw new InputException(name, "is encrypted, or packed in a way that is not read", UNPACK);
    }
    var sum = new CRC32();
    InputStream raw = PackedStream.checked(name, () -> zip.getInputStream(entry));
    try (var checked = new CheckedInputStream(new PackedStream(name, raw), sum)) {
      unpack(new BufferedInputStream(checked, BUFFER), entry.getName(), depth + 1);
      checked.skip(Long.MAX_VALUE);
    }
    if (sum.getValue() != entry.getCrc()) {
      throw new InputException(name, "is damaged: a checksum in it is wrong", PackedStream.RECOPY);
    }
  }

  /** Not for what systems add: macOS's ._april.csv, Windows' desktop.ini. */
  private static boolean counts(String member) {
    String file = member.substring(member.lastIndexOf('/') + 1);
    return !member.startsWith("__MACOSX/")
        && !file.startsWith("._")
        && !file.equals(".DS_Store")
        && !file.equalsIgnoreCase("desktop.ini");
  }
}
