package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructureTest {
  private static final String HOST = "10.0.0.1";
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";

  @TempDir Path directory;

  private Map<String, Double> measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines).structure;
  }

  @Test
  void sharesOfAHandMadeSeries() throws IOException {
    Map<String, Double> structure =
        measure(
            List.of(
                Line.tcp(0, HOST, A),
                Line.tcp(1, A, HOST).withPorts(80, 1024), // reply, same, seen
                Line.tcp(1, HOST, B), // in the same second
                Line.tcp(5, A, HOST).withPorts(80, 1025), // seen; another connection
                Line.tcp(6, A, HOST)
                    .withPorts(80, 1024)
                    .withProtocol("UDP", "......"), // same, seen
                Line.tcp(7, B, HOST).withPorts(80, 1024), // reply four flows later; seen
                Line.tcp(7, "10.0.0.2", A), // another host's first
                Line.tcp(8, "10.0.0.2", A))); // same, seen
    assertThat(structure.get("reply")).isEqualTo(2 / 8.0);
    assertThat(structure.get("samePeer")).isEqualTo(3 / 8.0);
    assertThat(structure.get("seenPeer")).isEqualTo(5 / 8.0);
    assertThat(structure.get("zeroGap")).isEqualTo(1 / 6.0);
    assertThat(structure.get("peersPerFlow")).isEqualTo((2 / 6.0 + 1 / 2.0) / 2);
  }

  @Test
  void aReplyComesWithinFiveFlows() throws IOException {
    Line request = Line.tcp(0, HOST, A);
    Line other = Line.tcp(0, HOST, B);
    Line reply = Line.tcp(9, A, HOST).withPorts(80, 1024);
    var four = List.of(1, 2, 3, 4).stream().map(other::withSecond).toList();
    var lines = new ArrayList<Line>(four);
    lines.add(0, request);
    lines.add(reply);
    assertThat(measure(lines).get("reply")).isEqualTo(1 / 6.0);
    lines.add(other.withSecond(5));
    assertThat(measure(lines).get("reply")).isZero();
  }

  @Test
  void alternatingBytesHaveTheirAutocorrelation() throws IOException {
    var lines = new ArrayList<Line>();
    for (int i = 0; i < 10; i++) {
      lines.add(Line.tcp(i, HOST, A).withSize(1, i % 2 == 0 ? 40 : 1500));
    }
    // nine products of -d² over ten squares d²
    assertThat(measure(lines).get("bytesAutocorrelation")).isCloseTo(-0.9, within(1e-12));
  }

  private static List<Line> at(String host, int... seconds) {
    return Arrays.stream(seconds).mapToObj(second -> Line.tcp(second, host, A)).toList();
  }

  @Test
  void burstinessIsThatOfTheGaps() throws IOException {
    List<Line> clock = at(HOST, 0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90);
    assertThat(measure(clock).get("burstiness")).isEqualTo(-1);
    // gaps 0 and 2 by turns have mean and deviation 1
    List<Line> twos = at("10.0.0.2", 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10);
    assertThat(measure(twos).get("burstiness")).isCloseTo(0, within(1e-12));
    var all = new ArrayList<>(clock);
    all.addAll(twos);
    all.addAll(at("10.0.0.3", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)); // no mean
    all.addAll(at("10.0.0.4", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)); // nine gaps
    assertThat(measure(all).get("burstiness")).isCloseTo(-0.5, within(1e-12));
    assertThat(measure(all.subList(22, all.size()))).doesNotContainKey("burstiness");
  }

  @Test
  void popularityHasTheExponentOfFlowsPerPeer() throws IOException {
    var lines = new ArrayList<Line>();
    for (int i = 0; i < PowerLaw.LEAST_TAIL; i++) {
      lines.add(Line.tcp(i, HOST, "192.0.2." + i));
    }
    assertThat(measure(lines).get("popularityExponent"))
        .isCloseTo(1 + 1 / Math.log(2), within(1e-12));
  }

  @Test
  void peersAreCountedInTheirHoursAndBytesByPeer() throws IOException {
    FlowStatistics file =
        Line.measure(
            directory.resolve("flows.csv"),
            List.of(
                Line.tcp(0, HOST, A),
                Line.tcp(1, A, HOST),
                Line.tcp(2, HOST, B),
                Line.tcp(3600, HOST, B),
                Line.tcp(3601, "10.0.0.2", B),
                Line.tcp(7201, HOST, A))); // of an hour that is hardly covered
    Values peers = file.quantities.get("peersPerHostHour");
    assertThat(peers.total()).isEqualTo(3);
    assertThat(peers.descending(1)).isEqualTo(2);
    assertThat(peers.descending(2)).isEqualTo(1);
    Values bytes = file.quantities.get("bytesPerPeer");
    assertThat(bytes.total()).isEqualTo(2);
    assertThat(bytes.descending(1)).isEqualTo(3 * 40);
    assertThat(bytes.descending(2)).isEqualTo(3 * 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void sqlAgreesWithPlainJava(long seed) throws IOException {
    List<Line> lines = Line.random(seed, 2000);
    try (DuckTable table = Line.table(directory.resolve("flows.csv"), lines)) {
      assertAgrees(table);
    }
  }

  static void assertAgrees(DuckTable table) throws IOException {
    var counter = new Counter();
    table.forEachSeries(counter::visit);
    Map<String, Double> sql =
        FlowStatistics.of(FlowSource.all("", table), RecordTimes.ANY).structure;
    double flows = table.size();
    assertThat(sql.get("reply")).isEqualTo(counter.replies / flows);
    assertThat(sql.get("samePeer")).isEqualTo(counter.same / flows);
    assertThat(sql.get("seenPeer")).isEqualTo(counter.seen / flows);
    assertThat(sql.get("zeroGap")).isEqualTo(counter.zeros / (flows - table.hosts()));
  }

  /** The same counts, flow by flow. */
  private static final class Counter {
    private long replies;
    private long same;
    private long seen;
    private long zeros;

    void visit(Series series) {
      var peers = new HashSet<Address>();
      for (int i = 0; i < series.flows().size(); i++) {
        Flow flow = series.flows().get(i);
        boolean reply = false;
        for (int back = 1; back <= Math.min(i, 5); back++) {
          reply |= isReversed(flow, series.flows().get(i - back));
        }
        replies += reply ? 1 : 0;
        seen += peers.add(peer(series, flow)) ? 0 : 1;
        if (i > 0) {
          Flow previous = series.flows().get(i - 1);
          same += peer(series, flow).equals(peer(series, previous)) ? 1 : 0;
          zeros += flow.timeMicros() == previous.timeMicros() ? 1 : 0;
        }
      }
    }

    private static Address peer(Series series, Flow flow) {
      return flow.sourceAddress().equals(series.host())
          ? flow.destinationAddress()
          : flow.sourceAddress();
    }

    private static boolean isReversed(Flow flow, Flow earlier) {
      return flow.sourceAddress().equals(earlier.destinationAddress())
          && flow.destinationAddress().equals(earlier.sourceAddress())
          && flow.sourcePort() == earlier.destinationPort()
          && flow.destinationPort() == earlier.sourcePort()
          && flow.protocol().equals(earlier.protocol());
    }
  }
}
