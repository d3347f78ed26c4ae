package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link NetworkStatistics} and {@link Totals}. */
class NetworkStatisticsTest {
  private static final String PEER = "192.0.2.1";

  @TempDir Path directory;

  private NetworkStatistics measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines).network;
  }

  private static String host(int number) {
    return "10.0.0." + number;
  }

  @Test
  void sweepIsAPeerThatMeetsManyHosts() throws IOException {
    var lines = new ArrayList<Line>();
    for (int h = 1; h <= 25; h++) { // 25 of 100 flows in 25 seconds of a minute, by one port
      lines.add(Line.tcp(3600 + h, PEER, host(h)).withPorts(1024, 22));
    }
    for (int i = 0; i < 75; i++) { // each with a peer of its own, minutes apart
      lines.add(Line.tcp(100 * i, host(1 + i % 25), "198.51.100." + (1 + i)));
    }
    NetworkStatistics network = measure(lines);
    assertThat(network.measures())
        .containsEntry("fanOut.1s.2", 0.0)
        .containsEntry("fanOut.10s.10", 0.1) // of 25 hosts nine, ten and six
        .containsEntry("fanOut.1m.20", 0.25)
        .containsEntry("fanOut.1m.50", 0.0)
        .containsEntry("mostHostsOfAPeer.1m", 25.0)
        .containsEntry("scansPerHour", 1 / 3.0)
        .containsEntry("internalShare", 0.0);
    assertThat(network.distributions().get("hostsOfPeer").max()).isEqualTo(25);
    assertThat(network.distributions().get("peersOfHost").max()).isEqualTo(4);
  }

  /** Of a number that one file has none of the ratio is 0, its distance 1. */
  @Test
  void nothingIsFarFromSomething() throws IOException {
    var scan = new ArrayList<Line>();
    for (int h = 1; h <= 20; h++) {
      scan.add(Line.tcp(h, PEER, host(h)));
    }
    NetworkStatistics some = measure(scan);
    NetworkStatistics none = measure(scan.subList(0, 19));
    assertThat(NetworkStatistics.distances(some, none)).containsEntry("ratio.scansPerHour", 1.0);
    assertThat(NetworkStatistics.distances(none, some)).containsEntry("ratio.scansPerHour", 1.0);
    assertThat(NetworkStatistics.distances(none, none)).doesNotContainKey("ratio.scansPerHour");
    assertThat(NetworkStatistics.distances(some, some)).containsEntry("ratio.scansPerHour", 0.0);
  }

  /** Shares and what is on their scale by differences, numbers by ratios. */
  @Test
  void communitiesAreComparedByTheirScale() throws IOException {
    var three = new ArrayList<Line>();
    for (int h = 0; h < 6; h++) { // three pairs of hosts with a peer each
      three.add(Line.tcp(h, host(1 + h), "192.0.2." + h / 2));
    }
    NetworkStatistics real = measure(three);
    NetworkStatistics one = measure(three.subList(0, 2));
    assertThat(real.measures()).containsEntry("communities", 3.0);
    Map<String, Double> distances = NetworkStatistics.distances(real, one);
    for (String name : List.of("ratio.communities", "diff.modularity", "diff.largestCommunity")) {
      assertThat(distances.get(name)).as(name).isCloseTo(2 / 3.0, within(1e-9)); // 1 of 3, 3 / 9
    }
    assertThat(distances).doesNotContainKeys("ratio.modularity", "ratio.largestCommunity");
  }

  @Test
  void pairsAndInternalPeers() throws IOException {
    List<Line> lines =
        List.of(
            Line.tcp(0, host(1), PEER), // with the next: a pair of two flows in both directions
            Line.tcp(1, PEER, host(1)),
            Line.tcp(2, host(1), "192.0.2.2"),
            Line.tcp(3, host(1), host(9)));
    assertThat(measure(lines).measures())
        .containsEntry("reciprocalPairs", 1 / 3.0)
        .containsEntry("repeatedPairs", 0.5)
        .containsEntry("internalShare", 0.25);
  }

  @Test
  void pileInTheLastSecondOfAnHourIsSeen() throws IOException {
    var lines = new ArrayList<Line>();
    for (int i = 0; i < 80; i++) {
      lines.add(Line.tcp(45 * i, host(1), PEER));
    }
    for (int i = 0; i < 20; i++) {
      lines.add(Line.tcp(3599, host(1), PEER));
    }
    NetworkStatistics network = measure(lines);
    assertThat(network.measures())
        .containsEntry("lastSecondOfHour", 0.2)
        .containsEntry("mostInASecondOfHour", 0.2)
        .containsEntry("lastMinuteOfHour", 0.21) // and the one at 3555 s
        .containsEntry("firstMinuteOfHour", 0.02);
    assertThat(network.timeline()).hasSize(60).endsWith(21.0);
    NetworkStatistics even = measure(lines.subList(0, 80));
    // the last minute has 1/80 of even flows, and then 21/100
    assertThat(NetworkStatistics.distances(even, network).get("ks.minuteOfHour"))
        .isCloseTo(0.21 - 1 / 80.0, within(1e-9));
    assertThat(NetworkStatistics.distances(even, even).values()).allMatch(d -> d == 0);
  }

  /** 20,000 flows at independent, even times: a Poisson process. */
  @Test
  void independentFlowsAreOfVarianceOverMeanOneAndHurstOneHalf() throws IOException {
    var random = new SplittableRandom(3);
    List<Line> lines =
        random.ints(20_000, 0, 7200).sorted().mapToObj(s -> Line.tcp(s, host(1), PEER)).toList();
    NetworkStatistics network = measure(lines);
    double most = 5 * Math.sqrt(2 / 120.0); // standard deviations of a variance of 120 minutes
    assertThat(network.measures().get("varianceOverMean.1s")).isCloseTo(1, within(0.1));
    assertThat(network.measures().get("varianceOverMean.1m")).isCloseTo(1, within(most));
    assertThat(network.measures().get("hurst")).isCloseTo(0.5, within(0.12));
    assertThat(network.measures().get("minuteAutocorrelation")).isCloseTo(0, within(0.4));
  }

  @Test
  void correlationOfHostsIsTheMeanOverAllPairs() throws IOException {
    var random = new SplittableRandom(4);
    int minutes = 60;
    double[][] logs = new double[5][minutes];
    var lines = new ArrayList<Line>();
    for (int m = 0; m < minutes; m++) {
      int together = random.nextInt(4);
      for (int h = 0; h < logs.length; h++) {
        int flows = h == 4 ? 2 : together + random.nextInt(3); // the last host is constant
        logs[h][m] = Math.log(1 + flows);
        for (int i = 0; i < flows; i++) {
          lines.add(Line.tcp(60 * m + 59 * (i % 2), host(1 + h), PEER));
        }
      }
    }
    double expected =
        IntStream.range(0, 16)
            .filter(i -> i / 4 < i % 4)
            .mapToDouble(i -> correlation(logs[i / 4], logs[i % 4]))
            .average()
            .orElseThrow();
    assertThat(measure(lines).measures().get("hostCorrelation")).isCloseTo(expected, within(1e-9));
  }

  private static double correlation(double[] x, double[] y) {
    double meanX = IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
    double meanY = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
    double products = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squaresX += (x[i] - meanX) * (x[i] - meanX);
      squaresY += (y[i] - meanY) * (y[i] - meanY);
    }
    return products / Math.sqrt(squaresX * squaresY);
  }
}
