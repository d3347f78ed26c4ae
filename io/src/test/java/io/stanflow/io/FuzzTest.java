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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files give an {@link InputException} or are read; nothing else, and soon. */
class FuzzTest {
  private static final String PIECES = ",\n\r\t \"\0;:.-+/\\#'%0123456789abcdefxXeEnN\u00e9";

  private static final int LINES_IN_FILE = 1000;
  private static final List<String> OLDER = List.of("ugr16", "nfdump", "nfdump48", "csv");
  private static final List<String> TEXT_FORMATS =
      List.of(
          "ugr16",
          "nfdump",
          "nfdump48",
          "csv",
          "zeek",
          "zeek-iot23",
          "zeek-json",
          "argus",
          "argus-tabs",
          "cidds",
          "netshare",
          "unsw-nb15",
          "netflow-v2",
          "netflow-v3",
          "suricata",
          "nfdump-fast",
          "nfdump-long",
          "nfdump-pipe",
          "nfdump-line",
          "nfdump-extended",
          "nfdump-bilong");

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
    for (int i = 0; i < 5; i++) {
      Path file = Files.write(directory.resolve("bad"), mutated(bytes, random));
      read += attempt(file, strict) + attempt(file, skip.withFormat(format));
    }
    if (!format.equals("parquet")) { // whose every byte counts
      assertThat(read).as("files read in spite of the damage").isPositive();
    }
    assertThat(read).as("files read in spite of the damage").isLessThan(10);
  }

  /** Damaged files of each text format. */
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
    "nfdump-pipe, 24",
    "nfdump-biline, 25",
    "nfdump-json, 26"
  })
  void damagedTextIsReadOrRejected(String format, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    List<Flow> flows = FormatFlows.take(format, random, 400);
    Path good = Tables.write(directory.resolve("good"), format, flows.get(0).schema(), flows);
    byte[] bytes = Files.readAllBytes(good);
    ReadOptions strict = ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL).withThreads(2);
    ReadOptions skip = strict.withSkipMalformed(directory.resolve("rejects"));
    int read = 0;
    for (int i = 0; i < 2; i++) {
      Path file = Files.write(directory.resolve("bad"), mutated(bytes, random));
      read += attempt(file, strict) + attempt(file, skip.withFormat(format));
    }
    assertThat(read).as("files read in spite of the damage").isPositive();
  }

  /**
   * Files of which every line but the header is damaged, by all readers in turn. {@code
   * -Dstanflow.fuzz=1000000} damages as many lines and then also holds memory to a bound from the
   * second tenth to the end: classes, compiled code and the allocator's arenas still grow by some
   * tens of MiB; a leak of 200 KiB for each file, of which a million lines make 1,000, would show.
   */
  @Test
  void damagedLinesAreReadOrRejectedWithoutGrowth() throws IOException {
    long seed = 31;
    int lines = Integer.getInteger("stanflow.fuzz", 18_000);
    int files = Math.max(TEXT_FORMATS.size(), lines / LINES_IN_FILE);
    var random = new SplittableRandom(seed);
    var good = new ArrayList<List<String>>();
    for (String format : TEXT_FORMATS) {
      good.add(lines(format, random));
    }
    long damaged = 0;
    int read = 0;
    Memory early = null;
    for (int i = 0; i < files; i++) {
      int format = i % TEXT_FORMATS.size();
      List<String> bad = new ArrayList<>();
      for (String line : good.get(format)) {
        boolean header = bad.isEmpty() || line.startsWith("#");
        bad.add(header ? line : damaged(line, random));
        damaged += header ? 0 : 1;
      }
      Path file = Files.write(directory.resolve("bad"), bad);
      ReadOptions options =
          ReadOptions.DEFAULTS
              .withInternal(RandomFlows.INTERNAL)
              .withThreads(2)
              .withSkipMalformed(directory.resolve("rejects"))
              .withFormat(TEXT_FORMATS.get(format));
      read += attempt(file, options);
      if (i == files / 5) {
        early = Memory.now();
      }
    }
    Memory late = Memory.now();
    System.out.printf(
        "fuzz: %,d damaged lines in %,d files, %,d read, seed %d, memory %s to %s%n",
        damaged, files, read, seed, early, late);
    assertThat(read).as("files with flows in spite of the damage").isGreaterThan(files / 2);
    if (files >= 200) {
      assertThat(late.heap).as("heap, MiB").isLessThan(early.heap + 16);
      assertThat(late.resident).as("resident, MiB").isLessThan(early.resident + 160);
    }
  }

  /**
   * MiB in use.
   *
   * @param heap after a collection
   * @param resident of the process, DuckDB's with it; 0 where the system does not tell
   */
  private record Memory(long heap, long resident) {
    static Memory now() throws IOException {
      System.gc();
      Runtime java = Runtime.getRuntime();
      long resident = 0;
      Path status = Path.of("/proc/self/status");
      if (Files.exists(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmRSS:")) {
            resident = Long.parseLong(line.replaceAll("\\D", "")) >> 10;
          }
        }
      }
      return new Memory((java.totalMemory() - java.freeMemory()) >> 20, resident);
    }
  }

  private List<String> lines(String format, SplittableRandom random) throws IOException {
    List<Flow> flows =
        OLDER.contains(format)
            ? new RandomFlows(random, RandomFlows.UGR16, 1_000_000, 1000, 6).take(LINES_IN_FILE)
            : FormatFlows.take(format, random, LINES_IN_FILE);
    Path good = Tables.write(directory.resolve("good"), format, flows.get(0).schema(), flows);
    return Files.readAllLines(good);
  }

  /** One to four characters replaced, left out or put in. */
  private static String damaged(String line, SplittableRandom random) {
    var text = new StringBuilder(line);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      String piece = "" + PIECES.charAt(random.nextInt(PIECES.length()));
      int end = Math.min(text.length(), at + (random.nextInt(3) == 0 ? 0 : 1));
      text.replace(at, end, random.nextInt(4) == 0 ? "" : piece);
    }
    return text.toString();
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
