package io.stanflow.io.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {
  private static final ReadOptions TEN =
      ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/8")));

  @TempDir Path directory;

  private Path file(String... lines) throws IOException {
    return Tables.text(directory.resolve("flows.csv"), String.join("", lines));
  }

  /** Flows of one time come in a canonical order and know where they stood. */
  @Test
  void seriesKnowThePlacesInTheFile() throws IOException {
    Path file =
        file(
            Tables.ugr(2, "10.0.0.1", "192.0.2.9"),
            Tables.ugr(2, "10.0.0.1", "192.0.2.8"),
            Tables.ugr(1, "10.0.0.2", "192.0.2.1"),
            Tables.ugr(2, "10.0.0.1", "192.0.2.7"),
            Tables.ugr(1, "10.0.0.1", "192.0.2.9"));
    try (DuckTable table = Tables.read(file, TEN)) {
      List<Series> series = Tables.series(table);
      assertThat(series.get(0).flows())
          .extracting(flow -> flow.destinationAddress().toString())
          .containsExactly("192.0.2.9", "192.0.2.7", "192.0.2.8", "192.0.2.9");
      assertThat(series.get(0).places()).containsExactly(4, 3, 1, 0);
      assertThat(series.get(1).places()).containsExactly(2);
    }
  }

  @Test
  void aFlowBetweenInternalHostsBelongsToTheBusier() throws IOException {
    Path file =
        file(
            Tables.ugr(1, "10.0.0.1", "10.0.0.2"),
            Tables.ugr(2, "10.0.0.2", "10.0.0.1"),
            Tables.ugr(3, "10.0.0.2", "192.0.2.1"),
            Tables.ugr(4, "10.0.0.4", "10.0.0.3"),
            Tables.ugr(5, "10.0.0.5", "10.0.0.5"),
            Tables.ugr(6, "192.0.2.1", "192.0.2.2"));
    try (DuckTable table = Tables.read(file, TEN)) {
      List<Series> series = Tables.series(table);
      assertThat(series)
          .extracting(s -> s.host().toString())
          .containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.5");
      assertThat(series).extracting(s -> s.flows().size()).containsExactly(3, 1, 1);
      assertThat(series.get(1).flows().get(0).sourceAddress()).isEqualTo(Address.parse("10.0.0.4"));
      assertThat(table.size()).isEqualTo(5);
      assertThat(table.hosts()).isEqualTo(3);
      assertThat(table.leftOut()).isEqualTo(1);
      assertThat(table.notes())
          .containsExactly(
              "flows left out, as no side is internal: 1 (16.7 %), from 192.0.0.0/16 (100.0 %);"
                  + " --internal takes networks in");
      assertThat(table.internalNote()).isEqualTo("internal networks as given: 10.0.0.0/8");
    }
    try (DuckTable table = Tables.read(file, TEN.withMinFlowsPerHost(2))) {
      assertThat(table.hosts()).isEqualTo(1);
      assertThat(table.size()).isEqualTo(3);
      assertThat(table.leftOut()).isEqualTo(3);
      assertThat(table.notes())
          .contains(
              "hosts left out, as they have too few flows (--min-flows): 2 (66.7 %);"
                  + " flows of theirs: 2 (33.3 %)");
    }
  }

  /** Whose flow it is is told by these flows alone, and places are those of the file. */
  @Test
  void flowsOfSomeWordsAreTaken() throws IOException {
    String attack = Tables.ugr(2, "10.0.0.2", "10.0.0.1").replace("background", "dos");
    Path file =
        file(
            Tables.ugr(1, "10.0.0.1", "192.0.2.1"),
            attack,
            Tables.ugr(3, "10.0.0.1", "192.0.2.1"),
            Tables.ugr(4, "10.0.0.2", "192.0.2.1").replace("background", "scan"));
    assertThat(attack).contains("dos");
    ReadOptions some = TEN.withWords(Map.of("label", List.of("dos", "scan", "worm")));
    try (DuckTable table = Tables.read(file, some)) {
      List<Series> series = Tables.series(table);
      assertThat(series).extracting(s -> s.host().toString()).containsExactly("10.0.0.2");
      assertThat(series.get(0).places()).containsExactly(1, 3);
      assertThat(table.leftOut()).isZero();
      assertThat(table.notes()).containsExactly("2 flows have label=dos,scan,worm");
    }
    refused(file, "label", "worm", "has no flow of label=worm; name words that it has");
    refused(file, "port", "https", "has ports, but 'https' is none; write 443 or tcp/443");
    refused(file, "port", "9", "has no flow of port=9; name words that it has");
    refused(file, "bytes", "5", "has no column of words bytes; it has protocol");
  }

  /** Either side's; of ICMP the type and code stand in a port's place. */
  @ParameterizedTest
  @CsvSource({"443, 1 2 3", "tcp/443, 1 3", "udp/443, 2", "8080, 3", "2048,"})
  void flowsOfAPortAreTaken(String port, String places) throws IOException {
    String line =
        "2016-04-11 00:00:0%d,0.1,10.0.0.1,192.0.2.1,%s,%s,%s,.A..S.,0,0,1,60,background%n";
    Path file =
        file(
            line.formatted(0, 2000, 80, "TCP"),
            line.formatted(1, 443, 2000, "TCP"),
            line.formatted(2, 2000, 443, "UDP"),
            line.formatted(3, 8080, 443, "TCP"),
            line.formatted(4, 0, 2048, "ICMP"));
    if (places == null) {
      refused(file, "port", port, "has no flow of port=" + port);
      return;
    }
    ReadOptions some = TEN.withWords(Map.of("port", List.of(port)));
    try (DuckTable table = Tables.read(file, some)) {
      String found =
          Tables.series(table).stream()
              .flatMapToLong(series -> Arrays.stream(series.places()))
              .sorted()
              .mapToObj(Long::toString)
              .collect(Collectors.joining(" "));
      assertThat(found).isEqualTo(places);
    }
  }

  private static void refused(Path file, String attribute, String word, String fact) {
    ReadOptions options = TEN.withWords(Map.of(attribute, List.of(word)));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file, options).close())
        .withMessageContaining(fact);
  }

  /** Of hosts with 1 to 40 flows. */
  @ParameterizedTest
  @CsvSource({"1, 40", "1, 39", "1, 7", "11, 7", "11, 30", "11, 31", "1, 1"})
  void ofManyHostsASampleIsTakenEvenlyByTheirFlows(int least, int most) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int host = 1; host <= 40; host++) {
      for (int i = 0; i < host; i++) {
        lines.add(Tables.ugr(i, "10.0.0." + host, "192.0.2.1"));
      }
    }
    Path file = file(lines.toArray(String[]::new));
    ReadOptions options = TEN.withMinFlowsPerHost(least).withMostHosts(most);
    int enough = 41 - least;
    int taken = Math.min(most, enough);
    try (DuckTable table = Tables.read(file, options);
        DuckTable again = Tables.read(file, options)) {
      List<Integer> flows =
          Tables.series(table).stream().map(series -> series.flows().size()).sorted().toList();
      assertThat(flows).hasSize(taken).allMatch(n -> n >= least);
      for (int i = 0; i < taken; i++) {
        // the one of a stratum of enough / taken hosts
        double stratum = (double) enough / taken;
        assertThat(flows.get(i) - least)
            .isBetween((int) Math.floor(i * stratum), (int) Math.ceil((i + 1) * stratum) - 1);
      }
      assertThat(Tables.flows(again)).isEqualTo(Tables.flows(table));
      boolean sampled = table.notes().stream().anyMatch(note -> note.contains("--most-hosts"));
      assertThat(sampled).isEqualTo(taken < enough);
    }
  }

  @Test
  void flowsOfOneInstantAreInTheCanonicalOrder() throws IOException {
    var lines = new ArrayList<String>();
    // ordered by peer, local port, peer port, protocol, incoming first, duration, packets, bytes
    for (String peer : List.of("9.0.0.1", "192.0.2.1", "2001:db8::1", "fe80::1")) {
      for (String ports : List.of("5,443", "5,80", "1024,80")) {
        for (String protocol : List.of("TCP", "UDP")) {
          for (boolean out : List.of(false, true)) {
            for (String rest : List.of("0.000 2 100", "0.000 10 90", "2.000 1 40", "10.000 1 40")) {
              lines.add(line(peer, ports, protocol, out, rest.split(" ", -1)));
            }
          }
        }
      }
    }
    var shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(3));
    Path file = file(shuffled.toArray(String[]::new));
    try (DuckTable table = Tables.read(file, TEN)) {
      List<Flow> flows = Tables.flows(table);
      assertThat(flows).hasSameSizeAs(lines).isSortedAccordingTo(SeriesTest::canonical);
      assertThat(Tables.flows(table)).as("a second scan").isEqualTo(flows);
    }
  }

  private static String line(
      String peer, String ports, String protocol, boolean out, String[] rest) {
    String[] port = ports.split(",", -1);
    return "2016-04-11 00:00:01,%s,%s,%s,%s,%s,%s,.A....,0,0,%s,%s,background%n"
        .formatted(
            rest[0],
            out ? "10.0.0.1" : peer,
            out ? peer : "10.0.0.1",
            port[out ? 0 : 1],
            port[out ? 1 : 0],
            protocol,
            rest[1],
            rest[2]);
  }

  /** The order of {@link Series}, written a second time. */
  private static int canonical(Flow a, Flow b) {
    return Comparator.comparing(SeriesTest::peer)
        .thenComparing(flow -> outgoing(flow) ? flow.sourcePort() : flow.destinationPort())
        .thenComparing(flow -> outgoing(flow) ? flow.destinationPort() : flow.sourcePort())
        .thenComparing(Flow::protocol)
        .thenComparing(SeriesTest::outgoing)
        .thenComparing(Flow::durationMicros)
        .thenComparing(Flow::packets)
        .thenComparing(Flow::bytes)
        .compare(a, b);
  }

  private static boolean outgoing(Flow flow) {
    return flow.sourceAddress().equals(Address.parse("10.0.0.1"));
  }

  private static Address peer(Flow flow) {
    return outgoing(flow) ? flow.destinationAddress() : flow.sourceAddress();
  }

  @Test
  void hostsAndTimesAreSorted() throws IOException {
    ReadOptions both =
        ReadOptions.DEFAULTS.withInternal(
            List.of(Cidr.parse("fe80::/10"), Cidr.parse("10.0.0.7/32"), Cidr.parse("9.0.0.0/8")));
    Path file =
        file(
            Tables.ugr(9, "fe80::9", "192.0.2.1"),
            Tables.ugr(3, "10.0.0.7", "192.0.2.1"),
            Tables.ugr(5, "192.0.2.1", "9.1.1.1"),
            Tables.ugr(4, "192.0.2.1", "9.1.1.1"),
            Tables.ugr(4, "192.0.2.1", "10.0.0.8"));
    try (DuckTable table = Tables.read(file, both)) {
      List<Series> series = Tables.series(table);
      assertThat(series)
          .extracting(s -> s.host().toString())
          .containsExactly("9.1.1.1", "10.0.0.7", "fe80::9");
      assertThat(series.get(0).flows()).isSortedAccordingTo(Comparator.comparing(Flow::timeMicros));
      assertThat(table.leftOut()).isEqualTo(1);
    }
  }

  @Test
  void privateNetworksAreDetected() throws IOException {
    Path file =
        file(
            Tables.ugr(1, "192.168.1.5", "8.8.8.8"),
            Tables.ugr(2, "8.8.8.8", "10.1.2.3"),
            Tables.ugr(3, "192.168.1.5", "10.1.2.3"),
            Tables.ugr(4, "8.8.8.8", "8.8.4.4"));
    try (DuckTable table = Tables.read(file)) {
      assertThat(table.internal())
          .containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("192.168.0.0/16"));
      assertThat(table.internalNote())
          .isEqualTo(
              "internal networks 10.0.0.0/8, 192.168.0.0/16 detected: they have one side of 75.0 %"
                  + " of the flows");
    }
  }

  @Test
  void theSmallestCoveringBlockIsDetected() throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      String inside = i % 2 == 0 ? "42.219.1.1" : "42.219." + i % 7 + ".2";
      String outside = 1 + i + ".1.1." + i;
      lines.add(i % 3 == 0 ? Tables.ugr(1, inside, outside) : Tables.ugr(1, outside, inside));
    }
    lines.add(Tables.ugr(1, "1.1.1.1", "2.2.2.2"));
    try (DuckTable table = Tables.read(file(lines.toArray(String[]::new)))) {
      assertThat(table.internalNote())
          .isEqualTo(
              "internal network 42.219.0.0/16 detected: it has one side of 99.5 % of the flows");
      assertThat(table.internal()).containsExactly(Cidr.parse("42.219.0.0/16"));
    }
    for (int i = 0; i < 100; i++) {
      lines.add(Tables.ugr(2, "2a00:1:2:" + i % 9 + "::1", "2001:db8:" + i + "::1"));
    }
    try (DuckTable table = Tables.read(file(lines.toArray(String[]::new)))) {
      assertThat(table.internal())
          .containsExactly(Cidr.parse("42.219.0.0/16"), Cidr.parse("2a00:1:2::/48"));
    }
  }

  @Test
  void anIpv6NetworkIsDetectedBesideItsNeighbourTraffic() throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 190; i++) {
      String host = "2001:db8:77:1:5eff:fe00::" + i % 12;
      lines.add(Tables.ugr(1, host, "2a00:" + i + "::1"));
    }
    for (int i = 0; i < 10; i++) {
      lines.add(Tables.ugr(2, "fe80::" + i, "ff02::1:3"));
    }
    try (DuckTable table = Tables.read(file(lines.toArray(String[]::new)))) {
      assertThat(table.internal()).containsExactly(Cidr.parse("2001:db8:77:1::/64"));
      assertThat(table.hosts()).isEqualTo(12);
      assertThat(table.leftOut()).isEqualTo(10);
    }
    ReadOptions both =
        ReadOptions.DEFAULTS.withInternal(
            List.of(Cidr.parse("2001:db8:77::/48"), Cidr.parse("fe80::/10")));
    try (DuckTable table = Tables.read(file(lines.toArray(String[]::new)), both)) {
      assertThat(table.hosts()).isEqualTo(22);
      assertThat(table.leftOut()).isZero();
    }
  }

  @Test
  void aNetworkWithOneSideOfMostFlowsIsEnough() throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      String host = i < 60 ? "42.219.1.1" : i < 80 ? "42.219.2.2" : 60 + i + ".9.9.9";
      lines.add(Tables.ugr(1, host, 1 + i % 40 + ".1.1." + i));
    }
    try (DuckTable table = Tables.read(file(lines.toArray(String[]::new)))) {
      assertThat(table.internal()).containsExactly(Cidr.parse("42.219.0.0/16"));
      assertThat(table.leftOut()).isEqualTo(20);
    }
  }

  @Test
  void noInternalHostIsExplained() throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 1; i < 100; i++) {
      lines.add(Tables.ugr(1, i + ".1.1.1", 100 + i + ".2.2.2"));
    }
    Path file = file(lines.toArray(String[]::new));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessage(
            file
                + ": no internal network detected: no block of addresses has one side of most"
                + " flows; name the internal networks with --internal");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file, TEN.withMinFlowsPerHost(9)))
        .withMessage(
            file
                + ": no host of 10.0.0.0/8 has 9 or more flows; pass other --internal blocks or"
                + " fewer flows per host");
  }

  @Test
  void oneFlowIsATable() throws IOException {
    try (DuckTable table = Tables.read(file(Tables.ugr(1, "10.0.0.1", "192.0.2.1")))) {
      assertThat(table.size()).isEqualTo(1);
      assertThat(Tables.series(table)).hasSize(1);
    }
  }

  @Test
  void sqlSeesTheSortedTable() throws Exception {
    Path file = file(Tables.ugr(1, "192.0.2.1", "fd00::1"));
    try (DuckTable table = Tables.read(file);
        var statement = table.sql().createStatement();
        var row =
            statement.executeQuery(
                "SELECT host_high >> 56, host_low, peer_low & 255, outgoing, protocol::VARCHAR,"
                    + " \"time\", flows FROM flows JOIN hosts USING (host_high, host_low)")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getLong(1)).isEqualTo(0xfd);
      assertThat(row.getLong(2)).isEqualTo(1);
      assertThat(row.getLong(3)).isEqualTo(1);
      assertThat(row.getBoolean(4)).isFalse();
      assertThat(row.getString(5)).isEqualTo("TCP");
      assertThat(row.getLong(6)).isEqualTo(1_460_332_801_000_000L);
      assertThat(row.getLong(7)).isEqualTo(1);
    }
  }
}
