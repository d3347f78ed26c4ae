package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialoguesTest {
  private static final String HOST = "10.0.0.1";

  @TempDir Path directory;

  private NetworkStatistics measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines).network;
  }

  /** Flows to one peer at these gaps, in turn. */
  private static List<Line> series(String peer, int flows, int... gaps) {
    var lines = new ArrayList<Line>();
    int second = 0;
    for (int i = 0; i < flows; i++) {
      lines.add(Line.tcp(second, HOST, peer));
      second += gaps[i % gaps.length];
    }
    return lines;
  }

  @Test
  void aSeriesKeepsTimeIfFourFifthsOfItsGapsDo() throws IOException {
    var lines = new ArrayList<Line>();
    lines.addAll(series("192.0.2.1", 12, 100)); // a clock
    lines.addAll(series("192.0.2.2", 21, 100, 101, 99, 102, 300)); // four of five within 2 %
    lines.addAll(series("192.0.2.3", 21, 100, 100, 100, 250, 300)); // three of five
    lines.addAll(series("192.0.2.4", 12, 10, 11, 9)); // within a second
    lines.addAll(series("192.0.2.5", 12, 9)); // too fast to tell
    lines.addAll(series("192.0.2.6", 11, 100)); // too few
    Map<String, Double> measures = measure(lines).measures();
    assertThat(measures.get("periodicSeries")).isCloseTo(3 / 4.0, within(1e-12));
    assertThat(measures.get("periodicFlows")).isCloseTo(45 / 89.0, within(1e-12));
  }

  /** The other direction and another service of one peer are series of their own. */
  @Test
  void flowsOfSeveralServicesAreSeveralSeries() throws IOException {
    var lines = new ArrayList<Line>();
    for (Line line : series("192.0.2.1", 24, 50)) {
      boolean even = line.second() % 100 == 0;
      lines.add(even ? line : line.withSecond(line.second() + 17).withPorts(1024, 22));
    }
    assertThat(measure(lines).measures()).containsEntry("periodicSeries", 1.0);
    assertThat(measure(lines).measures()).containsEntry("oneServicePairs", 0.0);
    assertThat(measure(lines.subList(0, 9)).measures())
        .doesNotContainKeys("periodicSeries", "oneServicePairs")
        .containsEntry("periodicFlows", 0.0);
  }

  @Test
  void aPairWithOneServiceCountsIfItHasTenFlows() throws IOException {
    var lines = new ArrayList<Line>();
    lines.addAll(series("192.0.2.1", 10, 1, 7));
    lines.addAll(series("192.0.2.2", 9, 1, 7));
    lines.add(Line.tcp(99, HOST, "192.0.2.2").withPorts(1024, 22));
    lines.addAll(series("192.0.2.3", 9, 1, 7));
    assertThat(measure(lines).measures()).containsEntry("oneServicePairs", 0.5);
  }

  @Test
  void servicesWeighByTheirBytes() throws IOException {
    List<Line> lines =
        List.of(
            Line.tcp(0, HOST, "192.0.2.1").withSize(1, 60),
            Line.tcp(1, HOST, "192.0.2.1").withSize(1, 50),
            Line.tcp(3600, "192.0.2.1", HOST).withPorts(53, 1024).withSize(1, 1000));
    NetworkStatistics network = measure(lines);
    assertThat(network.categories().get("bytesOfServices").map())
        .containsExactly(Map.entry("TCP 53", 1000L), Map.entry("TCP 80", 110L));
    assertThat(network.measures()).containsEntry("bytesPerHour", 555.0);
  }
}
