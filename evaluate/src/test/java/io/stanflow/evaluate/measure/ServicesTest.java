package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.measure.Plots.Times;
import io.stanflow.flow.Cidr;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
  private static final String SCANNER = "192.0.2.1";

  @TempDir Path directory;

  private NetworkStatistics measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines).network;
  }

  private static String host(int number) {
    return "10.0.0." + number;
  }

  /** One flow to each of so many hosts within a minute. */
  private static List<Line> sweep(int minute, int hosts, int port) {
    var lines = new ArrayList<Line>();
    for (int h = 1; h <= hosts; h++) {
      lines.add(Line.tcp(60 * minute + h, SCANNER, host(h)).withPorts(60_000, port));
    }
    return lines;
  }

  private static Map<String, Long> sweepServices(NetworkStatistics network) {
    return network.categories().get("sweepServices").map();
  }

  @Test
  void aSweepAsksTenHostsInAMinuteByTheDestinationPort() throws IOException {
    var lines = new ArrayList<Line>(sweep(0, 10, 23));
    lines.addAll(sweep(1, 9, 22)); // one host too few
    lines.addAll(sweep(2, 12, 61_000)); // above the source port
    sweep(3, 11, 0).forEach(line -> lines.add(line.withProtocol("ICMP", "......")));
    lines.add(Line.tcp(20, host(1), SCANNER)); // outgoing
    lines.add(Line.tcp(30, "192.0.2.2", host(1))); // another peer, of one host
    assertThat(sweepServices(measure(lines)))
        .containsExactly(
            Map.entry("TCP 61000", 12L), Map.entry("ICMP", 11L), Map.entry("TCP 23", 10L));
  }

  @Test
  void sweepsForOtherServicesAreFar() throws IOException {
    NetworkStatistics real = measure(sweep(0, 10, 23));
    var half = new ArrayList<Line>(sweep(0, 10, 23));
    half.addAll(sweep(1, 10, 80));
    NetworkStatistics none = measure(sweep(0, 9, 23));
    // shares 1 and ½ of one service, 0 and ½ of another
    double expected = 0.5 * Math.log(1 / 0.75) + 0.25 * Math.log(0.5 / 0.75) + 0.25 * Math.log(2);
    assertThat(distance(real, measure(half))).isEqualTo(expected / Math.log(2), offset());
    assertThat(distance(real, measure(sweep(0, 10, 80)))).isEqualTo(1, offset());
    assertThat(distance(real, real)).isZero();
    assertThat(distance(real, none)).isEqualTo(1);
    assertThat(distance(none, real)).isNull();
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-12);
  }

  private static Double distance(NetworkStatistics real, NetworkStatistics other) {
    return NetworkStatistics.distances(real, other).get("jsd.sweepServices");
  }

  @Test
  void flowsOverTimeAreByServiceTheMostFrequentFirst() throws IOException {
    Line web = Line.tcp(0, host(1), SCANNER);
    Line name = web.withPorts(40_000, 53).withProtocol("UDP", "......");
    NetworkStatistics network =
        measure(
            List.of(
                web.withSecond(59),
                name.withSecond(60),
                name.withSecond(119),
                web.withSecond(180).withPorts(0, 2048).withProtocol("ICMP", "......"),
                web.withSecond(239).withPorts(53, 40_000).withProtocol("UDP", "......")));
    assertThat(network.services())
        .containsExactly(
            Map.entry("UDP 53", List.of(0.0, 2.0, 0.0, 1.0)),
            Map.entry("ICMP", List.of(0.0, 0.0, 0.0, 1.0)),
            Map.entry("TCP 80", List.of(1.0, 0.0, 0.0, 0.0)));
  }

  @Test
  void minutesOfLongFilesAreCountedTogetherAndRareServicesNotToldApart() throws IOException {
    var lines = new ArrayList<Line>();
    for (int m = 0; m < 1500; m++) { // 1,500 minutes are 750 times two
      lines.add(Line.tcp(60 * m, host(1), SCANNER));
    }
    lines.add(Line.tcp(60, host(1), SCANNER).withPorts(40_000, 7)); // one of 1,504
    for (int i = 0; i < 3; i++) {
      lines.add(Line.tcp(600 + i, host(1), SCANNER).withPorts(40_000, 9)); // two in a thousand
    }
    NetworkStatistics network = measure(lines);
    assertThat(network.services()).containsOnlyKeys("TCP 80", "TCP 9");
    assertThat(network.services().get("TCP 80")).isEqualTo(Collections.nCopies(750, 2.0));
    assertThat(network.services().get("TCP 9")).startsWith(0.0, 0.0, 0.0, 0.0, 0.0, 3.0);
    Times times = Times.of(network, network);
    assertThat(times.minutesTogether()).isEqualTo(2);
    assertThat(times.services()).containsOnlyKeys("TCP 80", "TCP 9", "other");
    assertThat(times.services().get("other")).startsWith(1.0, 0.0).hasSize(750);
  }

  /** Five services of the real file at most, in any file, and all flows in all of them. */
  @Test
  void theRealFilesServicesAreShownOfEachFile() throws IOException {
    var lines = new ArrayList<Line>();
    for (int service = 1; service <= 7; service++) {
      for (int i = 0; i < 10 - service; i++) {
        lines.add(Line.tcp(60 * i, host(1), SCANNER).withPorts(40_000, service));
      }
    }
    NetworkStatistics real = measure(lines);
    Line other = Line.tcp(0, host(1), SCANNER).withPorts(40_000, 7);
    NetworkStatistics file = measure(List.of(other, other, other.withPorts(40_000, 3)));
    assertThat(Times.of(real, real).services())
        .containsOnlyKeys("TCP 1", "TCP 2", "TCP 3", "TCP 4", "TCP 5", "other")
        .containsEntry("TCP 5", List.of(1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0))
        .containsEntry("other", List.of(2.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0));
    assertThat(Times.of(real, file).services())
        .containsExactly(
            Map.entry("TCP 1", List.of(0.0)),
            Map.entry("TCP 2", List.of(0.0)),
            Map.entry("TCP 3", List.of(1.0)),
            Map.entry("TCP 4", List.of(0.0)),
            Map.entry("TCP 5", List.of(0.0)),
            Map.entry("other", List.of(2.0)));
  }

  @Test
  void tablesThatLackColumnsHaveWhatServicesTheyCan() throws IOException {
    String time = "time,bytes\n2016-04-11 00:00:00,1\n";
    assertThat(plain(time).services()).isEmpty();
    NetworkStatistics protocols = plain("time,protocol\n2016-04-11 00:00:00,UDP\n");
    assertThat(protocols.services()).containsOnlyKeys("UDP");
    NetworkStatistics ports =
        plain("time,sourcePort,destinationPort\n2016-04-11 00:00:00,40000,53\n");
    assertThat(ports.services()).containsOnlyKeys("53");
    assertThat(ports.categories()).isEmpty(); // without addresses
    assertThat(Times.of(ports, plain(time)).services()).isEmpty();
  }

  private NetworkStatistics plain(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("plain.csv"), text);
    var options = ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/8")));
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      return NetworkStatistics.measure(FlowSource.all("plain", table));
    }
  }
}
