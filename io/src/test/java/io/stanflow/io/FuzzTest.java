package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.stanflow.flow.Flow;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files give an {@link InputException} or are read; nothing else, and soon. */
class FuzzTest {
  private static final String PIECES = ",\n\r\t \"\0;:.-+/\\#'%0123456789abcdefxXeEnN\u00e9";

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"ugr16, 1", "nfdump, 2", "nfdump48, 3", "csv, 4", "parquet, 5"})
  void linesAreEitherReadOrRejected(String format, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    Path good = directory.resolve("good");
    Tables.write(
        good,
        format,
        RandomFlows.UGR16,
        new RandomFlows(random, RandomFlows.UGR16, 1_000_000, 1000, 6).take(100));
    byte[] bytes = Files.readAllBytes(good);
    ReadOptions strict = ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL).withThreads(2);
    ReadOptions skip = strict.withSkipMalformed(directory.resolve("rejects"));
    int read = 0;
    for (int i = 0; i < 20; i++) {
      Path file = Files.write(directory.resolve("bad"), mutated(bytes, random));
      read += attempt(file, strict) + attempt(file, skip.withFormat(format));
    }
    if (!format.equals("parquet")) { // whose every byte counts
      assertThat(read).as("files read in spite of the damage").isPositive();
    }
    assertThat(read).as("files read in spite of the damage").isLessThan(40);
  }

  /**
   * Damaged lines of each text format. {@code -Dstanflow.fuzz=N} gives each N files of 400 lines;
   * 180 are a million lines.
   */
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "zeek, 11",
    "zeek-iot23, 12",
    "zeek-json, 13",
    "argus, 14",
    "argus-tabs, 15",
    "cidds, 16",
    "netshare, 17",
    "unsw-nb15, 18",
    "netflow-v2, 19",
    "netflow-v3, 20",
    "suricata, 21",
    "nfdump-fast, 22",
    "nfdump-long, 23",
    "nfdump-pipe, 24"
  })
  void damagedTextIsReadOrRejected(String format, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    int files = Integer.getInteger("stanflow.fuzz", 3);
    List<Flow> flows = FormatFlows.take(format, random, 400);
    Path good = Tables.write(directory.resolve("good"), format, flows.get(0).schema(), flows);
    byte[] bytes = Files.readAllBytes(good);
    ReadOptions strict = ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL).withThreads(2);
    ReadOptions skip = strict.withSkipMalformed(directory.resolve("rejects"));
    int read = 0;
    for (int i = 0; i < files; i++) {
      Path file = Files.write(directory.resolve("bad"), mutated(bytes, random));
      read += attempt(file, strict) + attempt(file, skip.withFormat(format));
    }
    assertThat(read).as("files read in spite of the damage").isPositive();
  }

  private static int attempt(Path file, ReadOptions options) {
    return assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
            assertThat((long) Tables.flows(table).size()).isEqualTo(table.size());
            return 1;
          } catch (InputException e) {
            assertThat(e.getMessage()).startsWith(file + ":").contains("; ");
            assertThat(e.getMessage().lines()).hasSize(1);
            return 0;
          }
        });
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] out = bytes.clone();
    byte[] pieces = PIECES.getBytes(StandardCharsets.UTF_8);
    switch (random.nextInt(4)) {
      case 0 -> out = java.util.Arrays.copyOf(out, random.nextInt(out.length));
      case 1 -> {
        for (int i = random.nextInt(1, 60); i > 0; i--) {
          out[random.nextInt(out.length)] = pieces[random.nextInt(pieces.length)];
        }
      }
      case 2 -> {
        for (int i = random.nextInt(1, 20); i > 0; i--) {
          out[random.nextInt(out.length)] = (byte) random.nextInt(256);
        }
      }
      default -> {
        int from = random.nextInt(out.length);
        int to = random.nextInt(out.length);
        int length = random.nextInt(Math.min(out.length - Math.max(from, to), 300) + 1);
        System.arraycopy(bytes, from, out, to, length);
      }
    }
    return out;
  }
}
