package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTraitsTest {
  private static final String CLIENT = "10.0.0.1";
  private static final String SERVER = "10.0.0.2";
  private static final String PEER = "192.0.2.1";

  @TempDir Path directory;

  @Test
  void eachHostCountsOnce() throws IOException {
    List<Line> lines =
        List.of(
            Line.tcp(0, CLIENT, PEER),
            Line.tcp(1, CLIENT, "192.0.2.2"),
            Line.tcp(3700, CLIENT, "192.0.2.3").withPorts(1024, 443),
            Line.tcp(3701, CLIENT, PEER).withPorts(1024, 53).withProtocol("UDP", "......"),
            Line.tcp(2, PEER, SERVER),
            Line.tcp(5, SERVER, PEER).withPorts(80, 1024));
    Map<String, Values> hosts = Line.measure(directory.resolve("flows.csv"), lines).hosts;
    check(hosts.get("flows"), 2, 4);
    check(hosts.get("hours"), 1, 2);
    check(hosts.get("outgoing"), 0.5, 1);
    check(hosts.get("peers"), 1, 3);
    check(hosts.get("topPeer"), 0.5, 1);
    check(hosts.get("services"), 1, 3); // TCP 80, TCP 443, UDP 53
    check(hosts.get("topService"), 0.5, 1);
    Fidelity same = Fidelity.of(statistics(lines), statistics(lines), Map.of());
    assertThat(same.hosts().get("flows").p99()).isEqualTo(4);
  }

  private FlowStatistics statistics(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("again.csv"), lines);
  }

  private static void check(Values values, double low, double high) {
    assertThat(values.total()).isEqualTo(2);
    assertThat(values.value(0)).isCloseTo(low, within(1e-12));
    assertThat(values.value(1)).isCloseTo(high, within(1e-12));
  }
}
