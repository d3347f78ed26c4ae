package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of UGR'16 and nfdump: made by hand, and real ones where this machine has them. */
class RealDataTest {
  private final Path data = Path.of(System.getProperty("stanflow.data", "missing"));

  @TempDir Path directory;

  @Test
  void aDayOfUgr16ComesBackLineByLine() throws IOException {
    assumeThat(data).isDirectory();
    Path file = data.resolve("ugr16_train_h00-16.csv.gz");
    Path copy = directory.resolve("copy.csv.gz");
    try (DuckTable table = Tables.read(file)) {
      assertThat(table.format()).isEqualTo("ugr16");
      assertThat(table.size()).isEqualTo(892_265);
      assertThat(table.internal()).containsExactly(Cidr.parse("42.219.0.0/16"));
      try (FlowWriter writer = FlowFiles.writer(copy + "", "ugr16", table.schema())) {
        table.forEachSeries(
            series -> {
              for (Flow flow : series.flows()) {
                writer.write(flow);
              }
            });
      }
    }
    assertThat(multiset(copy)).isEqualTo(multiset(file));
  }

  /** Number of lines and a sum of hashes that their order does not change; without the header. */
  private static List<Long> multiset(Path gzip) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
      long lines = 0;
      long sum = 0;
      reader.readLine();
      for (String line; (line = reader.readLine()) != null; lines++) {
        long hash = 1125899906842597L;
        for (int i = 0; i < line.length(); i++) {
          hash = 31 * hash + line.charAt(i);
        }
        sum += hash * hash;
      }
      return List.of(lines, sum);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sample_ugr16.csv, ugr16, 1000, 42.219.0.0/16",
    "sample_ugr16_native_noheader.csv, ugr16, 1000, 42.219.0.0/16",
    "sample_nfdump.csv, nfdump48, 1000, 147.32.82.0/24"
  })
  void realFilesAreDetected(String name, String format, long flows, String internal)
      throws IOException {
    assumeThat(data).isDirectory();
    checkDetected(data.resolve("samples").resolve(name), format, flows, internal);
  }

  @ParameterizedTest
  @CsvSource({"ugr16.csv, ugr16, 5", "ugr16_no_header.csv, ugr16, 5"})
  void handMadeFilesAreDetected(String name, String format, long flows) throws IOException {
    checkDetected(Tables.sample(name), format, flows, "10.0.0.0/8");
  }

  private static void checkDetected(Path file, String format, long flows, String internal)
      throws IOException {
    try (DuckTable table = Tables.read(file)) {
      assertThat(table.format()).isEqualTo(format);
      assertThat(table.size()).isEqualTo(flows);
      assertThat(table.leftOut()).isZero();
      assertThat(table.internal()).containsExactly(Cidr.parse(internal));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sample_ugr16.csv, ugr16",
    "sample_ugr16_native_noheader.csv, ugr16",
    "sample_nfdump.csv, nfdump48"
  })
  void realLinesAreWrittenTheSame(String name, String format) throws IOException {
    assumeThat(data).isDirectory();
    checkLines(data.resolve("samples").resolve(name), format);
  }

  @ParameterizedTest
  @CsvSource({"ugr16.csv, ugr16", "ugr16_no_header.csv, ugr16", "nfdump48.csv, nfdump48"})
  void handMadeLinesAreWrittenTheSame(String name, String format) throws IOException {
    checkLines(Tables.sample(name), format);
  }

  private void checkLines(Path file, String format) throws IOException {
    Path copy = directory.resolve("copy");
    try (FlowRows flows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS);
        FlowWriter writer = FlowFiles.writer(copy + "", format, flows.schema())) {
      flows.forEach(writer::write);
    }
    int columns = 13; // those that we read; nfdump has more
    assertThat(rows(copy, columns)).containsExactlyInAnyOrderElementsOf(rows(file, columns));
  }

  private static List<String> rows(Path file, int columns) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("20"))
        .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, columns)))
        .toList();
  }
}
