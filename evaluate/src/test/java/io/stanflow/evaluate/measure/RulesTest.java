package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
  private static final String HOST = "10.0.0.1";
  private static final String PEER = "192.0.2.1";
  private static final RecordTimes FIRST_MINUTE =
      new RecordTimes(Instant.parse("2016-04-11T00:00:00Z"), Instant.parse("2016-04-11T00:01:00Z"));
  private static final List<Line> SOUND =
      List.of(
          Line.tcp(0, HOST, PEER),
          Line.tcp(59, PEER, HOST)
              .withPorts(443, 2000)
              .withSize(2, 2 * 65_535)
              .withDuration("0.001"),
          Line.tcp(1, HOST, PEER).withPorts(2000, 53).withProtocol("UDP", "......"),
          Line.tcp(1, HOST, PEER).withPorts(0, 2048).withProtocol("ICMP", "......"),
          Line.tcp(1, HOST, PEER).withPorts(0, 0).withProtocol("GRE", "......").withSize(1, 20),
          Line.tcp(2, HOST, "10.255.255.255").withPorts(137, 137).withProtocol("UDP", "......"));

  /** Of {@link #SOUND}. */
  private static FlowStatistics real;

  @TempDir Path directory;

  @BeforeAll
  static void measureSound(@TempDir Path folder) throws IOException {
    real = measure(folder.resolve("flows.csv"), sound());
  }

  /** A line and the rules that it breaks. */
  record Broken(Set<String> rules, String text) {
    static Broken of(String rule, Line line) {
      return new Broken(Set.of(rule), line.text());
    }
  }

  static Stream<Broken> broken() {
    Line line = Line.tcp(0, HOST, PEER);
    Line gre = line.withPorts(0, 0).withProtocol("GRE", "......");
    return Stream.concat(
        brokenPorts(),
        Stream.of(
            new Broken(Set.of("wellFormed"), line.text().replace(PEER, "192.0.2.256")),
            new Broken(Set.of("wellFormed"), line.text().replace(",1,40,", ",0,40,")),
            new Broken(Set.of("wellFormed"), line.text().replace(",0.000,", ",-0.001,")),
            Broken.of("internalSide", Line.tcp(0, PEER, "192.0.2.2")),
            Broken.of("addresses", Line.tcp(0, HOST, "0.0.0.0")),
            Broken.of("sourceUnicast", Line.tcp(0, "224.0.0.1", HOST)),
            Broken.of("sourceUnicast", Line.tcp(0, "ff02::1", HOST)),
            Broken.of("bytesPerPacket", gre.withSize(2, 39).withDuration("0.001")),
            Broken.of("bytesPerPacket", line.withSize(1, 65_536)),
            Broken.of("tcpPacketSize", line.withSize(2, 79).withDuration("0.001")),
            Broken.of(
                "udpPacketSize",
                line.withProtocol("UDP", "......").withPorts(9, 9).withSize(1, 27)),
            Broken.of("protocolAndFlagsSeen", line.withProtocol("TCP", "...R..")),
            Broken.of("recordTime", line.withSecond(60)),
            Broken.of("onePacketNoDuration", line.withDuration("0.999")),
            new Broken(
                Set.of("onePacketNoDuration", "onePacketShort"), line.withDuration("1.000").text()),
            Broken.of("manyPacketsDuration", line.withSize(2, 80))));
  }

  private static Stream<Broken> brokenPorts() {
    Line tcp = Line.tcp(0, HOST, PEER);
    Line udp = tcp.withProtocol("UDP", "......");
    Line netbios = Line.tcp(0, HOST, "10.0.0.255").withPorts(138, 138);
    return Stream.of(
        Broken.of("portsOfPortless", tcp.withPorts(1, 0).withProtocol("ICMP", "......")),
        Broken.of("portsOfPortless", tcp.withPorts(0, 1).withProtocol("GRE", "......")),
        new Broken(Set.of("dnsIsUdp", "udpPorts"), tcp.withPorts(53, 1024).text()),
        Broken.of("dnsIsUdp", tcp.withPorts(22, 53)),
        Broken.of("udpPorts", tcp.withPorts(8612, 40_000)),
        new Broken(Set.of("webIsTcp", "tcpPorts"), udp.text()),
        Broken.of("webIsTcp", udp.withPorts(443, 53)),
        Broken.of("tcpPorts", udp.withPorts(40_000, 25)),
        Broken.of("portsNotZero", tcp.withPorts(0, 1024)),
        Broken.of("portsNotZero", udp.withPorts(1024, 0)),
        Broken.of("netbiosIsBroadcast", udp.withPorts(137, 137)),
        Broken.of(
            "netbiosIsBroadcast",
            Line.tcp(0, PEER, "10.0.0.255").withPorts(137, 137).withProtocol("UDP", "......")),
        Broken.of(
            "netbiosIsBroadcast",
            Line.tcp(0, HOST, "10.0.0.7").withPorts(137, 137).withProtocol("UDP", "......")),
        new Broken(Set.of("netbiosIsBroadcast", "udpPorts"), netbios.text()));
  }

  private FlowStatistics measure(List<String> lines) throws IOException {
    return measure(directory.resolve("flows.csv"), lines);
  }

  private static FlowStatistics measure(Path file, List<String> lines) throws IOException {
    try (DuckTable table = Line.table(file, String.join("\n", lines))) {
      return FlowStatistics.of(FlowSource.all("lines", table), FIRST_MINUTE);
    }
  }

  private static List<String> sound() {
    return SOUND.stream().map(Line::text).collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void soundFlowsPassAll() throws IOException {
    Map<String, RuleOutcome> rules = Fidelity.of(real, real, Map.of()).rules();
    assertThat(rules).hasSize(19).allSatisfy((n, rule) -> assertThat(rule.failed()).isZero());
    assertThat(rules.get("wellFormed").checked()).isEqualTo(6);
    assertThat(rules.get("tcpPacketSize").checked()).isEqualTo(2);
    assertThat(rules.get("udpPacketSize").checked()).isEqualTo(2);
    assertThat(rules.get("portsOfPortless").checked()).isEqualTo(2);
    assertThat(rules.get("portsNotZero").checked()).isEqualTo(4);
    assertThat(rules.get("dnsIsUdp").checked()).isEqualTo(1);
    assertThat(rules.get("webIsTcp").checked()).isEqualTo(2);
    assertThat(rules.get("udpPorts").checked()).isEqualTo(2);
    assertThat(rules.get("tcpPorts").checked()).isEqualTo(2);
    assertThat(rules.get("netbiosIsBroadcast").checked()).isEqualTo(1);
    assertThat(rules.get("onePacketNoDuration").checked()).isEqualTo(5);
    assertThat(rules.get("manyPacketsDuration").checked()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void oneBrokenFlowIsCountedByItsRulesAlone(Broken broken) throws IOException {
    List<String> lines = sound();
    lines.add(broken.text);
    Map<String, RuleOutcome> rules = Fidelity.of(real, measure(lines), Map.of()).rules();
    assertThat(rules)
        .allSatisfy(
            (name, rule) ->
                assertThat(rule.failed()).as(name).isEqualTo(broken.rules.contains(name) ? 1 : 0));
    for (String rule : broken.rules) {
      RuleOutcome outcome = rules.get(rule);
      assertThat(outcome.passPercent()).isCloseTo(100.0 - 100.0 / outcome.checked(), within(1e-9));
    }
  }

  @Test
  void recordTimesAreCheckedWhenGiven() throws IOException {
    FlowStatistics any = Line.measure(directory.resolve("flows.csv"), SOUND);
    assertThat(any.rules).doesNotContainKey("recordTime").containsKey("webIsTcp");
  }

  @Test
  void bothWaysAreHeldAgainstEachOther() throws IOException {
    String back = "reversePackets,reverseBytes,reversePayloadBytes";
    Map<String, RuleOutcome> rules =
        rules(
            "protocol,duration,packets,bytes,payloadBytes," + back,
            "UDP,0,1,68,40,0,0,0",
            "UDP,0.5,1,88,40,2,156,100", // IPv6 there
            "UDP,0,1,69,40,1,79,50", // neither 28 nor 48; two packets at once
            "TCP,0,1,40,0,1,19,0");
    assertThat(rules)
        .containsEntry("udpHeaders", new RuleOutcome(3, 1))
        .containsEntry("reverseUdpHeaders", new RuleOutcome(3, 1))
        .containsEntry("reverseBytesPerPacket", new RuleOutcome(4, 1))
        .containsEntry("onePacketNoDuration", new RuleOutcome(1, 0))
        .containsEntry("manyPacketsDuration", new RuleOutcome(3, 2));
    assertThat(rules("packets,bytes,sourcePackets,sourceBytes", "2,80,1,40", "2,80,3,81"))
        .containsEntry("sourcePacketsAmongAll", new RuleOutcome(2, 1))
        .containsEntry("sourceBytesAmongAll", new RuleOutcome(2, 1));
  }

  /** Outcomes of a table with a header of stanflow's own names. */
  private Map<String, RuleOutcome> rules(String... lines) throws IOException {
    Path file = directory.resolve("own.csv");
    Files.write(file, List.of(lines));
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      return FlowStatistics.of(FlowSource.all("own", table), RecordTimes.ANY).rules;
    }
  }

  @Test
  void violationsAreTheMeanOverRulesOfTheSharesOfFlows() throws IOException {
    assertThat(Fidelity.of(real, real, Map.of()).structure()).containsEntry("dkc", 0.0);
    List<String> lines = sound();
    lines.add(Line.tcp(0, HOST, PEER).withPorts(53, 1024).text()); // breaks two
    lines.add(Line.tcp(60, HOST, PEER).text()); // a time that the scenario excludes
    lines.add("no flow");
    Fidelity broken = Fidelity.of(real, measure(lines), Map.of());
    // of 19 rules not wellFormed, internalSide, recordTime and protocolAndFlagsSeen
    assertThat(broken.structure().get("dkc")).isCloseTo(2 / 8.0 / 15, within(1e-12));
    assertThat(broken.distances().get("diff.dkc")).isCloseTo(2 / 8.0 / 15, within(1e-12));
  }

  @Test
  void violationsAreComparedInTheRulesThatBothFilesHave() throws IOException {
    Line dns = Line.tcp(0, HOST, PEER).withPorts(53, 1024);
    FlowStatistics real = Line.measure(directory.resolve("flows.csv"), List.of(dns));
    Path file = directory.resolve("sizes.csv");
    Files.writeString(file, "packets,bytes\n1,40\n1,19\n");
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      FlowStatistics sizes = FlowStatistics.of(FlowSource.all("sizes", table), RecordTimes.ANY);
      // bytesPerPacket alone: 0 of 1 against 1 of 2
      assertThat(Distances.between(real, sizes).get("diff.dkc")).isEqualTo(0.5);
    }
  }
}
