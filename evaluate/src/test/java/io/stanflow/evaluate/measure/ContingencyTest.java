package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Contingency.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContingencyTest {
  private static final Pair SERVICES = new Pair("servicePort", "protocol");

  @TempDir Path directory;

  private static Contingency services(Map<String, Long> counts) {
    return new Contingency(Map.of(SERVICES, new Counts(counts)));
  }

  @Test
  void aProtocolThatIsMissingMovesItsFourPairs() throws IOException {
    Line tcp = Line.tcp(0, "10.0.0.1", "192.0.2.1");
    Line udp = tcp.withSecond(1).withProtocol("UDP", ".A....");
    var both = Line.measure(directory.resolve("both.csv"), List.of(tcp, udp)).contingency;
    var one = Line.measure(directory.resolve("one.csv"), List.of(tcp, tcp)).contingency;
    assertThat(both.tables()).hasSize(10);
    // (1/2, 1/2) against (1, 0) in four of ten pairs
    assertThat(Contingency.distance(both, one, Set.of("80")))
        .isCloseTo(0.4 * Math.sqrt(0.5), within(1e-12));
    assertThat(Contingency.distance(one, both, Set.of("80")))
        .isCloseTo(0.4 * Math.sqrt(0.5), within(1e-12));
    assertThat(Contingency.distance(both, both, Set.of("80"))).isZero();
  }

  @Test
  void portsThatAreNoServicesAreOne() {
    var real = services(Map.of("80\tTCP", 2L, "5000\tTCP", 1L, "5001\tTCP", 1L));
    var other = services(Map.of("80\tTCP", 2L, "6000\tTCP", 2L));
    assertThat(Contingency.distance(real, other, Set.of("80"))).isZero();
    // 1/4, 1/4, 0 against 0, 0, 1/2
    assertThat(Contingency.distance(real, other, Set.of("80", "5000", "5001")))
        .isCloseTo(Math.sqrt(2 / 16.0 + 1 / 4.0), within(1e-12));
  }

  @Test
  void flowsWithoutPortsStandApart() {
    var real = services(Map.of("-\tICMP", 1L, "80\tTCP", 1L));
    var other = services(Map.of("5000\tICMP", 1L, "80\tTCP", 1L));
    assertThat(Contingency.distance(real, other, Set.of("80")))
        .isCloseTo(Math.sqrt(0.5), within(1e-12));
  }
}
