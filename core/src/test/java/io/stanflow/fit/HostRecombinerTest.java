package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Layout;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.Visits;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRecombinerTest {
  private static final int K = 3;

  /** A table's hosts, counted, and those made of them. */
  private record Made(FlowCodec codec, List<HostProfile> real, HostRecombiner recombiner) {
    List<HostProfile> hosts() {
      List<List<Integer>> all = List.of(IntStream.range(0, real.size()).boxed().toList());
      return recombiner.made(all).stream().filter(Objects::nonNull).toList();
    }
  }

  private static Made made(FlowTable table, int k, long seed) throws IOException {
    FlowCodec codec = Fits.codec(table, K);
    AddressBook book = codec.book(table.internal());
    var given = new Superposition(codec, book, Visits.NONE);
    var encoder = new SeriesEncoder(codec, book, table.recording(), given);
    List<HostProfile> hosts = new ArrayList<>();
    table.forEachSeries(series -> hosts.add(HostCounts.of(series, codec, book, encoder, given)));
    var coverage = new Coverage();
    table.forEachSeries(coverage::add);
    var fitter =
        new ProfileFitter(
            codec, hosts, coverage.ofWeek(), new InternalFitter(codec, book), new Sharing(1));
    List<float[]> positions = hosts.stream().map(fitter::position).toList();
    return new Made(
        codec, hosts, new HostRecombiner(codec, hosts, positions, fitter.shared(), k, seed));
  }

  /** Hosts by number with those of their flows that a rule keeps. */
  private static MemoryTable where(MemoryTable table, BiPredicate<Integer, Flow> kept) {
    List<Series> series = new ArrayList<>();
    for (int h = 0; h < table.hosts(); h++) {
      int host = h;
      Series of = table.series().get(h);
      List<Flow> flows = of.flows().stream().filter(flow -> kept.test(host, flow)).toList();
      if (!flows.isEmpty()) {
        series.add(new Series(of.host(), flows));
      }
    }
    return new MemoryTable(table.schema(), table.internal(), series);
  }

  private static boolean isShell(Flow flow) {
    return flow.sourcePort() == 22 || flow.destinationPort() == 22;
  }

  /** Flows of a host by its services. */
  private static double[] services(FlowCodec codec, HostProfile host) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int first = blocks.start(blocks.firstOutcomes());
    double[] flows = new double[blocks.start(blocks.firstOutcomes() + 1) - first];
    for (int[] part : host.counts()) {
      Arrays.setAll(flows, s -> flows[s] + part[first + s]);
    }
    return flows;
  }

  /** Each part is at one made host; the factors of similar ones leave their sum as it is. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatAllHostsDoTogetherStays(long seed) throws IOException {
    Made made = made(SimulatedTraffic.table(2), K, seed);
    double[] before = new double[services(made.codec(), made.real().get(0)).length];
    for (HostProfile host : made.real()) {
      double[] of = services(made.codec(), host);
      Arrays.setAll(before, s -> before[s] + of[s]);
    }
    double[] after = new double[before.length];
    for (HostProfile host : made.hosts()) {
      double[] of = services(made.codec(), host);
      Arrays.setAll(after, s -> after[s] + of[s]);
      assertThat(host.rows()).isCloseTo((int) Arrays.stream(of).sum(), within(of.length));
    }
    int rounded = DayParts.COUNT * made.real().size(); // by less than one flow each, either way
    for (int s = 0; s < before.length; s++) {
      double deviation = Math.sqrt(rounded / 4.0);
      assertThat(after[s]).as("service " + s).isCloseTo(before[s], within(5 * deviation));
    }
  }

  @Test
  void hostsStayOneSided() throws IOException {
    MemoryTable table = where(SimulatedTraffic.table(3), (host, flow) -> isShell(flow) == host < 6);
    Made made = made(table, K, 1);
    double[] shell = new double[services(made.codec(), made.real().get(0)).length];
    for (HostProfile host : made.real().subList(0, 6)) {
      double[] of = services(made.codec(), host);
      Arrays.setAll(shell, s -> shell[s] + of[s]);
    }
    List<Double> shares = new ArrayList<>();
    List<List<Integer>> alike = List.of(List.of(0, 1, 2, 3, 4, 5), List.of(6, 7, 8, 9, 10, 11));
    for (HostProfile host : made.recombiner().made(alike)) {
      double[] of = services(made.codec(), host);
      double all = Arrays.stream(of).sum();
      double ofShell =
          IntStream.range(0, of.length).filter(s -> shell[s] > 0).mapToDouble(s -> of[s]).sum();
      shares.add(ofShell / all);
    }
    assertThat(shares).allMatch(share -> share < 1e-9 || share > 1 - 1e-9);
    assertThat(shares.stream().filter(share -> share > 0.5)).hasSize(6);
  }

  /** A blend of its group made as many infected hosts as there are in it. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void oneInfectedHostStaysOne(long seed) throws IOException {
    MemoryTable clean = SimulatedTraffic.table(4);
    int label = clean.schema().index(Schema.LABEL);
    List<Series> series = new ArrayList<>(clean.series());
    Series bot = series.get(5);
    List<Flow> flows =
        bot.flows().stream().map(f -> new Flow.Draft(f).word(label, "bot").flow()).toList();
    series.set(5, new Series(bot.host(), flows));
    Made made = made(new MemoryTable(clean.schema(), clean.internal(), series), K, seed);
    Layout layout = made.codec().layout();
    int[] groups = layout.outcomeGroups();
    int group =
        IntStream.range(0, groups.length)
            .filter(g -> layout.groups().get(groups[g]).name().equals(Schema.LABEL))
            .findFirst()
            .orElseThrow();
    int[] real = made.real().get(5).tokens()[group];
    int word = IntStream.range(0, real.length).filter(t -> real[t] > 0).findFirst().orElseThrow();
    long infected = made.hosts().stream().filter(h -> h.tokens()[group][word] > 0).count();
    assertThat(infected).isEqualTo(1);
  }

  /** One host's shell is a little of everybody's in its group: neither told nor lost. */
  @Test
  void whatFewerThanKHostsDoIsSharedOut() throws IOException {
    MemoryTable table =
        where(
            SimulatedTraffic.table(3),
            (host, flow) -> flow.protocol().equals("UDP") || (host == 4 && isShell(flow)));
    double shell = table.series().get(4).flows().stream().filter(f -> isShell(f)).count();
    assertThat(shell).isPositive();
    Made made = made(table, K, 1);
    for (HostProfile host : made.hosts()) {
      double[] of = services(made.codec(), host);
      double most = Arrays.stream(of).max().orElseThrow();
      double part = Arrays.stream(of).sum() - most; // names are most of every host's
      double even = shell / made.real().size();
      assertThat(part).isCloseTo(even, within(DayParts.COUNT / 2.0));
    }
  }

  @Test
  void heavyPeersHaveTheirFlowsAndNoOthers() throws IOException {
    Made made = made(SimulatedTraffic.table(5), K, 7);
    FlowCodec codec = made.codec();
    MarginalBlocks blocks = codec.marginalBlocks();
    int first =
        blocks.start(blocks.ofField(codec.layout().pointerField())) + MadeHeavyPeers.first(codec);
    for (HostProfile host : made.hosts()) {
      List<HeavyPeer> heavy = host.heavy().sketches();
      assertThat(heavy).isNotEmpty();
      for (int j = 0; j < HeavyPeer.MOST; j++) {
        int at = first + j;
        long flows = Arrays.stream(host.counts()).mapToLong(part -> part[at]).sum();
        if (j < heavy.size()) {
          double known = heavy.get(j).share() * host.rows();
          assertThat((double) flows).isCloseTo(known, within(3 + 5 * Math.sqrt(known)));
        } else {
          assertThat(flows).isZero();
        }
      }
    }
  }

  /** A peer that the host has no place for may be any that it met: not always the last. */
  @Test
  void nobodyIsMetAgainMoreOftenThanByRealHosts() throws IOException {
    Made made = made(SimulatedTraffic.table(12, 1500, false, 5), K, 7);
    FlowCodec codec = made.codec();
    int first = MadeHeavyPeers.firstOfPeer(codec);
    double[] again = new double[2];
    double[] recent = new double[2];
    for (int i = 0; i < 2; i++) {
      for (HostProfile host : i == 0 ? made.real() : made.hosts()) {
        for (int[] part : host.counts()) {
          again[i] += part[first];
          recent[i] += Arrays.stream(part, first, first + codec.layout().recencySlots()).sum();
        }
      }
    }
    assertThat(recent[1]).isGreaterThan(1.1 * recent[0]); // some have no place
    assertThat(again[1] / recent[1]).isCloseTo(again[0] / recent[0], within(0.02));
  }

  @Test
  void aPopularPeerOfSeveralDonorsIsOne() throws IOException {
    Made made = made(SimulatedTraffic.table(5), K, 7);
    long named = 0;
    for (HostProfile host : made.hosts()) {
      List<Integer> names =
          host.heavy().sketches().stream().map(HeavyPeer::peer).filter(p -> p >= 0).toList();
      assertThat(names).doesNotHaveDuplicates();
      named += names.size();
    }
    assertThat(named).isGreaterThan(made.hosts().size()); // both resolvers
  }

  @Test
  void sameSeedSameHosts() throws IOException {
    MemoryTable table = SimulatedTraffic.table(2);
    List<HostProfile> once = made(table, K, 3).hosts();
    List<HostProfile> again = made(table, K, 3).hosts();
    List<HostProfile> other = made(table, K, 4).hosts();
    assertThat(once.get(0).counts()).isDeepEqualTo(again.get(0).counts());
    assertThat(once.get(0).sizes()).isEqualTo(again.get(0).sizes());
    assertThat(Arrays.deepEquals(once.get(0).counts(), other.get(0).counts())).isFalse();
  }
}
