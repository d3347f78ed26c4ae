package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BayesianNetworkTest {
  private static final int FLOWS = 20_000;

  @TempDir Path directory;

  private DuckTable traffic(List<Flow> flows) throws IOException {
    Path file = directory.resolve("real");
    return Traffic.read(Traffic.write(file, "ugr16", Traffic.SCHEMA, flows));
  }

  private static String dependences(DuckTable real) throws IOException {
    return new BayesianNetwork(real, new SplittableRandom(1))
        .toString()
        .replaceAll(" \\(.*\\)", "");
  }

  private static double share(List<Flow> flows, Predicate<Flow> of, Predicate<Flow> those) {
    List<Flow> base = flows.stream().filter(of).toList();
    return base.stream().filter(those).count() / (double) base.size();
  }

  /** Words in the chain (x before) → x → y → z, each other than its parent with 10 %. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aChainIsLearntAndRepeated(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var rows = new StringBuilder("z,y,x\n");
    String[] words = {"a", "b", "c"};
    int x = 0;
    for (int i = 0; i < FLOWS; i++) {
      x = random.nextInt(5) == 0 ? random.nextInt(3) : x;
      int y = random.nextInt(10) == 0 ? random.nextInt(3) : x;
      int z = random.nextInt(7) == 0 ? random.nextInt(3) : y;
      rows.append(words[z]).append(',').append(words[y]).append(',').append(words[x]).append('\n');
    }
    Path file = Files.writeString(directory.resolve("chain.csv"), rows);
    try (DuckTable real = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(dependences(real)).isEqualTo("x <- previous x\ny <- x\nz <- y");
      Path copy = directory.resolve("copy.csv");
      List<Flow> made = Traffic.generate(Baseline.BAYESIAN_NETWORK, real, seed, copy);
      // conditional probabilities of two tables, each with variance p (1 - p) / n; five deviations
      double five = 5 * Math.sqrt(2 * 0.25 / FLOWS);
      assertThat(repeats(made, 2)).isCloseTo(1 - 0.2 * 2 / 3, within(five));
      assertThat(share(made, f -> true, f -> f.word(1).equals(f.word(2))))
          .isCloseTo(1 - 0.1 * 2 / 3, within(five));
      assertThat(share(made, f -> true, f -> f.word(0).equals(f.word(1))))
          .isCloseTo(1 - 2 / 21.0, within(five));
    }
  }

  /** Share of flows with the word of the flow before. */
  private static double repeats(List<Flow> flows, int attribute) {
    int repeats = 0;
    for (int i = 1; i < flows.size(); i++) {
      repeats += flows.get(i).word(attribute).equals(flows.get(i - 1).word(attribute)) ? 1 : 0;
    }
    return repeats / (flows.size() - 1.0);
  }

  /** Ports and flags tell the protocol, so that one parent is enough where clients are inside. */
  @Test
  void whatHangsTogetherStaysTogether() throws IOException {
    List<Flow> clients =
        Traffic.random(1, FLOWS).stream()
            .filter(flow -> inside(flow.sourceAddress()) != inside(flow.destinationAddress()))
            .toList();
    try (DuckTable real = traffic(clients)) {
      List<Flow> flows = Traffic.flows(real);
      List<Flow> made =
          Traffic.generate(Baseline.BAYESIAN_NETWORK, real, 1, directory.resolve("made"));
      Predicate<Flow> dns = f -> f.sourcePort() == 53 || f.destinationPort() == 53;
      Predicate<Flow> udp = f -> f.protocol().equals("UDP");
      assertThat(share(flows, dns, udp)).isEqualTo(1);
      assertThat(share(made, dns, udp)).isGreaterThan(0.99);
      assertThat(share(made, udp, dns)).isGreaterThan(0.99);
      assertThat(share(made, f -> true, dns)).isCloseTo(0.5, within(0.025));
      assertThat(share(made, udp, f -> f.tcpFlags() == 0)).isGreaterThan(0.99);
      assertThat(share(made, f -> true, f -> f.bytes() >= 1000))
          .isCloseTo(share(flows, f -> true, f -> f.bytes() >= 1000), within(0.025));
      assertThat(made).allMatch(f -> List.of(53L, 80L, 443L).contains(port(f, false)));
      assertThat(made).allMatch(f -> port(f, true) >= 1024);
      assertThat(new HashSet<>(flows.stream().map(Flow::durationMicros).toList()))
          .containsAll(made.stream().map(Flow::durationMicros).toList());
    }
  }

  private static long port(Flow flow, boolean local) {
    return inside(flow.sourceAddress()) == local ? flow.sourcePort() : flow.destinationPort();
  }

  private static boolean inside(Address address) {
    return Traffic.INTERNAL.get(0).contains(address);
  }

  /** A host that talks to one peer ten times over before it goes on to the next. */
  @Test
  void aPeerIsKept() throws IOException {
    var lasting = new ArrayList<Flow>();
    List<Flow> flows = Traffic.random(1, FLOWS);
    var random = new SplittableRandom(1);
    String peer = "192.0.2.1";
    for (Flow flow : flows) {
      peer = random.nextInt(10) == 0 ? "198.51.100." + random.nextInt(250) : peer;
      lasting.add(alone(flow, peer));
    }
    try (DuckTable real = traffic(lasting)) {
      List<Flow> made =
          Traffic.generate(Baseline.BAYESIAN_NETWORK, real, 1, directory.resolve("made"));
      int same = 0;
      for (int i = 1; i < FLOWS; i++) {
        same += peer(made.get(i)).equals(peer(made.get(i - 1))) ? 1 : 0;
      }
      // 0.9 and a chance meeting; read back, flows of one second are in another order
      assertThat(same / (double) FLOWS).isCloseTo(0.9, within(0.03));
    }
  }

  private static Address peer(Flow flow) {
    boolean outgoing = inside(flow.sourceAddress());
    return outgoing ? flow.destinationAddress() : flow.sourceAddress();
  }

  private static Flow.Draft copy(Flow flow) {
    var draft = new Flow.Draft(Traffic.SCHEMA);
    for (int attribute : new int[] {0, 1, 4, 5, 7, 8, 9}) {
      draft.number(attribute, flow.number(attribute));
    }
    for (int attribute : new int[] {6, 10, 11, 12}) {
      draft.word(attribute, flow.word(attribute));
    }
    return draft.address(2, flow.sourceAddress()).address(3, flow.destinationAddress());
  }

  private static Flow at(Flow flow, long timeMicros) {
    return copy(flow).number(0, timeMicros).flow();
  }

  /** The flow as one of 10.0.0.1 with this peer. */
  private static Flow alone(Flow flow, String peer) {
    boolean outgoing = flow.destinationPort() < 1024;
    return copy(flow)
        .address(outgoing ? 2 : 3, Address.parse("10.0.0.1"))
        .address(outgoing ? 3 : 2, Address.parse(peer))
        .flow();
  }

  @Test
  void hostsBeginAndEndInTheirTime() throws IOException {
    Path file = directory.resolve("made");
    try (DuckTable real = traffic(Traffic.random(1, FLOWS))) {
      Baseline.BAYESIAN_NETWORK.write(real, 1, file);
      var expected = new ArrayList<Series>();
      real.forEachSeries(expected::add);
      try (DuckTable made = Traffic.read(file)) {
        var series = new ArrayList<Series>();
        made.forEachSeries(series::add);
        for (int i = 0; i < 10; i++) {
          List<Flow> seen = expected.get(i).flows();
          List<Flow> flows = series.get(i).flows();
          long first = seen.get(0).timeMicros();
          long last = seen.get(seen.size() - 1).timeMicros();
          assertThat(flows.get(0).timeMicros()).isEqualTo(first);
          assertThat(flows.get(flows.size() - 1).timeMicros())
              .isBetween(last - (last - first) / 20, last);
          long middle = flows.get(flows.size() / 2).timeMicros();
          assertThat((middle - first) / (double) (last - first)).isCloseTo(0.5, within(0.2));
          assertThat(flows).allMatch(flow -> flow.timeMicros() % 1_000_000 == 0);
        }
      }
    }
  }

  /** Gaps near the grid's second are rounded; were they cut off, half-time would come late. */
  @Test
  void roundingKeepsThePace() throws IOException {
    var dense = new ArrayList<Flow>();
    for (Flow flow : Traffic.random(1, FLOWS)) {
      long second = (long) dense.size() / 2;
      dense.add(at(flow, Traffic.START + second * 1_000_000));
    }
    Path file = directory.resolve("made");
    try (DuckTable real = traffic(dense)) {
      Baseline.BAYESIAN_NETWORK.write(real, 1, file);
      try (DuckTable made = Traffic.read(file)) {
        made.forEachSeries(
            series -> {
              int flows = series.flows().size();
              double half = series.flows().get(flows / 2).timeMicros() - Traffic.START;
              // gaps with a deviation of about their mean: half-time deviates by 0.5 / sqrt(flows)
              assertThat(half / (FLOWS / 2 * 1e6)).isCloseTo(0.5, within(2.5 / Math.sqrt(flows)));
            });
      }
    }
  }
}
