package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.flow.Flow;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.Formats;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.parquet.ParquetFormat;
import io.stanflow.io.series.DuckTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("sets standard input")
class WriterTest {
  private static final List<Flow> FLOWS =
      new RandomFlows(new SplittableRandom(1), RandomFlows.UGR16, 1_000_000, 1000, 6).take(3000);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"ugr16", "nfdump", "nfdump48", "csv", "parquet"})
  void theFileAppearsWhenComplete(String format) throws IOException {
    Path file = Files.writeString(directory.resolve("out"), "old");
    try (FlowWriter writer = FlowFiles.writer(file + "", format, RandomFlows.UGR16)) {
      for (Flow flow : FLOWS) {
        writer.write(flow);
      }
      assertThat(file).hasContent("old");
    }
    assertThat(Files.size(file)).isGreaterThan(3000);
    assertThat(names()).containsExactly("out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ugr16", "nfdump", "nfdump48", "csv", "parquet"})
  void anAbortedFileLeavesNothing(String format) throws IOException {
    try (FlowWriter writer =
        FlowFiles.writer(directory.resolve("out.gz") + "", format, RandomFlows.UGR16)) {
      for (Flow flow : FLOWS) {
        writer.write(flow);
      }
      writer.abort();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void whatIsFlushedIsThereForAReader() throws IOException {
    PendingFile file = PendingFile.open(directory.resolve("out.csv") + "");
    try (FlowWriter writer = Formats.named("csv", "out.csv").writer(file, RandomFlows.UGR16)) {
      writer.write(FLOWS.get(0));
      assertThat(file.partial().orElseThrow()).isEmptyFile();
      writer.flush();
      assertThat(Files.readAllLines(file.partial().orElseThrow())).hasSize(2);
    }
  }

  /** More batches than may wait, so that the writer must notice that nobody takes them. */
  @Test
  void aFailureOfTheParquetThreadReachesTheWriter() throws IOException {
    PendingFile file = PendingFile.open(directory.resolve("out.parquet") + "");
    Files.createDirectory(file.partial().orElseThrow()); // in its way
    FlowWriter writer = new ParquetFormat().writer(file, RandomFlows.UGR16);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                for (Flow flow : FLOWS) {
                  writer.write(flow);
                }
              }
            })
        .withMessageStartingWith("DuckDB: ");
    writer.write(FLOWS.get(0)); // aborted: nothing happens
    writer.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void aWordThatWouldBreakTheLineIsRefused() throws IOException {
    Path file = directory.resolve("out");
    Flow flow =
        new Flow.Draft(RandomFlows.UGR16).word(RandomFlows.UGR16.index("label"), "a,b").flow();
    try (FlowWriter writer = FlowFiles.writer(file + "", "ugr16", RandomFlows.UGR16)) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> writer.write(flow))
          .withMessage(
              file + ": cannot hold the word 'a,b' of flow 1; write csv or parquet, which can");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void placesThatCannotBeWrittenAreExplained() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> FlowFiles.writer(directory + "", "csv", RandomFlows.UGR16))
        .withMessage(directory + ": is a directory; name a file");
    Path lost = directory.resolve("no/file");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> FlowFiles.writer(lost + "", "csv", RandomFlows.UGR16))
        .withMessage(lost + ": its directory does not exist; create " + directory.resolve("no"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowFiles.read(List.of(), ReadOptions.DEFAULTS));
  }

  @Test
  void standardInputIsRead() throws IOException {
    Path file = Tables.write(directory.resolve("f.gz"), "ugr16", RandomFlows.UGR16, FLOWS);
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(file)));
      try (DuckTable table =
          FlowFiles.read(List.of("-"), ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL))) {
        assertThat(Tables.flows(table)).containsExactlyInAnyOrderElementsOf(FLOWS);
      }
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void standardOutputIsWrittenAndStaysOpen() throws Exception {
    Process process = start("print");
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(text).startsWith(Tables.UGR_HEADER + "1970").endsWith("\ndone\n");
  }

  @Test
  void workingFilesAreGoneAfterTermination() throws Exception {
    Path file = Tables.write(directory.resolve("f"), "ugr16", RandomFlows.UGR16, FLOWS);
    Process process = start("wait", file + "", directory.resolve("out") + "");
    try {
      assertThat(process.getInputStream().read()).isEqualTo('r'); // ready: both are open
      assertThat(names())
          .anyMatch(name -> name.startsWith("stanflow-"))
          .anyMatch(name -> name.startsWith(".out.") && name.endsWith(".partial"));
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(names()).containsExactly("f");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private Process start(String... arguments) throws IOException {
    var command =
        Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName()),
            Stream.of(arguments));
    return new ProcessBuilder(command.toList())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What runs in a JVM of its own. */
  static final class Standalone {
    private Standalone() {}

    public static void main(String[] arguments) throws Exception {
      if (arguments[0].equals("print")) {
        try (FlowWriter writer = FlowFiles.writer("-", "ugr16", RandomFlows.UGR16)) {
          writer.write(new Flow.Draft(RandomFlows.UGR16).flow());
        }
        System.out.println("done");
        return;
      }
      ReadOptions options = ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL);
      try (DuckTable table = FlowFiles.read(List.of(arguments[1]), options);
          FlowWriter writer = FlowFiles.writer(arguments[2], "ugr16", table.schema())) {
        writer.write(Tables.flows(table).get(0));
        System.out.println("ready");
        Thread.currentThread().join(); // until terminated
      }
    }
  }
}
