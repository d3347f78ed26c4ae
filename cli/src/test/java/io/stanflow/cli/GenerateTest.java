package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Cidr;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateTest {
  private static final String START = "2020-02-03T04:00:00Z";

  @TempDir private Path folder;

  private CommandRun generate(Path file, Object... further) {
    List<Object> words =
        new java.util.ArrayList<>(
            List.of("generate", "-m", SmallFlows.model(), "-o", file, "--hosts", 9));
    words.addAll(List.of("--start", START, "--duration", "2h", "--internal", "10.7.0.0/16"));
    words.addAll(List.of(further));
    return CommandRun.of(words.toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "flows.csv, ugr16",
    "flows.csv.gz, ugr16",
    "flows.csv.zst, ugr16",
    "flows.parquet, parquet"
  })
  void rowsParseBackAndLieInTheScenario(String name, String format) throws IOException {
    Path file = folder.resolve(name);
    CommandRun run = generate(file, "--flows", 700);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("700 flows of 9 hosts in ");
    Cidr internal = Cidr.parse("10.7.0.0/16");
    ReadOptions options = ReadOptions.DEFAULTS.withInternal(List.of(internal));
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      assertThat(table.format()).isEqualTo(format);
      assertThat(table.size()).isEqualTo(700);
      assertThat(table.hosts()).isBetween(1, 9);
      long start = Instant.parse(START).getEpochSecond() * 1_000_000;
      table.forEachSeries(
          series -> {
            assertThat(internal.contains(series.host())).isTrue();
            assertThat(series.flows())
                .allMatch(f -> f.timeMicros() >= start && f.timeMicros() < start + 7_200_000_000L);
          });
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 8})
  void threadsDoNotChangeTheFile(int threads) throws IOException {
    Path one = folder.resolve("one.csv");
    Path many = folder.resolve("many.csv");
    assertThat(generate(one, "--seed", 5, "--threads", 1).code()).isZero();
    assertThat(generate(many, "--seed", 5, "--threads", threads).code()).isZero();
    assertThat(many).hasSameBinaryContentAs(one);
    assertThat(Files.size(one)).isGreaterThan(1000);
  }

  @Test
  void aSummaryIsAPageOfTheFlowsAndChangesNone() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "old");
    CommandRun run = generate(folder.resolve("a.csv"), "--flows", 700, "--summary", page);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("replaces " + page).doesNotContain("flows over time");
    assertThat(page)
        .content()
        .startsWith("<!doctype html>")
        .contains("seed 1", "<td>700</td>", "tcp/443", "udp/53", "\"Flows of hosts by rank\"");
    generate(folder.resolve("b.csv"), "--flows", 700);
    assertThat(folder.resolve("a.csv")).hasSameBinaryContentAs(folder.resolve("b.csv"));
  }

  /** The page is there before only if the flows are, and nothing else is left. */
  @Test
  void aSummaryOfFlowsThatCannotBeWrittenIsNone() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "old");
    CommandRun none = generate(folder.resolve("no/f.csv"), "--summary", page);
    assertThat(none.code()).isEqualTo(3);
    assertThat(page).hasContent("old");
    CommandRun nowhere = generate(folder.resolve("f.csv"), "--summary", folder.resolve("no/p"));
    assertThat(nowhere.code()).isEqualTo(3);
    assertThat(generate(page, "--summary", page).code()).isEqualTo(2);
    assertThat(folder).isDirectoryContaining(page::equals);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(page);
    }
  }

  /** A JVM of its own, since this one has the Vector API. */
  @Test
  void plainJavaGivesTheSameFlowsAndSaysWhatItLacks() throws Exception {
    Path vector = folder.resolve("vector.csv");
    Path plain = folder.resolve("plain.csv");
    CommandRun run = generate(vector, "--seed", 5);
    assertThat(run.err())
        .matches("(?s)about [\\d,]+ flows of 9 hosts planned\\R[\\d,]+ flows of 9 .*");
    assertThat(run.err()).doesNotContain("plain Java");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> words = new java.util.ArrayList<>(List.of(java, "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName(), "generate"));
    words.addAll(List.of("-m", SmallFlows.model().toString(), "-o", plain.toString()));
    words.addAll(List.of("--hosts", "9", "--start", START, "--duration", "2h"));
    words.addAll(List.of("--internal", "10.7.0.0/16", "--seed", "5"));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    assertThat(process.getInputStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .contains("generating in plain Java", "--add-modules jdk.incubator.vector");
    assertThat(process.waitFor()).isZero();
    assertThat(plain).hasSameBinaryContentAs(vector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v5", "v9", "ipfix"})
  void packetsAreWrittenAsACapture(String format) throws IOException {
    Path capture = folder.resolve("flows.pcap");
    CommandRun run = generate(capture, "--seed", 5, "--format", format);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("not held by " + format + ": forwardingStatus, label");
    String flows = run.lastError().replaceAll(" flows of .*", "").replace(",", "");
    try (FlowRows read = FlowFiles.inTime(List.of(capture.toString()), ReadOptions.DEFAULTS)) {
      assertThat(read.size()).isEqualTo(Long.parseLong(flows));
      assertThat(read.next().schema().has("tos")).isTrue();
    }
  }

  @Test
  void anotherSeedGivesOtherFlows() {
    Path one = folder.resolve("one.csv");
    Path other = folder.resolve("other.csv");
    generate(one, "--seed", 5);
    generate(other, "--seed", 6);
    assertThat(Files.exists(one) && Files.exists(other)).isTrue();
    assertThat(one.toFile().length()).isNotEqualTo(other.toFile().length());
  }

  @Test
  void flowsAloneTakeAsLongAsTheyNeed() throws IOException {
    Path file = folder.resolve("long.csv");
    CommandRun run =
        CommandRun.of(
            "generate", "-m", SmallFlows.model(), "-o", file, "--hosts", 2, "--flows", 3000);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(file)).hasSizeBetween(3000, 3001); // a header line or none
  }

  @Test
  void allHostsOfTheTrainingAreGenerated() {
    CommandRun run = generate(folder.resolve("all.csv"), "--hosts", "all");
    assertThat(run.code()).isEqualTo(2); // given twice
    run =
        CommandRun.of(
            "generate", "-m", SmallFlows.model(), "-o", folder.resolve("a.csv"), "--hosts", "all");
    assertThat(run.err()).contains(" flows of 12 hosts in ");
  }
}
