package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.io.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
          Line.tcp(59, PEER, HOST).withPorts(443, 2000).withSize(2, 2 * 65_535),
          Line.tcp(1, HOST, PEER).withPorts(2000, 53).withProtocol("UDP", "......"),
          Line.tcp(1, HOST, PEER).withPorts(0, 2048).withProtocol("ICMP", "......"),
          Line.tcp(1, HOST, PEER).withPorts(0, 0).withProtocol("GRE", "......").withSize(1, 20));

  @TempDir Path directory;

  /** A line and the rule that it breaks. */
  record Broken(String rule, String text) {
    static Broken of(String rule, Line line) {
      return new Broken(rule, line.text());
    }
  }

  static List<Broken> broken() {
    Line line = Line.tcp(0, HOST, PEER);
    return List.of(
        new Broken("wellFormed", line.text().replace(PEER, "192.0.2.256")),
        new Broken("wellFormed", line.text().replace(",1,40,", ",0,40,")),
        Broken.of("internalSide", Line.tcp(0, PEER, "192.0.2.2")),
        Broken.of("addresses", Line.tcp(0, HOST, "0.0.0.0")),
        Broken.of("sourceUnicast", Line.tcp(0, "224.0.0.1", HOST)),
        Broken.of("sourceUnicast", Line.tcp(0, "ff02::1", HOST)),
        Broken.of(
            "bytesPerPacket", line.withPorts(0, 0).withProtocol("GRE", "......").withSize(2, 39)),
        Broken.of("bytesPerPacket", line.withSize(1, 65_536)),
        Broken.of("tcpPacketSize", line.withSize(2, 79)),
        Broken.of("portsOfPortless", line.withPorts(1, 0).withProtocol("ICMP", "......")),
        Broken.of("portsOfPortless", line.withPorts(0, 1).withProtocol("GRE", "......")),
        Broken.of("protocolAndFlagsSeen", line.withProtocol("TCP", "...R..")),
        Broken.of("recordTime", line.withSecond(60)),
        Broken.of("dnsIsUdp", line.withPorts(53, 1024)),
        Broken.of("webIsTcp", line.withProtocol("UDP", "......")),
        Broken.of("onePacketNoDuration", line.withDuration("0.001")));
  }

  private FlowStatistics measure(List<String> lines) throws IOException {
    String text = String.join("\n", lines);
    try (DuckTable table = Line.table(directory.resolve("flows.csv"), text)) {
      return FlowStatistics.of(FlowSource.all("lines", table), FIRST_MINUTE);
    }
  }

  private static List<String> sound() {
    return SOUND.stream().map(Line::text).collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void soundFlowsPassAll() throws IOException {
    FlowStatistics real = measure(sound());
    Map<String, RuleOutcome> rules = Fidelity.of(real, real, Map.of()).rules();
    assertThat(rules).hasSize(12).allSatisfy((n, rule) -> assertThat(rule.failed()).isZero());
    assertThat(rules.get("wellFormed").checked()).isEqualTo(5);
    assertThat(rules.get("tcpPacketSize").checked()).isEqualTo(2);
    assertThat(rules.get("portsOfPortless").checked()).isEqualTo(2);
    assertThat(rules.get("dnsIsUdp").checked()).isEqualTo(1);
    assertThat(rules.get("webIsTcp").checked()).isEqualTo(2);
    assertThat(rules.get("onePacketNoDuration").checked()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void oneBrokenFlowIsCountedByItsRuleAlone(Broken broken) throws IOException {
    FlowStatistics real = measure(sound());
    List<String> lines = sound();
    lines.add(broken.text);
    Map<String, RuleOutcome> rules = Fidelity.of(real, measure(lines), Map.of()).rules();
    assertThat(rules)
        .allSatisfy(
            (name, rule) ->
                assertThat(rule.failed()).as(name).isEqualTo(name.equals(broken.rule) ? 1 : 0));
    RuleOutcome outcome = rules.get(broken.rule);
    assertThat(outcome.passPercent()).isCloseTo(100.0 - 100.0 / outcome.checked(), within(1e-9));
  }

  @Test
  void recordTimesAreCheckedWhenGiven() throws IOException {
    FlowStatistics any = Line.measure(directory.resolve("flows.csv"), SOUND);
    assertThat(any.rules()).doesNotContainKey("recordTime").containsKey("webIsTcp");
  }
}
