package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnFileTest {
  @TempDir private Path folder;

  /** Up to 6 MB each: some on the heap, some beside others, some larger than a region. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void whatIsAllocatedIsZeroApartFromOthersAndStays(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    List<ByteBuffer> columns = new ArrayList<>();
    try (var file = new ColumnFile()) {
      for (int i = 0; i < 60; i++) {
        int bytes = i % 3 == 0 ? random.nextInt(6 << 20) : random.nextInt(20_000);
        ByteBuffer column = file.allocate(bytes);
        assertThat(column.capacity()).isEqualTo(bytes);
        assertThat(column.mismatch(ByteBuffer.allocate(bytes))).isEqualTo(-1);
        fill(column, (byte) (i + 1));
        columns.add(column);
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      byte[] expected = new byte[columns.get(i).capacity()];
      java.util.Arrays.fill(expected, (byte) (i + 1));
      assertThat(columns.get(i)).isEqualTo(ByteBuffer.wrap(expected));
    }
  }

  private static void fill(ByteBuffer column, byte value) {
    for (int at = 0; at < column.capacity(); at++) {
      column.put(at, value);
    }
  }

  private record Run(int code, String text) {}

  /** In a JVM of 64 MB, of which flows and counts leave little: 130 MB of columns. */
  private static Run inSmallHeap(Path temporary) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                InSmallHeap.class.getName())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), text);
  }

  @Test
  void encodedFlowsMayBeLargerThanTheHeap() throws Exception {
    Run run = inSmallHeap(folder);
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(Long.parseLong(run.text().trim())).isGreaterThan(100_000_000);
    assertThat(folder).isEmptyDirectory(); // the file goes with its process
  }

  @Test
  void withoutRoomItSaysWhereAndWhatToDo() throws Exception {
    Path missing = folder.resolve("missing");
    Run run = inSmallHeap(missing);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.text())
        .contains(missing + ": no room for the encoded flows", "-Djava.io.tmpdir=FOLDER");
  }

  /** Prints how many bytes the encoded flows of a simulated table take. */
  static final class InSmallHeap {
    private InSmallHeap() {}

    public static void main(String[] args) throws IOException {
      MemoryTable table = SimulatedTraffic.table(12, 6000, false, 1);
      var data = TrainingData.fit(table, new TrainingData.Options(5, 5, 0.1, 1));
      long bytes = 0;
      for (var sequence : data.training()) {
        EncodedSeries series = sequence.series();
        bytes += 2L * series.tokens.capacity() + 2L * series.slots.capacity();
      }
      System.out.println(bytes);
    }
  }
}
