package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.stanflow.codec.spec.TieSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.model.Models;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.Schemas;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {
  private static final Instant START = Instant.parse("2026-03-01T07:30:00Z");
  private static final Cidr INTERNAL = Cidr.parse("10.20.0.0/16");
  private static final Scenario SCENARIO =
      Scenario.DEFAULTS
          .withHosts(9)
          .withStart(START)
          .withDuration(Duration.ofMinutes(150))
          .withFlows(2500)
          .withThreads(2)
          .withInternal(List.of(INTERNAL));
  private static MemoryTable table;
  private static StanflowModel model;

  @BeforeAll
  static void build() throws IOException {
    table = SimulatedTraffic.table(12, 120, false, 4);
    model = new StanflowModel(Models.random(table, 3, 4));
  }

  private static List<Flow> generate(Scenario scenario) {
    try (Stream<Flow> flows = model.generate(scenario)) {
      return flows.toList();
    }
  }

  @Test
  void flowsAreAsManyAsAskedInOrderAndInTime() {
    List<Flow> flows = generate(SCENARIO);
    assertThat(flows).hasSize(2500);
    long start = START.getEpochSecond() * 1_000_000;
    long end = start + 150L * 60 * 1_000_000;
    assertThat(flows).extracting(Flow::timeMicros).isSorted();
    assertThat(flows).allMatch(f -> f.timeMicros() >= start && f.timeMicros() < end);
    assertThat(flows).allMatch(f -> f.timeMicros() % 1_000_000 == 0);
    assertThat(flows).allMatch(f -> f.durationMicros() % 4000 == 0);
  }

  @Test
  void everyFlowHasAnInternalSide() {
    List<Flow> flows = generate(SCENARIO);
    Set<Address> hosts = new HashSet<>();
    for (Flow flow : flows) {
      boolean from = INTERNAL.contains(flow.sourceAddress());
      boolean to = INTERNAL.contains(flow.destinationAddress());
      assertThat(from || to).isTrue();
      assertThat(flow.sourceAddress()).isNotEqualTo(flow.destinationAddress());
      if (from != to) {
        hosts.add(from ? flow.sourceAddress() : flow.destinationAddress());
      }
    }
    assertThat(hosts).hasSizeLessThanOrEqualTo(9).hasSizeGreaterThan(5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void hardRulesHoldOnEveryRow(long seed) {
    Set<List<Object>> pairs =
        table.flows().stream()
            .map(f -> List.<Object>of(f.protocol(), f.tcpFlags()))
            .collect(Collectors.toSet());
    long most = table.flows().stream().mapToLong(Flow::packets).max().orElseThrow();
    Set<Integer> types =
        table.flows().stream()
            .filter(f -> f.protocol().equals("ICMP"))
            .map(Flow::destinationPort)
            .collect(Collectors.toSet());
    for (Flow flow : generate(SCENARIO.withSeed(seed))) {
      String protocol = flow.protocol();
      assertThat(pairs).contains(List.of(protocol, flow.tcpFlags()));
      assertThat(flow.packets()).isBetween(1L, most);
      assertThat(flow.bytes())
          .isBetween(flow.packets() * Protocol.smallestPacket(protocol), flow.packets() * 65_535);
      assertThat(flow.packets() == 1 && flow.durationMicros() > 0).isFalse();
      if (!Protocol.hasPorts(protocol)) {
        assertThat(flow.sourcePort()).isZero();
        assertThat(protocol.equals("ICMP") ? types : Set.of(0)).contains(flow.destinationPort());
      }
    }
  }

  /** Each host's flows of one time by falling bytes, on any number of threads; the same flows. */
  @Test
  void flowsOfOneTimeStandInTheTrainingFilesOrder() {
    var key = new TieSpec.Key(Schema.BYTES, false);
    var ties = new TieSpec(List.of(key), true, new double[TieSpec.ROLES]);
    var tied = new StanflowModel(Models.with(model.model(), ties));
    List<Flow> flows = tied.generate(SCENARIO.withThreads(1)).toList();
    assertThat(tied.generate(SCENARIO.withThreads(3)).toList()).isEqualTo(flows);
    assertThat(flows).containsExactlyInAnyOrderElementsOf(generate(SCENARIO));
    int equal = 0;
    for (int i = 1; i < flows.size(); i++) {
      Flow before = flows.get(i - 1);
      Flow flow = flows.get(i);
      boolean oneHosts = !isInside(before) && !isInside(flow) && host(before).equals(host(flow));
      if (oneHosts && before.timeMicros() == flow.timeMicros()) {
        assertThat(flow.bytes()).isLessThanOrEqualTo(before.bytes());
        equal++;
      }
    }
    assertThat(equal).isGreaterThan(100);
  }

  /** Whether it may be in the series of either side. */
  private static boolean isInside(Flow flow) {
    return INTERNAL.contains(flow.sourceAddress()) && INTERNAL.contains(flow.destinationAddress());
  }

  private static Address host(Flow flow) {
    return INTERNAL.contains(flow.sourceAddress())
        ? flow.sourceAddress()
        : flow.destinationAddress();
  }

  @Test
  void flowsDoNotDependOnTheThreads() {
    List<Flow> one = generate(SCENARIO.withThreads(1));
    assertThat(generate(SCENARIO.withThreads(2))).isEqualTo(one);
    assertThat(generate(SCENARIO.withThreads(8))).isEqualTo(one);
  }

  @Test
  void aFlowThatIsAtHandIsReady() {
    int waits = 0;
    try (Generation generation = model.start(SCENARIO)) {
      while (generation.hasNext()) {
        assertThat(generation.ready()).isTrue();
        generation.next();
        waits += generation.ready() ? 0 : 1;
      }
      assertThat(generation.ready()).isFalse();
    }
    // of 2500 flows the first window has about 50 and every later one twice as many as before
    assertThat(waits).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 4", "2, 1, 8", "3, 0, 9", "4, 3, 6"})
  void partsOfTheHostsMakeTheWhole(long seed, int first, int second) {
    Scenario scenario = SCENARIO.withSeed(seed);
    List<Flow> merged = new ArrayList<>();
    int[] cuts = {0, first, second, 9};
    PlannedScenario plan = model.plan(scenario);
    for (int part = 0; part < 3; part++) {
      try (Generation some = plan.start(cuts[part], cuts[part + 1])) {
        assertThat(some.hosts()).isEqualTo(cuts[part + 1] - cuts[part]);
        long planned = some.flows() + merged.size();
        some.forEachRemaining(merged::add);
        assertThat((long) merged.size()).isEqualTo(planned);
      }
    }
    merged.sort(Comparator.comparingLong(Flow::timeMicros)); // stable: at equal times by host
    assertThat(merged).isEqualTo(generate(scenario));
  }

  @ParameterizedTest
  @CsvSource({"-1, 3", "2, 10", "5, 4"})
  void hostsThatTheScenarioLacksAreRefused(int from, int to) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.plan(SCENARIO).start(from, to))
        .withMessage(
            "hosts from %d up to %d, but the scenario's are from 0 up to 9".formatted(from, to));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 9, 20})
  void cutsAreOfAllHostsAndAboutAsManyFlows(int ranges) {
    PlannedScenario plan = model.plan(SCENARIO);
    List<Integer> cuts = plan.cut(ranges);
    assertThat(cuts).startsWith(0).endsWith(9).isSorted().doesNotHaveDuplicates();
    assertThat(cuts.size() - 1).isLessThanOrEqualTo(Math.min(ranges, 9));
    double most = 0;
    for (int host = 0; host < 9; host++) {
      try (Generation alone = plan.start(host, host + 1)) {
        most = Math.max(most, (double) alone.flows());
      }
    }
    for (int i = 1; i < cuts.size(); i++) {
      try (Generation part = plan.start(cuts.get(i - 1), cuts.get(i))) {
        // a range begins and ends with the host that lies across its bound
        assertThat((double) part.flows())
            .isLessThanOrEqualTo((double) plan.flows() / ranges + most + 1);
      }
    }
  }

  @Test
  void flowsDependOnTheSeed() {
    assertThat(generate(SCENARIO.withSeed(1))).isNotEqualTo(generate(SCENARIO.withSeed(2)));
  }

  @Test
  void volumesFollowTheProfilesWhereNoNumberIsAsked() {
    List<Flow> flows =
        generate(
            SCENARIO
                .withFlows(0)
                .withHosts(0)
                .withDuration(Duration.ofHours(3))
                .withStart(Instant.parse("2026-03-01T08:00:00Z")));
    // as many hosts and hours as the training data have; spread and dispersion are large
    assertThat((double) flows.size() / table.size()).isBetween(0.4, 2.5);
  }

  @Test
  void allHostsMeansOneForEachTrainingHost() {
    try (Generation generation = model.start(SCENARIO.withHosts(0))) {
      assertThat(generation.hosts()).isEqualTo(table.hosts());
      assertThat(generation.flows()).isEqualTo(2500);
    }
  }

  /** Ten in the morning is ten in the morning; flows say when that was in UTC. */
  @Test
  void hostsLiveByTheirOwnClock() {
    Scenario there = SCENARIO.withZone(ZoneOffset.ofHours(9)).withStart(START.minusSeconds(32_400));
    List<Flow> here = generate(SCENARIO);
    List<Flow> shifted =
        generate(there).stream()
            .map(f -> new Flow.Draft(f).number(0, f.timeMicros() + 32_400_000_000L).flow())
            .toList();
    assertThat(shifted).isEqualTo(here);
  }

  /** Asked for by number, they fill the time and are all in it. */
  @Test
  void countedFlowsFillTheTime() {
    List<Flow> flows = generate(SCENARIO.withFlows(20_000).withDuration(Duration.ofHours(2)));
    long start = START.getEpochSecond() * 1_000_000;
    int[] quarters = new int[8];
    for (Flow flow : flows) {
      quarters[(int) ((flow.timeMicros() - start) / 900_000_000)]++;
    }
    assertThat(flows).hasSize(20_000);
    assertThat(quarters[7]).isBetween(quarters[6] / 2, quarters[6] * 2);
    long last = flows.get(flows.size() - 1).timeMicros();
    long inLast = flows.stream().filter(f -> f.timeMicros() == last).count();
    assertThat(inLast).isLessThan(200); // no pile at the end
  }

  @Test
  void withoutADurationItIsAsLongAsTheFlowsNeed() {
    List<Flow> flows = generate(SCENARIO.withDuration(null).withFlows(5000).withHosts(2));
    assertThat(flows).hasSize(5000);
    assertThat(flows).extracting(Flow::timeMicros).isSorted();
  }

  @Test
  void internalNetworkHasRoomForTheHosts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate(SCENARIO.withInternal(List.of(Cidr.parse("10.0.0.0/29")))))
        .withMessage(
            "9 hosts need an internal network of more than 8 addresses; give a larger one, or fewer"
                + " hosts");
    assertThat(generate(SCENARIO.withInternal(List.of(Cidr.parse("10.0.0.0/28"))))).hasSize(2500);
  }

  @Test
  void hostsMayHaveAllAddressesOfTheirNetwork() {
    for (String block : List.of("10.0.0.7/32", "10.0.0.8/31", "10.0.0.8/30")) {
      Cidr internal = Cidr.parse(block);
      int all = 1 << internal.hostBits();
      List<Flow> flows =
          generate(SCENARIO.withHosts(all).withFlows(500).withInternal(List.of(internal)));
      assertThat(flows).hasSize(500);
      assertThat(flows).noneMatch(f -> f.sourceAddress().equals(f.destinationAddress()));
      assertThat(flows.stream().flatMap(f -> Stream.of(f.sourceAddress(), f.destinationAddress())))
          .contains(internal.withHost(0, 0), internal.withHost(0, all - 1));
      assertThat(flows)
          .allMatch(
              f ->
                  internal.contains(f.sourceAddress())
                      || internal.contains(f.destinationAddress()));
    }
  }

  /** Nothing is planned that cannot be: this would take minutes and all memory. */
  @Test
  void roomVolumeAndTimeAreLookedAtBeforePlanning() {
    Scenario many = SCENARIO.withHosts(Scenario.MOST_HOSTS).withFlows(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate(many.withInternal(List.of(Cidr.parse("10.0.0.0/24")))))
        .withMessageContaining("more than 254 addresses");
    Scenario wide = many.withInternal(List.of(Cidr.parse("10.0.0.0/8")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate(wide.withDuration(Scenario.MOST)))
        .withMessageContaining("1,000,000 hosts for 87,840 hours are too many to plan");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate(SCENARIO.withFlows(0).withDuration(null)))
        .withMessage("either a duration or a number of flows is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate(SCENARIO.withHosts(1).withFlows(1_000_000_000_000L)))
        .withMessageContaining("of one host in an hour; ask for more hosts");
  }

  @Test
  void planningHearsAnInterrupt() {
    Thread.currentThread().interrupt();
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> generate(SCENARIO))
          .withMessage("interrupted while planning");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** As long as they are read they go on, once nobody can read them they end. */
  @Test
  void flowsThatNobodyClosesLeaveNoThreads() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Iterator<Flow> flows = model.generate(SCENARIO.withFlows(1_000_000).withThreads(2)).iterator();
    assertThat(flows.next()).isNotNull();
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("stanflow-generate") && !before.contains(t))
            .toList();
    assertThat(threads).hasSize(2);
    System.gc();
    assertThat(flows.next()).isNotNull();
    flows = null;
    for (int i = 0; i < 200 && threads.stream().anyMatch(Thread::isAlive); i++) {
      System.gc();
      threads.get(i % 2).join(20);
    }
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  @Test
  void iteratorEndsWhereTheFlowsDo() {
    try (Generation generation = model.start(SCENARIO.withFlows(3))) {
      for (int i = 0; i < 3; i++) {
        generation.next();
      }
      assertThat(generation.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(generation::next);
      assertThat(generation.schema()).isEqualTo(Schemas.UGR16);
    }
  }

  @Test
  void tableWithoutTimeAndAddressesIsOneSeriesOfRows() throws IOException {
    var ar1 = new Ar1Table(400, 0.5, 0.5, 1);
    var timeless = new StanflowModel(Models.random(ar1, 1, 1));
    try (Stream<Flow> rows = timeless.generate(Scenario.DEFAULTS)) {
      assertThat(rows.toList()).hasSize(400).allMatch(r -> Math.abs(r.real(0)) < 5);
    }
    try (Stream<Flow> rows = timeless.generate(Scenario.DEFAULTS.withFlows(123))) {
      assertThat(rows).hasSize(123);
    }
  }
}
