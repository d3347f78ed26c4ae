package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import io.stanflow.testing.SweptTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepFinderTest {
  private static final int HOSTS = 24;
  private static final Address SCANNER = Address.parse("100.99.1.2");
  private static final long NOON = 1_460_376_000; // 2016-04-11

  private static SweepFinder.Found find(MemoryTable table) throws IOException {
    return find(table, 5);
  }

  private static SweepFinder.Found find(MemoryTable table, int k) throws IOException {
    return SweepFinder.find(table, Fits.codec(table, k), SharedPrefixes.of(table, k), k);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everySweepIsFoundAndNothingElse(long seed) throws IOException {
    MemoryTable table = SweptTraffic.table(HOSTS, seed);
    SweepFinder.Found found = find(table);
    assertThat(found.sweeps()).hasSize(SweptTraffic.SWEEPS);
    Set<Address> scanners =
        found.sweeps().stream().map(SweepFinder.Sweep::peer).collect(Collectors.toSet());
    for (int sweep = 0; sweep < SweptTraffic.SWEEPS; sweep++) {
      assertThat(scanners).contains(SweptTraffic.scanner(sweep));
    }
    int probes = 0;
    for (var series : table.series()) {
      var visits = found.visits().of(series.host());
      for (int row = 0; row < series.flows().size(); row++) {
        Flow flow = series.flows().get(row);
        boolean probe = scanners.contains(flow.sourceAddress());
        assertThat(visits.containsKey(row)).as(flow.toString()).isEqualTo(probe);
        if (probe) {
          assertThat(visits.get(row).peer()).isEqualTo(flow.sourceAddress());
          assertThat(visits.get(row).time()).isEqualTo(flow.timeMicros() / 1_000_000);
          probes++;
        }
      }
    }
    int visits = found.sweeps().stream().mapToInt(sweep -> sweep.visits().size()).sum();
    assertThat(visits).isEqualTo(probes).isGreaterThan(SweptTraffic.SWEEPS * HOSTS * 3 / 4);
  }

  @Test
  void aTemplateHasWhatVisitsShareAndNothingElse() throws IOException {
    for (SweepFinder.Sweep sweep : find(SweptTraffic.table(HOSTS, 4)).sweeps()) {
      SweepSpec.Template template = sweep.template();
      boolean even = template.localPort() == 23;
      assertThat(template.localPort()).isIn(22, 23);
      // one source port in sweeps of port 23, others differ: k hosts never share one
      assertThat(template.peerPort() >= 40_000).isEqualTo(even);
      assertThat(template.peerPort() == -1).isEqualTo(!even);
      assertThat(template.quantities()).containsExactly(1, 40, 0);
    }
  }

  /** One flow to each of the first hosts, {@code every} seconds apart, from noon on. */
  private static MemoryTable contacted(int hosts, IntToLongFunction second, boolean outgoing) {
    MemoryTable quiet = SimulatedTraffic.table(HOSTS, 60, false, 5);
    Map<Address, List<Flow>> flows = new HashMap<>();
    for (int h = 0; h < hosts; h++) {
      Address host = quiet.addresses().get(h);
      long time = NOON + second.applyAsLong(h);
      List<Flow> own = new ArrayList<>();
      if (outgoing) {
        own.add(SweptTraffic.flow(time, host, SCANNER, 50_000, 80, 2));
      }
      own.add(
          SweptTraffic.flow(
              time, SCANNER, host, outgoing ? 80 : 50_000, outgoing ? 50_000 : 80, 2));
      flows.put(host, own);
    }
    return SweptTraffic.with(quiet, flows);
  }

  @Test
  void tenHostsAreASweepAndNineAreNot() throws IOException {
    assertThat(find(contacted(10, h -> 7L * h, false)).sweeps()).hasSize(1);
    assertThat(find(contacted(9, h -> 7L * h, false)).sweeps()).isEmpty();
    assertThat(find(contacted(12, h -> 7L * h, false), 13).sweeps()).isEmpty();
  }

  @Test
  void aPauseOfMoreThanFiveMinutesEndsASweep() throws IOException {
    assertThat(find(contacted(24, h -> h < 12 ? 0 : 300, false)).sweeps()).hasSize(1);
    List<SweepFinder.Sweep> two = find(contacted(24, h -> h < 12 ? 0 : 301, false)).sweeps();
    assertThat(two).extracting(sweep -> sweep.visits().size()).containsExactly(12, 12);
  }

  @Test
  void whoIsAskedByTheHostsSweepsNobody() throws IOException {
    assertThat(find(contacted(24, h -> h, true)).sweeps()).isEmpty();
  }

  @Test
  void aPeerThatGoesOnForHoursIsAlwaysThere() throws IOException {
    assertThat(find(contacted(24, h -> 290L * h, false)).sweeps()).hasSize(1);
    assertThat(find(contacted(24, h -> 7300L * h / 24 + (h == 23 ? 300 : 0), false)).sweeps())
        .isEmpty();
  }

  /** Though it first meets all of its hosts within a minute of the beginning. */
  @Test
  void whoPollsAllDayIsNoSweeper() throws IOException {
    MemoryTable quiet = SimulatedTraffic.table(HOSTS, 60, false, 8);
    Map<Address, List<Flow>> polls = new HashMap<>();
    for (Address host : quiet.addresses()) {
      List<Flow> own = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        own.add(SweptTraffic.flow(NOON + 240L * i, SCANNER, host, 50_000, 161, 2));
      }
      polls.put(host, own);
    }
    assertThat(find(SweptTraffic.with(quiet, polls)).sweeps()).isEmpty();
  }

  @Test
  void aHostOfVisitsAloneKeepsOneFlow() throws IOException {
    MemoryTable table = SweptTraffic.table(HOSTS, 6);
    var series = new ArrayList<>(table.series());
    var first = series.get(0);
    var alone = first.flows().stream().filter(f -> isScanner(f.sourceAddress())).toList();
    series.set(0, new io.stanflow.flow.Series(first.host(), alone));
    var changed = new MemoryTable(table.schema(), table.internal(), series);
    assertThat(find(changed).visits().of(first.host())).hasSize(alone.size() - 1);
    var data = TrainingData.fit(changed, new TrainingData.Options(5, 1, 0, 1));
    assertThat(data.ownProfiles().get(0).vector()).doesNotContain(Float.NaN);
  }

  private static boolean isScanner(Address address) {
    for (int sweep = 0; sweep < SweptTraffic.SWEEPS; sweep++) {
      if (SweptTraffic.scanner(sweep).equals(address)) {
        return true;
      }
    }
    return false;
  }

  private static SweepSpec fit(MemoryTable table) throws IOException {
    FlowCodec codec = Fits.codec(table, 5);
    AddressBook book = codec.book(table.internal());
    var coverage = new Coverage();
    table.series().forEach(coverage::add);
    return new SweepFitter(table.hosts(), book, 1).fit(find(table).sweeps(), coverage.ofDay());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void sweepsAreSummedUp(long seed) throws IOException {
    MemoryTable table = SweptTraffic.table(HOSTS, seed);
    SweepSpec spec = fit(table);
    assertThat(spec.kinds().stream().mapToInt(SweepSpec.Kind::count).sum()).isEqualTo(9);
    // three of nine sweeps are by one scanner, the others by six that swept once
    assertThat(spec.unseen()).isCloseTo(6 / 9.0, within(1e-9));
    assertThat(spec.kinds()).allMatch(kind -> kind.spread() <= 6 && kind.spread() >= 3);
    assertThat(spec.visitsPerSweep()).isCloseTo(0.9, within(0.06));
    // nine sweeps in three hours that the table covers, 8 to 11 UTC
    assertThat(Arrays.stream(spec.starts()).average().orElseThrow()).isCloseTo(3, within(0.5));
  }

  @Test
  void orderAndSpreadAreThoseOfTheVisits() throws IOException {
    assertThat(fit(contacted(24, h -> 7L * h, false)).kinds().get(0).order()).isEqualTo(2);
    assertThat(fit(contacted(24, h -> -7L * h, false)).kinds().get(0).order()).isEqualTo(-2);
    assertThat(fit(contacted(24, h -> 0, false)).kinds().get(0).order()).isZero();
    assertThat(fit(contacted(24, h -> 0, false)).kinds().get(0).spread()).isZero();
    assertThat(fit(contacted(24, h -> h % 2, false)).kinds().get(0).spread()).isEqualTo(2);
    assertThat(fit(contacted(24, h -> 10L * h, false)).kinds().get(0).spread()).isEqualTo(8);
    assertThat(fit(contacted(24, h -> 11L * h, false)).kinds().get(0).spread()).isEqualTo(9);
  }

  @Test
  void aTableWithoutSweepsHasNone() throws IOException {
    assertThat(fit(SimulatedTraffic.table(HOSTS, 60, false, 7))).isNull();
    var data = TrainingData.fit(SimulatedTraffic.table(3), new TrainingData.Options(5, 5, 0, 1));
    assertThat(data.codec().spec().sweeps()).isNull();
  }
}
