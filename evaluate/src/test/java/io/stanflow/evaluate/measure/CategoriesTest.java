package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoriesTest {
  private static final String HOST = "10.0.0.1";
  private static final String PEER = "192.0.2.1";

  @TempDir Path directory;

  private Map<String, Counts> measure(Line... lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), List.of(lines)).categories;
  }

  @Test
  void aFlowHasItsWords() throws IOException {
    var categories = measure(Line.tcp(3600, HOST, PEER).withPorts(2048, 443).withSize(8, 1023));
    assertThat(categories.get("protocol").map()).containsOnlyKeys("TCP");
    assertThat(categories.get("tcpFlags").map()).containsOnlyKeys("...A....");
    assertThat(categories.get("protocolAndFlags").map()).containsOnlyKeys("TCP ...A....");
    assertThat(categories.get("flagsAndPackets").map()).containsOnlyKeys("...A.... 2^3");
    assertThat(categories.get("direction").map()).containsOnlyKeys("out");
    assertThat(categories.get("servicePort").map()).containsOnlyKeys("443");
    assertThat(categories.get("localPortBlock").map()).containsOnlyKeys("2");
    assertThat(categories.get("peerPortBlock").map()).containsOnlyKeys("0");
    assertThat(categories.get("protocolAndService").map()).containsOnlyKeys("TCP 443");
    assertThat(categories.get("serviceAndBytes").map()).containsOnlyKeys("443 2^9");
    assertThat(categories.get("size").map()).containsOnlyKeys("8 packets, 1023 bytes");
    assertThat(categories.get("packetsAndBytes").map()).containsOnlyKeys("2^3 2^9");
    assertThat(categories.get("hourOfDay").map()).containsOnlyKeys("1");
    assertThat(categories).doesNotContainKey("bigram"); // of two flows
  }

  @Test
  void protocolsWithoutPortsHaveNoService() throws IOException {
    Line echo = Line.tcp(0, HOST, PEER).withPorts(0, 2048).withProtocol("ICMP", "......");
    var categories = measure(echo, Line.tcp(1, HOST, PEER));
    assertThat(categories.get("protocolAndService").map()).containsOnly(Map.entry("TCP 80", 1L));
    assertThat(categories.get("serviceAndBytes").total()).isEqualTo(1);
    assertThat(categories.get("protocol").total()).isEqualTo(2);
  }

  @Test
  void bigramsAreOfConsecutiveFlowsOfAHost() throws IOException {
    var bigrams =
        measure(
                Line.tcp(0, HOST, PEER).withProtocol("TCP", "....S."),
                Line.tcp(1, PEER, HOST).withProtocol("TCP", ".A..S."),
                Line.tcp(2, "10.0.0.2", PEER).withProtocol("UDP", "......"),
                Line.tcp(3, HOST, PEER).withProtocol("TCP", "....S."),
                Line.tcp(4, PEER, HOST).withProtocol("TCP", ".A..S."),
                Line.tcp(5, "10.0.0.2", PEER).withProtocol("ICMP", "U....."))
            .get("bigram");
    assertThat(bigrams.map())
        .containsOnly(
            Map.entry("out TCP ......S. > in TCP ...A..S.", 2L),
            Map.entry("in TCP ...A..S. > out TCP ......S.", 1L),
            Map.entry("out UDP ........ > out ICMP ..U.....", 1L));
  }

  @Test
  void keysOfOneTextCountTogether() throws IOException {
    Line line = Line.tcp(0, HOST, PEER);
    List<Line> lines =
        List.of(line.withSize(2, 80), line.withSize(3, 120), line.withSize(4, 160), line);
    try (DuckTable table = Line.table(directory.resolve("flows.csv"), lines)) {
      var halves = new Word(List.of("packets"), "CASE WHEN a > 1 THEN a // 2 END");
      assertThat(new DuckQuery(table.sql()).counts(halves, "flows").map())
          .containsExactly(Map.entry("1", 2L), Map.entry("2", 1L));
    }
  }
}
