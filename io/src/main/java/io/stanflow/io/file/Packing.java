package io.stanflow.io.file;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file is compressed or packed, known by its first bytes. */
enum Packing {
  GZIP(0, "1f8b"),
  ZSTD(0, "28b52ffd"),
  BZIP2(0, "425a68"),
  XZ(0, "fd377a585a00"),
  ZIP(0, "504b0304"),
  TAR(257, "7573746172"),
  SEVEN_ZIP(0, "377abcaf271c"),
  RAR(0, "526172211a07"),
  LZ4(0, "04224d18"),
  NONE(0, "");

  private static final int LONGEST = 512; // bytes looked at
  private static final int XZ_MEMORY = 256 << 10; // KiB; xz -9 takes 65 MiB

  private final int place;
  private final String magic;

  Packing(int place, String magic) {
    this.place = place;
    this.magic = magic;
  }

  /** That of a stream that can be marked, which is left at its beginning. */
  static Packing of(InputStream in) throws IOException {
    byte[] start = peek(in, LONGEST);
    for (Packing packing : values()) {
      if (packing.fits(start)) {
        return packing;
      }
    }
    return NONE;
  }

  /** The first bytes of a stream that can be marked, fewer where it is shorter. */
  static byte[] peek(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] start = in.readNBytes(length);
    in.reset();
    return start;
  }

  private boolean fits(byte[] start) {
    int length = magic.length() / 2;
    if (start.length < place + length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int wanted = Integer.parseInt(magic.substring(2 * i, 2 * i + 2), 16);
      if ((start[place + i] & 255) != wanted) {
        return false;
      }
    }
    return this != BZIP2 || (start.length > 3 && start[3] >= '1' && start[3] <= '9');
  }

  /** The stream decompressed; null where it is not one compressed stream. */
  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case ZSTD -> new ZstdInputStream(in);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> new XZInputStream(in, XZ_MEMORY);
      case ZIP, TAR, SEVEN_ZIP, RAR, LZ4, NONE -> null;
    };
  }

  /** What is not read is called in messages; null for what is read. */
  String unread() {
    return switch (this) {
      case SEVEN_ZIP -> "a 7z archive";
      case RAR -> "a rar archive";
      case LZ4 -> "compressed by lz4";
      case GZIP, ZSTD, BZIP2, XZ, ZIP, TAR, NONE -> null;
    };
  }
}
