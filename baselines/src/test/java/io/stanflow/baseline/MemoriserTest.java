package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Schema;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoriserTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyLineIsReal(long seed) throws IOException {
    int flows = 10_000;
    Path file = directory.resolve("real");
    Traffic.write(file, "ugr16", Traffic.SCHEMA, Traffic.random(seed, flows));
    Path copy = directory.resolve("copy");
    try (DuckTable real = Traffic.read(file)) {
      Baseline.MEMORISER.write(real, seed, copy);
    }
    List<String> lines = Files.readAllLines(copy);
    assertThat(lines).hasSize(1 + flows);
    assertThat(new HashSet<>(Files.readAllLines(file))).containsAll(lines);
    assertThat(lines.subList(1, lines.size())) // a line begins with its time
        .isSortedAccordingTo((a, b) -> a.substring(0, 19).compareTo(b.substring(0, 19)));
    // a row is drawn with probability 1 - 1/e; the variance of the share is below that of coins
    assertThat((new HashSet<>(lines).size() - 1) / (double) flows)
        .isCloseTo(1 - Math.exp(-1), within(5 * Math.sqrt(0.25 / flows)));
  }

  @Test
  void rowsStayInTheirOrderWithoutTime() throws IOException {
    var rows = new StringBuilder("n\n");
    for (int i = 0; i < 1000; i++) {
      rows.append(i).append('\n');
    }
    Path file = Files.writeString(directory.resolve("rows.csv"), rows);
    try (DuckTable real = Traffic.read(file)) {
      Schema schema = real.schema();
      List<Long> numbers =
          Traffic.generate(Baseline.MEMORISER, real, 1, directory.resolve("copy.csv")).stream()
              .map(flow -> flow.number(schema.index("n")))
              .toList();
      assertThat(numbers).hasSize(1000).isSorted();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void allRowsAreDrawnAlike(long seed) {
    var random = new SplittableRandom(seed);
    int rows = 20;
    int rounds = 20_000;
    int[] drawn = new int[rows];
    for (int i = 0; i < rounds; i++) {
      var bootstrap = new Bootstrap(rows);
      long all = 0;
      for (int row = 0; row < rows; row++) {
        long times = bootstrap.next(random);
        drawn[row] += (int) times;
        all += times;
      }
      assertThat(all).isEqualTo(rows);
    }
    for (int times : drawn) { // variance of one row in one round: 20 * 1/20 * 19/20
      assertThat((double) times).isCloseTo(rounds, within(5 * Math.sqrt(rounds * 0.95)));
    }
  }

  @Test
  void binomialQuantiles() {
    // Binomial(3, 1/4): 27, 27, 9, 1 of 64
    Set<Double> uniforms = Set.of(0.0, 26.9 / 64);
    assertThat(uniforms).allMatch(u -> Bootstrap.binomial(3, 0.25, u) == 0);
    assertThat(Bootstrap.binomial(3, 0.25, 27.1 / 64)).isEqualTo(1);
    assertThat(Bootstrap.binomial(3, 0.25, 53.9 / 64)).isEqualTo(1);
    assertThat(Bootstrap.binomial(3, 0.25, 54.1 / 64)).isEqualTo(2);
    assertThat(Bootstrap.binomial(3, 0.25, 62.9 / 64)).isEqualTo(2);
    assertThat(Bootstrap.binomial(3, 0.25, 63.1 / 64)).isEqualTo(3);
    assertThat(Bootstrap.binomial(0, 0.25, 0.999)).isZero();
    assertThat(Bootstrap.binomial(1L << 40, 1.0 / (1L << 40), 0.36)).isZero(); // below 1/e
  }
}
