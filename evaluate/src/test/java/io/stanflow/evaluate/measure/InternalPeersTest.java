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

class InternalPeersTest {
  private static final String OUTSIDE = "192.0.2.1";

  @TempDir Path directory;

  private NetworkStatistics measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines).network;
  }

  private static String host(int number) {
    return "10.0.0." + number;
  }

  /** Host 1 meets hosts 2 and 9, host 2 nobody inside, host 3 host 9; host 9 has no series. */
  private static List<Line> lines() {
    var lines = new ArrayList<Line>();
    for (int i = 0; i < 5; i++) { // so that of two it is the busier one
      lines.add(Line.tcp(i, host(1), OUTSIDE));
      lines.add(Line.tcp(i, host(3), OUTSIDE));
    }
    lines.add(Line.tcp(10, host(2), OUTSIDE));
    lines.add(Line.tcp(11, host(1), host(2)).withPorts(40_000, 445));
    lines.add(Line.tcp(12, host(2), host(1)).withPorts(445, 40_000));
    lines.add(Line.tcp(13, host(1), host(9)).withPorts(40_000, 53).withProtocol("UDP", "......"));
    lines.add(Line.tcp(14, host(9), host(3)).withPorts(0, 0).withProtocol("ICMP", "......"));
    return lines;
  }

  @Test
  void flowsInsideAreCountedByHand() throws IOException {
    NetworkStatistics network = measure(lines());
    assertThat(network.measures())
        .containsEntry("internalShare", 4 / 15.0)
        .containsEntry("internalPeersAreHosts", 0.5);
    Values peers = network.distributions().get("internalPeersOfHost");
    assertThat(List.of(peers.value(0), peers.value(1), peers.value(2)))
        .containsExactly(0.0, 1.0, 2.0);
    assertThat(List.of(peers.total(), peers.count(0), peers.count(1))).containsExactly(3L, 1L, 1L);
    assertThat(network.categories().get("internalServices").map())
        .containsOnly(Map.entry("TCP 445", 2L), Map.entry("UDP 53", 1L), Map.entry("ICMP", 1L));
  }

  @Test
  void filesWithNothingInsideAreFar() throws IOException {
    NetworkStatistics real = measure(lines());
    NetworkStatistics outside =
        measure(lines().stream().filter(line -> line.second() < 11).toList());
    assertThat(outside.measures())
        .containsEntry("internalShare", 0.0)
        .doesNotContainKey("internalPeersAreHosts"); // of no flow
    assertThat(NetworkStatistics.distances(real, outside))
        .containsEntry("jsd.internalServices", 1.0)
        .hasEntrySatisfying(
            "ks.internalPeersOfHost", d -> assertThat(d).isCloseTo(2 / 3.0, within(1e-12)))
        .doesNotContainKey("diff.internalPeersAreHosts");
    assertThat(NetworkStatistics.distances(outside, outside))
        .doesNotContainKey("jsd.internalServices")
        .allSatisfy((name, value) -> assertThat(value).as(name).isZero());
  }

  @Test
  void peersInsideThatAreNoHostsShow() throws IOException {
    List<Line> others =
        lines().stream().filter(line -> !line.destination().equals(host(9))).toList();
    assertThat(NetworkStatistics.distances(measure(lines()), measure(others)))
        .hasEntrySatisfying(
            "diff.internalPeersAreHosts",
            d -> assertThat(d).isCloseTo(2 / 3.0 - 0.5, within(1e-12)));
  }
}
