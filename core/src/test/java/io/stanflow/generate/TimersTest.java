package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.model.Models;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose training flows kept clocks keep them, whatever their network has learned. */
class TimersTest {
  private static final int HOSTS = 12;
  private static final Cidr INTERNAL = Cidr.parse("10.20.0.0/16");
  private static final long START = Instant.parse("2026-03-02T08:10:00Z").getEpochSecond();
  private static final int SECONDS = 3 * 3600;
  private static final Scenario SCENARIO =
      Scenario.DEFAULTS
          .withHosts(HOSTS)
          .withStart(Instant.ofEpochSecond(START))
          .withDuration(Duration.ofSeconds(SECONDS))
          .withThreads(2)
          .withInternal(List.of(INTERNAL));
  private static MemoryTable table;

  /** With each host's own profile, and with blends. */
  private static StanflowModel own;

  private static StanflowModel blended;

  @BeforeAll
  static void build() throws IOException {
    table = TickingTraffic.table(HOSTS, 4);
    own = new StanflowModel(Models.random(table, 1, 4));
    blended = new StanflowModel(Models.random(table, 4, 4));
  }

  private static List<Flow> generate(StanflowModel model, Scenario scenario) {
    try (Stream<Flow> flows = model.generate(scenario)) {
      return flows.toList();
    }
  }

  /** Flows that go to a service, by client and server. */
  private static Map<String, List<Long>> requests(List<Flow> flows, int port) {
    Map<String, List<Long>> requests = new TreeMap<>();
    for (Flow flow : flows) {
      if (flow.destinationPort() == port) {
        String pair = flow.sourceAddress() + " " + flow.destinationAddress();
        requests
            .computeIfAbsent(pair, x -> new ArrayList<>())
            .add(flow.timeMicros() / 1_000_000 - START);
      }
    }
    return requests;
  }

  /**
   * A clock without jitter ticks at whole seconds from one phase on: in a time of n periods n or
   * one fewer or more. A random network adds flows of its own with the same peer, but few.
   */
  @ParameterizedTest(name = "{0}")
  @ValueSource(booleans = {true, false})
  void eachHostKeepsItsClocks(boolean ofOne) {
    List<Flow> flows = generate(ofOne ? own : blended, SCENARIO);
    assertThat(clocks(requests(flows, 110), TickingTraffic.MAIL)).isEqualTo(HOSTS);
    assertThat(clocks(requests(flows, 161), TickingTraffic.POLL)).isEqualTo(HOSTS);
  }

  /** How many pairs have a flow at every tick of one phase; the phases of hosts differ. */
  private static int clocks(Map<String, List<Long>> requests, int period) {
    int clocks = 0;
    for (List<Long> times : requests.values()) {
      for (int phase = 0; phase < period; phase++) {
        int from = phase;
        boolean all =
            Stream.iterate((long) from, t -> t < SECONDS, t -> t + period)
                .allMatch(times::contains);
        clocks += all ? 1 : 0;
      }
    }
    return clocks;
  }

  @Test
  void aMonitorThatManyHostsShareIsThatPeer() {
    List<Flow> flows = generate(own, SCENARIO);
    long polls =
        flows.stream()
            .filter(flow -> flow.sourceAddress().equals(TickingTraffic.MONITOR))
            .filter(flow -> flow.destinationPort() == 161)
            .count();
    assertThat(polls).isGreaterThanOrEqualTo((long) HOSTS * SECONDS / TickingTraffic.POLL);
  }

  /** Every tick of a pair comes with its answer. */
  @Test
  void answersGoWithTheirRequests() {
    List<Flow> flows = generate(own, SCENARIO);
    Map<String, List<Long>> requests = requests(flows, 161);
    int answered = 0;
    int all = 0;
    for (Flow flow : flows) {
      if (flow.sourcePort() == 161 && flow.destinationPort() > 161) {
        String pair = flow.destinationAddress() + " " + flow.sourceAddress();
        long time = flow.timeMicros() / 1_000_000 - START;
        answered += requests.getOrDefault(pair, List.of()).contains(time) ? 1 : 0;
        all++;
      }
    }
    assertThat(answered).isGreaterThanOrEqualTo(HOSTS * SECONDS / TickingTraffic.POLL);
    assertThat((double) answered / all).isGreaterThan(0.9);
  }

  @Test
  void threadsAndSingleHostsDoNotMatter() {
    List<Flow> flows = generate(own, SCENARIO.withThreads(1));
    assertThat(generate(own, SCENARIO.withThreads(2))).isEqualTo(flows);
    assertThat(generate(own, SCENARIO.withThreads(8))).isEqualTo(flows);
  }

  /** Half as many flows have half the timers, twice as many the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 50, 1500, 5000, 20_000})
  void flowsAreAsManyAsAsked(int number) {
    List<Flow> flows = generate(own, SCENARIO.withFlows(number));
    assertThat(flows).hasSize(number);
    long end = START + SECONDS;
    assertThat(flows)
        .allMatch(f -> f.timeMicros() / 1_000_000 >= START && f.timeMicros() / 1_000_000 < end);
    int clocks = clocks(requests(flows, 110), TickingTraffic.MAIL);
    assertThat(clocks).isLessThanOrEqualTo(HOSTS);
  }

  /** The volume that the hosts had: about 2 · (36 + 180) ticks and their own flows an hour. */
  @Test
  void ticksAreSoManyOfTheFlows() {
    List<Flow> flows = generate(own, SCENARIO);
    double ticks = 2.0 * HOSTS * (SECONDS / TickingTraffic.MAIL + SECONDS / TickingTraffic.POLL);
    long ofClocks =
        flows.stream()
            .filter(f -> List.of(110, 161).contains(Math.min(f.sourcePort(), f.destinationPort())))
            .count();
    assertThat((double) ofClocks).isCloseTo(ticks, within(0.1 * ticks));
  }
}
