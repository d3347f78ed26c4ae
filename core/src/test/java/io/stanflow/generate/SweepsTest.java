package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.model.Models;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SweptTraffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that was swept is swept again, whatever its hosts' own network has learned. */
class SweepsTest {
  private static final int HOSTS = 40;
  private static final Cidr INTERNAL = Cidr.parse("10.20.0.0/16");

  /** The /16 of all scanners, and of nobody else. */
  private static final Cidr BESIDE = new Cidr(SweptTraffic.scanner(0), 16);

  private static final Scenario SCENARIO =
      Scenario.DEFAULTS
          .withHosts(HOSTS)
          .withStart(Instant.parse("2026-03-02T08:00:00Z"))
          .withDuration(Duration.ofHours(3))
          .withThreads(2)
          .withInternal(List.of(INTERNAL));
  private static StanflowModel model;

  @BeforeAll
  static void build() throws IOException {
    MemoryTable table = SweptTraffic.table(24, 4);
    model = new StanflowModel(Models.random(table, 5, 4));
  }

  private static List<Flow> generate(Scenario scenario) {
    try (Stream<Flow> flows = model.generate(scenario)) {
      return flows.toList();
    }
  }

  /** By peer, the first flow from it to each host. */
  private static Map<Address, Map<Address, Flow>> visits(List<Flow> flows, Cidr internal) {
    Map<Address, Map<Address, Flow>> visits = new TreeMap<>();
    for (Flow flow : flows) {
      if (internal.contains(flow.destinationAddress())) {
        visits
            .computeIfAbsent(flow.sourceAddress(), x -> new HashMap<>())
            .putIfAbsent(flow.destinationAddress(), flow);
      }
    }
    return visits;
  }

  /** Peers that meet at least half of the hosts within some minute or two. */
  private static int sweeps(List<Flow> flows, Cidr internal) {
    int sweeps = 0;
    for (Map<Address, Flow> of : visits(flows, internal).values()) {
      List<Flow> inOrder =
          of.values().stream().sorted(Comparator.comparingLong(Flow::timeMicros)).toList();
      int half = HOSTS / 2;
      for (int i = half; i < inOrder.size(); i++) {
        long from = inOrder.get(i - half).timeMicros();
        if (inOrder.get(i).timeMicros() - from <= 2_000_000L * SweptTraffic.SPREAD) {
          sweeps++;
          break;
        }
      }
    }
    return sweeps;
  }

  @Test
  void theNetworkIsSweptAsOftenAsTheTrainingNetwork() {
    int found = 0;
    for (long seed = 1; seed <= 4; seed++) {
      found += sweeps(generate(SCENARIO.withSeed(seed)), INTERNAL);
    }
    // 3 an hour make 36 in 4 times 3 hours, Poisson; those of a known scanner may count as one
    assertThat(found).isBetween(15, 60);
  }

  @Test
  void aNetworkOfOtherSizeIsSweptAsOften() {
    List<Flow> few = generate(SCENARIO.withHosts(12));
    long swept = visits(few, INTERNAL).values().stream().filter(of -> of.size() >= 8).count();
    assertThat(swept).isBetween(2L, 25L);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 8})
  void flowsDoNotDependOnTheThreads(int threads) {
    assertThat(generate(SCENARIO.withThreads(threads))).isEqualTo(generate(SCENARIO));
  }

  @Test
  void partsOfTheHostsMakeTheWhole() {
    List<Flow> merged = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      try (Generation some =
          model.plan(SCENARIO).start(13 * part, part == 2 ? HOSTS : 13 * part + 13)) {
        some.forEachRemaining(merged::add);
      }
    }
    merged.sort(Comparator.comparingLong(Flow::timeMicros));
    assertThat(merged).isEqualTo(generate(SCENARIO));
  }

  /** Visits are thinned with all else. */
  @Test
  void flowsAskedForByNumberAreSoMany() {
    for (int flows : new int[] {50, 3000}) {
      assertThat(generate(SCENARIO.withFlows(flows))).hasSize(flows);
    }
    assertThat(sweeps(generate(SCENARIO.withFlows(50)), INTERNAL)).isZero();
  }

  @Test
  void nobodySweepsTheNetworkThatHeLivesIn() {
    List<Flow> flows = generate(SCENARIO.withInternal(List.of(BESIDE)));
    assertThat(flows).noneMatch(f -> f.sourceAddress().equals(f.destinationAddress()));
    assertThat(sweeps(flows, BESIDE)).isZero();
  }

  /** Flows from scanners, known ones and their neighbours. */
  private static Stream<Flow> probes(long seed) {
    return generate(SCENARIO.withSeed(seed)).stream()
        .filter(flow -> BESIDE.contains(flow.sourceAddress()));
  }

  private static boolean isKnown(Address scanner) {
    return IntStream.range(0, SweptTraffic.SWEEPS)
        .anyMatch(sweep -> SweptTraffic.scanner(sweep).equals(scanner));
  }

  /** By the first flows of scanners that sweep once, who meet more than their neighbours do. */
  @Test
  void theFirstHourIsLikeAnyOther() {
    int[] hours = new int[3];
    for (long seed = 1; seed <= 6; seed++) {
      visits(probes(seed).toList(), INTERNAL).entrySet().stream()
          .filter(of -> !isKnown(of.getKey()) && of.getValue().size() >= HOSTS / 2)
          .flatMap(of -> of.getValue().values().stream())
          .mapToLong(f -> f.timeMicros() / 1_000_000 - SCENARIO.start().getEpochSecond())
          .forEach(since -> hours[(int) (since / 3600)]++);
    }
    // of 18 sweeps of 36 hosts in each hour of 6 seeds, Poisson, two thirds are by new scanners
    assertThat(hours[0]).isBetween(12 * 36 / 2, 12 * 36 * 2);
    assertThat(hours[2]).isBetween(12 * 36 / 2, 12 * 36 * 2);
  }

  @Test
  void someSweepersAreKnownAndSomeAreNew() {
    Set<Address> sweepers = new HashSet<>();
    for (long seed = 1; seed <= 4; seed++) {
      probes(seed).map(Flow::sourceAddress).forEach(sweepers::add);
    }
    assertThat(sweepers).anyMatch(SweepsTest::isKnown).anyMatch(peer -> !isKnown(peer));
  }
}
