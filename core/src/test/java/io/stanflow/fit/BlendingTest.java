package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.DayParts;
import io.stanflow.codec.Field;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Layout;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ProfileBlender}, {@link HeavyPeers} and what {@link ProfileFitter} makes of hosts. */
class BlendingTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyHostIsInExactlyOneGroupOfKToTwoK(long seed) {
    var random = new SplittableRandom(seed);
    for (int n = 1; n < 40; n++) {
      int k = 1 + random.nextInt(7);
      List<float[]> points = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        boolean same = random.nextInt(3) == 0;
        points.add(same ? new float[2] : new float[] {random.nextInt(9), random.nextInt(9)});
      }
      List<List<Integer>> groups = ProfileBlender.groups(points, k);
      List<Integer> members = groups.stream().flatMap(List::stream).sorted().toList();
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        expected.add(i);
      }
      assertThat(members).isEqualTo(expected);
      int size = n;
      assertThat(groups).allMatch(g -> g.size() >= Math.min(k, size) && g.size() < 2 * k);
    }
  }

  @Test
  void similarHostsComeTogether() {
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      points.add(new float[] {100 * (i % 3), i * 0.1f});
    }
    List<List<Integer>> groups = ProfileBlender.groups(points, 4);
    assertThat(groups).hasSize(3).allMatch(g -> g.stream().map(i -> i % 3).distinct().count() == 1);
    for (int i = 0; i < 12; i++) {
      assertThat(groups.get(ProfileBlender.nearest(points, groups, points.get(i)))).contains(i);
    }
  }

  private static HeavyPeer peer(int port, double share) {
    return new HeavyPeer(-1, port, 0, share, 0.5, false, false, -1);
  }

  @Test
  void blendKeepsKindsThatTwoHostsHaveAsOftenAsTheAverageHost() {
    var blended =
        HeavyPeers.blend(
            List.of(
                List.of(peer(443, 0.4), peer(443, 0.2), peer(22, 0.1), peer(22, 0.1)),
                List.of(peer(443, 0.2), peer(443, 0.1), peer(53, 0.3)),
                List.of(peer(443, 0.3), peer(53, 0.1))));
    // 443: 5 entries in 3 hosts, twice; 53: 2 in 3, once; 22: 2 in 3, but of one host alone
    assertThat(blended).extracting(HeavyPeer::peerPort).containsExactlyInAnyOrder(443, 443, 53);
    assertThat(blended.get(0).share()).isCloseTo(0.3, within(1e-12));
    assertThat(blended.stream().filter(p -> p.peerPort() == 53).findFirst().orElseThrow().share())
        .isCloseTo(0.2, within(1e-12));
    assertThat(blended).extracting(HeavyPeer::share).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  private static HeavyPeer named(int port, int name) {
    return new HeavyPeer(-1, port, 0, 0.2, 0.5, true, false, name);
  }

  @Test
  void blendNamesThePopularPeersThatHalfOfTheHostsShare() {
    var blended =
        HeavyPeers.blend(
            List.of(
                List.of(named(53, 7), named(443, 1)),
                List.of(named(53, 7), named(443, 2)),
                List.of(named(53, 8), named(443, 3)),
                List.of(named(443, 4), named(25, 9))));
    // 7 is that of two of four hosts; the peers of 443 are four; 8 alone is no kind
    assertThat(blended)
        .containsExactlyInAnyOrder(
            new HeavyPeer(-1, 53, 0, 0.2, 0.5, true, false, 7),
            new HeavyPeer(-1, 443, 0, 0.2, 0.5, true, false, -1));
  }

  /** A monitor asks one host by SNMP and another by HTTP. */
  @Test
  void aNameIsOneKindWhateverItsPorts() {
    HeavyPeer web = new HeavyPeer(80, -1, 1, 0.4, 0.5, true, false, 7);
    HeavyPeer snmp = new HeavyPeer(161, -1, 0, 0.2, 0.5, true, false, 7);
    HeavyPeer other = new HeavyPeer(161, -1, 0, 0.2, 0.5, true, false, 8);
    var blended =
        HeavyPeers.blend(List.of(List.of(web), List.of(snmp), List.of(snmp), List.of(other)));
    assertThat(blended).hasSize(1);
    HeavyPeer monitor = blended.get(0);
    assertThat(List.of(monitor.localPort(), monitor.protocol(), monitor.peer()))
        .containsExactly(-1, 0, 7);
    assertThat(monitor.share()).isCloseTo(0.8 / 3, within(1e-12));
    var own = new HeavyPeers(List.of(web), new Address[] {Address.ofIpv4(1)});
    assertThat(own.matching(blended)).containsExactly(Address.ofIpv4(1));
  }

  @Test
  void namedHeavyPeersStandForThemselvesAlone() {
    Address[] addresses = {Address.ofIpv4(1), Address.ofIpv4(2), Address.ofIpv4(3)};
    var own = new HeavyPeers(List.of(named(53, 7), named(53, 8), named(443, 9)), addresses);
    Address[] matched = own.matching(List.of(named(53, 8), named(53, 7).unnamed(), named(443, 5)));
    assertThat(matched).containsExactly(addresses[1], addresses[0], null);
  }

  @Test
  void blendOfOneHostIsThatHost() {
    List<HeavyPeer> own = List.of(peer(1, 0.1), peer(2, 0.9));
    assertThat(HeavyPeers.blend(List.of(own))).isEqualTo(own);
  }

  @Test
  void blendHasAtMostAsManyHeavyPeersAsAProfile() {
    List<HeavyPeer> many = new ArrayList<>();
    for (int port = 0; port < 40; port++) {
      many.add(peer(port, 1.0 / (port + 2)));
    }
    assertThat(HeavyPeers.blend(List.of(many, many))).isEqualTo(many.subList(0, HeavyPeer.MOST));
  }

  @Test
  void ownHeavyPeersStandForThoseOfTheSameKind() {
    Address[] addresses = {Address.ofIpv4(1), Address.ofIpv4(2), Address.ofIpv4(3)};
    var own = new HeavyPeers(List.of(peer(53, 0.5), peer(443, 0.3), peer(443, 0.1)), addresses);
    Address[] matched =
        own.matching(
            List.of(peer(443, 0.9), peer(22, 0.5), peer(443, 0.4), peer(443, 0.2), peer(53, 0.1)));
    assertThat(matched).containsExactly(addresses[1], null, addresses[2], null, addresses[0]);
  }

  @Test
  void heavyPeersAreFoundWithTheirServiceAndShare() throws IOException {
    MemoryTable table = SimulatedTraffic.table(3);
    FlowCodec codec = Fits.codec(table, 5);
    AddressBook book = codec.book(table.internal());
    var series = table.series().get(1);
    HeavyPeers found = HeavyPeers.of(series, codec, book, List.of());
    int i = List.of(found.addresses()).indexOf(SimulatedTraffic.RESOLVERS.get(0));
    assertThat(i).isNotNegative();
    HeavyPeer resolver = found.sketches().get(i);
    assertThat(resolver.peerPort()).isEqualTo(53);
    assertThat(resolver.localPort()).isEqualTo(-1);
    assertThat(codec.spec().protocols()[resolver.protocol()]).isEqualTo("UDP");
    assertThat(resolver.popular()).isTrue();
    Address address = found.addresses()[i];
    List<Flow> with =
        series.flows().stream()
            .filter(
                f -> f.sourceAddress().equals(address) || f.destinationAddress().equals(address))
            .toList();
    long out = with.stream().filter(f -> f.destinationAddress().equals(address)).count();
    assertThat(resolver.share())
        .isCloseTo((double) with.size() / series.flows().size(), within(1e-12));
    assertThat(resolver.outgoing()).isCloseTo((double) out / with.size(), within(1e-12));
    assertThat(found.sketches())
        .extracting(HeavyPeer::share)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void rhythmOfHoursWithoutDataLiesBetweenTheirNeighbours() throws IOException {
    // 10 flows at two, 30 at six, none in between: four hours forward, twenty around the clock
    var schema = new Schema(List.of(Attribute.start(Schema.TIME)));
    List<Flow> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long seconds = i < 10 ? 2 * 3600 + 360L * i : 6 * 3600 + 120L * (i - 10);
      rows.add(new Flow.Draft(schema).number(0, seconds * 1_000_000).flow());
    }
    var data =
        TrainingData.fit(MemoryTable.anonymous(schema, rows), new TrainingData.Options(1, 1, 0, 1));
    double[] rhythm = data.modelProfiles().get(0).spec().rhythm();
    assertThat(rhythm[2]).isEqualTo(10);
    assertThat(rhythm[6]).isEqualTo(30);
    for (int h = 3; h < 6; h++) {
      assertThat(rhythm[h]).isCloseTo(10 + 5.0 * (h - 2), within(1e-9));
    }
    for (int h = 7; h < 26; h++) {
      assertThat(rhythm[h % 24]).isCloseTo(30 - (h - 6.0), within(1e-9));
    }
  }

  @Test
  void daysOfTheWeekAreLearnedWhereTheDataHaveSeveral() throws IOException {
    // Monday 08:00: 10 flows, Tuesday 08:00: 30
    var schema = new Schema(List.of(Attribute.start(Schema.TIME)));
    long monday = Instant.parse("2026-01-05T08:00:00Z").getEpochSecond();
    List<Flow> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long seconds = monday + (i < 10 ? 360L * i : 86_400 + 120L * (i - 10));
      rows.add(new Flow.Draft(schema).number(0, seconds * 1_000_000).flow());
    }
    var data =
        TrainingData.fit(MemoryTable.anonymous(schema, rows), new TrainingData.Options(1, 1, 0, 1));
    Profile profile = data.modelProfiles().get(0);
    double[] rhythm = profile.spec().rhythm();
    assertThat(rhythm).hasSize(168);
    assertThat(rhythm[8]).isEqualTo((10 + 20) / 2.0); // as much of the day's mean
    assertThat(rhythm[24 + 8]).isEqualTo((30 + 20) / 2.0);
    assertThat(rhythm[48 + 8]).isEqualTo(20);
    assertThat(profile.flowsPerDay()).isCloseTo(24 * 20, within(1e-9)); // no other hour is known
  }

  @Test
  void profilesHaveProbabilitiesAndTrainingVolumes() throws IOException {
    MemoryTable table = SimulatedTraffic.table(2);
    var data = TrainingData.fit(table, new TrainingData.Options(5, 1, 0.1, 1));
    for (int h = 0; h < table.hosts(); h++) {
      Profile profile = data.modelProfiles().get(h);
      Layout layout = data.codec().layout();
      int at = 0;
      for (Field field : layout.fields()) {
        double sum = 0;
        for (int c = 0; field.prior() && c < field.components(); c++) {
          sum += Math.exp(profile.priors()[at++]);
        }
        assertThat(sum).as(field.name()).isCloseTo(field.prior() ? 1 : 0, within(1e-4));
      }
      assertThat(at).isEqualTo(profile.priors().length);
      assertThat(profile.spec().hosts()).isEqualTo(1);
      assertThat(profile.spec().volumeSpread()).isZero();
    }
    double volume = data.modelProfiles().stream().mapToDouble(p -> p.spec().rhythm()[8]).sum();
    double rows =
        table.flows().stream().filter(f -> f.timeMicros() / 3_600_000_000L % 24 == 8).count();
    assertThat(volume).isCloseTo(rows, within(1e-3 * rows)); // it begins 3 s after the hour
  }

  /** Of all fields with a prior, and of each kind of outcome. */
  @Test
  void marginalsOfEachPartOfTheDaySumToOne() throws IOException {
    var data = TrainingData.fit(SimulatedTraffic.table(2), new TrainingData.Options(5, 4, 0.1, 1));
    MarginalBlocks blocks = data.codec().marginalBlocks();
    for (Profile profile : data.modelProfiles()) {
      assertThat(profile.logMarginals()).hasSize(DayParts.COUNT * blocks.size());
      for (int part = 0; part < DayParts.COUNT; part++) {
        for (int block = 0; block < blocks.count(); block++) {
          double sum = 0;
          for (int i = blocks.start(block); i < blocks.start(block + 1); i++) {
            sum += Math.exp(profile.logMarginals()[part * blocks.size() + i]);
          }
          assertThat(sum).isCloseTo(1, within(1e-4));
        }
      }
    }
  }

  /** What a made host has no place for are ordinary ones; what is left is the smoothing. */
  @Test
  void aProfileOwesNothingToHeavyPeersThatItDoesNotHave() throws IOException {
    var data = TrainingData.fit(SimulatedTraffic.table(2), new TrainingData.Options(5, 4, 0.1, 1));
    Layout layout = data.codec().layout();
    MarginalBlocks blocks = data.codec().marginalBlocks();
    int peer = blocks.start(blocks.ofField(layout.pointerField()));
    int classes = layout.fields().get(layout.pointerField()).components();
    for (Profile profile : data.modelProfiles()) {
      double owed = 0;
      for (int j = profile.heavy().size(); j < HeavyPeer.MOST; j++) {
        int peers = blocks.size() + peer + classes; // in the second part of the day
        owed += Math.exp(profile.logMarginals()[peers - HeavyPeer.MOST + j]);
      }
      assertThat(owed).isLessThan(0.01);
    }
  }
}
