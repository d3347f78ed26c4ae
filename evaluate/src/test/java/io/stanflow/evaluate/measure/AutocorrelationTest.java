package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutocorrelationTest {
  @TempDir Path directory;

  private List<Double> measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines).autocorrelation;
  }

  private static List<Line> alternating(String host, int flows) {
    var lines = new ArrayList<Line>();
    for (int i = 0; i < flows; i++) {
      lines.add(Line.tcp(i, host, "192.0.2.1").withSize(1, i % 2 == 0 ? 40 : 1500));
    }
    return lines;
  }

  @Test
  void alternatingHostsAreCorrelatedAtEvenLags() throws IOException {
    var lines = new ArrayList<>(alternating("10.0.0.1", 10));
    lines.addAll(alternating("10.0.0.2", 4));
    List<Double> correlation = measure(lines);
    assertThat(correlation).hasSize(9);
    for (int lag = 1; lag <= 9; lag++) {
      // of 14 squares d², 10 - lag products at one host and 4 - lag at the other
      double products = 10 - lag + Math.max(0, 4 - lag);
      assertThat(correlation.get(lag - 1))
          .as("lag %d", lag)
          .isCloseTo((lag % 2 == 0 ? 1 : -1) * products / 14, within(1e-12));
    }
  }

  @Test
  void longSeriesHaveTwentyLags() throws IOException {
    assertThat(measure(alternating("10.0.0.1", 30))).hasSize(20);
  }

  @Test
  void equalBytesHaveNone() throws IOException {
    Line line = Line.tcp(0, "10.0.0.1", "192.0.2.1");
    assertThat(measure(List.of(line, line.withSecond(1), line.withSecond(2)))).isEmpty();
  }

  @Test
  void theDistanceIsTheMeanOverTenLags() {
    var real = new ArrayList<>(Collections.nCopies(20, 0.5));
    var other = new ArrayList<>(real);
    other.set(0, 0.2);
    other.set(9, 0.9);
    other.set(10, -1.0);
    assertThat(Autocorrelation.distance(real, other)).isCloseTo(0.07, within(1e-12));
    assertThat(Autocorrelation.distance(real, other.subList(0, 3))).isCloseTo(0.1, within(1e-12));
  }
}
