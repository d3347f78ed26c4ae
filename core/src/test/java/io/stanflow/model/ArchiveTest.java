package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.model.ModelException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  @TempDir Path folder;

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.json", "{\"x\": [1, 2, 3]}".getBytes(StandardCharsets.UTF_8));
    entries.put("empty", new byte[0]);
    entries.put("b.bin", new byte[] {0, -1, 7, 80, 75});
    return entries;
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private byte[] archive() throws IOException {
    Path file = folder.resolve("good");
    Archive.write(file, entries());
    return Files.readAllBytes(file);
  }

  @Test
  void entriesComeBackInOrder() throws IOException {
    Map<String, byte[]> read = Archive.read(write(archive()));
    assertThat(read.keySet()).containsExactly("a.json", "empty", "b.bin");
    entries().forEach((name, bytes) -> assertThat(read.get(name)).isEqualTo(bytes));
  }

  @Test
  void sameEntriesGiveTheSameBytesAndNothingElseIsLeft() throws IOException {
    assertThat(archive()).isEqualTo(archive());
    Archive.write(folder.resolve("good"), Map.of("one", new byte[1])); // over the old one
    assertThat(Archive.read(folder.resolve("good"))).containsOnlyKeys("one");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void everyTruncationIsAModelException() throws IOException {
    byte[] bytes = archive();
    for (int length = 0; length < bytes.length; length++) {
      Path cut = write(Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(ModelException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> Archive.read(cut));
    }
  }

  @Test
  void everyFlippedBitIsAModelException() throws IOException {
    byte[] bytes = archive();
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Path file = write(damaged);
      assertThatExceptionOfType(ModelException.class)
          .as("byte %d of %d", i, bytes.length)
          .isThrownBy(() -> Archive.read(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "time,duration\n1,2\n", "stanflow sha256 "})
  void otherFileIsAModelException(String text) throws IOException {
    Path file = write(text.getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Archive.read(file))
        .withMessageContaining("not a stanflow file")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FOREIGN))
        .withMessageStartingWith(file.toString());
  }

  @Test
  void foreignZipIsAModelException() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("model.json"));
      zip.write(new byte[200]);
    }
    Path file = write(out.toByteArray());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Archive.read(file))
        .withMessageContaining("a zip file of another program")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FOREIGN));
  }

  @Test
  void missingFileIsAModelException() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Archive.read(folder.resolve("none")))
        .withMessageContaining("no such file")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
  }

  /** What somebody could make on purpose. */
  @Test
  void brokenZipUnderTheRightDigestIsAModelException() throws Exception {
    byte[] bytes = archive();
    for (int i = 0; i < bytes.length - 100; i += 3) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) 0xff;
      Path file = write(signed(damaged));
      try {
        Archive.read(file);
      } catch (ModelException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }

  private static byte[] signed(byte[] bytes) throws NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(bytes, 0, bytes.length - 64);
    byte[] digest = HexFormat.of().formatHex(sha.digest()).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digest, 0, bytes, bytes.length - 64, 64);
    return bytes;
  }
}
