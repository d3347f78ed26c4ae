package io.stanflow.io.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class UnpackingTest {
  private static final String HEADER = "te,td,sa\n";
  private static final String ROWS = "2016-04-11 00:00:00,0.5,10.0.0.1\n".repeat(500);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz", "tar", "tar.gz", "tar.bz2", "tar.xz", "zip", "zip.gz"})
  void filesAreKnownByTheirFirstBytes(String packing) throws IOException {
    byte[] packed = pack(packing, Map.of("../../april.csv", HEADER + ROWS));
    assertThat(read(packed)).isEqualTo(HEADER + ROWS);
    assertThat(directory.getParent().getParent().resolve("april.csv")).doesNotExist();
    assertThat(list()).containsExactly("copy", "packed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar.gz", "zip"})
  void membersAreReadOneAfterTheOther(String packing) throws IOException {
    var members = new TreeMap<String, String>();
    members.put("week1/a.csv", HEADER + "1,2,3");
    members.put("week1/b.csv", HEADER.replace("\n", "\r\n") + "4,5,6\n");
    members.put("week1/c.csv.gz", HEADER + "7,8,9\n");
    members.put("week1/empty.csv", "");
    members.put("__MACOSX/._a.csv", "\0\1");
    assertThat(read(pack(packing, members))).isEqualTo(HEADER + "1,2,3\n\n4,5,6\n\n7,8,9\n");
    assertThat(read(pack(packing, Map.of("a", "1,2\n", "b", "3,4\n"))).lines())
        .as("no header lines")
        .containsExactlyInAnyOrder("1,2", "3,4");
  }

  @Test
  void membersOfSeveralKindsAreRefused() throws IOException {
    String moved = "td,te,sa\n0.5,2016-04-11 00:00:00,10.0.0.1\n";
    for (String other : List.of(moved, "Read me first.\n", ROWS, "\0\1\2")) {
      var members = new TreeMap<>(Map.of("a.csv", HEADER + ROWS, "b.csv", other));
      assertRefused(
          pack("tar", members),
          "holds files of several kinds, such as a.csv and b.csv; unpack it, and name those with"
              + " flows");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz", "tar", "tar.gz", "tar.xz", "zip"})
  void cutFilesAreRefused(String packing) throws IOException {
    var members = new TreeMap<String, String>();
    members.put("a.csv", noise(7, 3_000));
    if (packing.matches("tar.*|zip")) {
      members.put("b.csv", noise(8, 2_000));
    }
    byte[] packed = pack(packing, members);
    int least = packing.startsWith("tar") && !packing.contains(".") ? 512 : 20;
    for (int length = least; length < packed.length - 1; length += 1 + packed.length / 60) {
      boolean whole =
          packing.equals("tar") && length >= packed.length - 10_000 && isEnded(packed, length);
      if (!whole) {
        byte[] cut = Arrays.copyOf(packed, length);
        assertThatExceptionOfType(InputException.class)
            .as("%d of %d bytes", length, packed.length)
            .isThrownBy(() -> read(cut))
            .withMessageMatching(".*(is cut short|is damaged).*; copy or download it again");
      }
    }
  }

  /** Whether a tar file has its end mark. */
  private static boolean isEnded(byte[] tar, int length) {
    for (int i = Math.max(0, length - 512); i < length; i++) {
      if (tar[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz", "tar.gz", "tar.bz2", "tar.xz", "zip"})
  void flippedBitsAreNeverReadWithoutAWord(String packing) throws IOException {
    String text = noise(9, 2_000);
    byte[] packed = pack(packing, Map.of("a.csv", text));
    var random = new SplittableRandom(41);
    for (int i = 0; i < 100; i++) {
      byte[] flipped = packed.clone();
      int bit = random.nextInt(8 * flipped.length);
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      String read;
      try {
        read = read(flipped);
      } catch (InputException e) {
        assertThat(e).hasMessageStartingWith(directory.resolve("packed") + ": ");
        continue;
      }
      // names and times of members may be anything; what is no longer known as packed is no table
      if (read.startsWith(text.substring(0, 20))) {
        assertThat(read).as("bit %d of seed 41", bit).isEqualTo(text);
      }
    }
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    assertRefused(
        new byte[] {0x37, 0x7a, (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4},
        "is a 7z archive, which is not read; unpack it, and name the files with flows");
    byte[] nested = HEADER.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5; i++) {
      nested = compress("gz", nested);
    }
    assertRefused(nested, "is packed more than 4 times; unpack it, and name the files with flows");
  }

  @Test
  void theDiskIsNotFilled() throws IOException {
    byte[] megabyte = new byte[1 << 20];
    Path target = directory.resolve("copy");
    try (var copy = new PlainCopy("bomb.gz", target, () -> 300L << 20)) {
      assertThatNoException()
          .isThrownBy(() -> copy.add("a", new ByteArrayInputStream(new byte[65 << 20])));
    }
    try (var copy = new PlainCopy("bomb.gz", target, () -> 200L << 20)) {
      assertThatNoException().isThrownBy(() -> copy.add("a", new ByteArrayInputStream(megabyte)));
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> copy.copyTo(target, new ByteArrayInputStream(new byte[64 << 20])))
          .withMessageStartingWith(
              "bomb.gz: unpacks to more than fits: 63 MiB so far, and less than 256 MiB left in "
                  + directory);
    }
  }

  @Test
  void textIsReadInItsEncoding() throws IOException {
    String text = HEADER + "na\u00efve \u2013 \ud83d\ude00\n".repeat(30_000);
    for (String name : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      byte[] bytes = ("\ufeff" + text).getBytes(Charset.forName(name));
      assertThat(read(bytes)).as(name).isEqualTo(text);
      assertThat(read(compress("gz", bytes))).as(name).isEqualTo(text);
    }
    Charset windows = Charset.forName("windows-1252");
    String dash = HEADER + "Web Attack \u2013 XSS\n";
    assertThat(read(dash.getBytes(windows), Optional.of(windows))).isEqualTo(dash);
    byte[] undefined = (HEADER + "a\nb?\n").getBytes(windows);
    undefined[undefined.length - 2] = (byte) 0x81;
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(undefined, Optional.of(windows)))
        .withMessageEndingWith(
            "packed:3: the line is not windows-1252 text; name the right --encoding");
    byte[] odd = Arrays.copyOf(("\ufeff" + HEADER).getBytes(StandardCharsets.UTF_16LE), 15);
    assertRefused(odd, ":1: the line is not UTF-16 text; name the right --encoding");
  }

  private String read(byte[] packed) throws IOException {
    return read(packed, Optional.empty());
  }

  private String read(byte[] packed, Optional<Charset> encoding) throws IOException {
    Path file = Files.write(directory.resolve("packed"), packed);
    InputFile input = InputFile.open(file.toString(), directory.resolve("copy"), encoding);
    return Files.readString(input.path(), StandardCharsets.UTF_8);
  }

  private void assertRefused(byte[] packed, String fact) {
    String place = directory.resolve("packed") + (fact.startsWith(":") ? "" : ": ");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(packed))
        .withMessage(place + fact);
  }

  private List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String noise(long seed, int rows) {
    var random = new SplittableRandom(seed);
    var text = new StringBuilder(HEADER);
    for (int i = 0; i < rows; i++) {
      text.append(random.nextLong()).append('\n');
    }
    return text.toString();
  }

  /** Members, one where the packing is none of several, packed from the left to the right. */
  private static byte[] pack(String packing, Map<String, String> members) throws IOException {
    byte[] bytes = members.values().iterator().next().getBytes(StandardCharsets.UTF_8);
    for (String step : packing.split("\\.", -1)) {
      bytes =
          switch (step) {
            case "tar" -> tar(members);
            case "zip" -> zip(members);
            default -> compress(step, bytes);
          };
    }
    return bytes;
  }

  private static byte[] content(Map.Entry<String, String> member) throws IOException {
    byte[] bytes = member.getValue().getBytes(StandardCharsets.UTF_8);
    return member.getKey().endsWith(".gz") ? compress("gz", bytes) : bytes;
  }

  private static byte[] tar(Map<String, String> members) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      tar.putArchiveEntry(new TarArchiveEntry("week1/"));
      tar.closeArchiveEntry();
      var link = new TarArchiveEntry("latest.csv", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      for (var member : members.entrySet()) {
        byte[] content = content(member);
        var entry = new TarArchiveEntry(member.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(Map<String, String> members) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("week1/"));
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(content(member));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] compress(String packing, byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (packing) {
          case "gz" -> new GZIPOutputStream(bytes);
          case "bz2" -> new BZip2CompressorOutputStream(bytes);
          default -> new XZOutputStream(bytes, new LZMA2Options(1));
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
