package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Given;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Tick;
import io.stanflow.codec.Visits;
import io.stanflow.codec.spec.Timer;
import io.stanflow.fit.TimerFinder.Clock;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.flow.TcpFlags;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import io.stanflow.testing.SweptTraffic;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerFinderTest {
  private static final Address HOST = Address.parse("192.168.9.9");
  private static final Address PEER = Address.parse("100.90.1.2");
  private static final long NOON = 1_460_376_000; // 2016-04-11

  /** Of whole seconds, and of µs. */
  private static FlowCodec coarse;

  private static FlowCodec fine;

  @BeforeAll
  static void fit() throws IOException {
    MemoryTable table = SimulatedTraffic.table(3, 60, false, 1);
    coarse = Fits.codec(table, 1);
    int[] row = new int[1];
    fine = Fits.codec(table.map(flow -> at(flow, flow.timeMicros() + 7L * row[0]++)), 1);
    assertThat(fine.spec().clockUnit()).isEqualTo(1);
  }

  private static Flow at(Flow flow, long micros) {
    return new Flow.Draft(flow).number(0, micros).flow();
  }

  /** Polls of the peer at these µs after noon. */
  private static Series polls(LongStream micros) {
    Flow poll = SweptTraffic.flow(NOON, HOST, PEER, 40_000, 80, TcpFlags.SYN);
    return new Series(HOST, micros.sorted().mapToObj(t -> at(poll, NOON * 1_000_000 + t)).toList());
  }

  private static List<Clock> clocks(FlowCodec codec, LongStream micros) {
    return new TimerFinder(codec).find(polls(micros), Set.of());
  }

  private static LongStream every(int number, IntToLongFunction micros) {
    return LongStream.range(0, number).map(i -> micros.applyAsLong((int) i));
  }

  @Test
  void theClockHasItsPeriodWhateverTheUnit() {
    // 30.75 s: whole seconds make 30 and 31 of it
    for (FlowCodec codec : List.of(coarse, fine)) {
      List<Clock> clocks = clocks(codec, every(200, i -> 30_750_000L * i));
      assertThat(clocks).hasSize(1);
      double period = clocks.get(0).period() / codec.spec().unitsPerSecond();
      assertThat(period).isCloseTo(30.75, within(1.0 / 199)); // a unit over all gaps
      assertThat(clocks.get(0).rows()).hasSize(200);
      assertThat(clocks.get(0).missed() + clocks.get(0).slips()).isZero();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void missedTicksAreCountedAndWhatIsOffTheClockIsNot(long seed) {
    var random = new SplittableRandom(seed);
    Set<Integer> gone = Set.of(20, 47, 48, 90);
    LongStream ticks =
        LongStream.range(0, 120)
            .filter(i -> !gone.contains((int) i))
            .map(i -> 60_000_000 * i + random.nextLong(400_000));
    LongStream others = LongStream.of(10, 33, 70).map(i -> 60_000_000 * i + 25_000_000);
    List<Clock> clocks = clocks(fine, LongStream.concat(ticks, others));
    assertThat(clocks).hasSize(1);
    assertThat(clocks.get(0).rows()).hasSize(116);
    assertThat(clocks.get(0).missed()).isEqualTo(4);
    assertThat(clocks.get(0).slips()).isZero();
    assertThat(clocks.get(0).times())
        .allMatch(time -> Math.floorMod(time - NOON * 1_000_000, 60_000_000L) < 400_000);
  }

  /** Two periods, one after the other, and a time without any. */
  @Test
  void stretchesOfOneSeriesAreClocksOfTheirOwn() {
    var random = new SplittableRandom(4);
    LongStream first = every(40, i -> 60_000_000L * i);
    LongStream between = every(30, i -> 2_400_000_000L + random.nextLong(1_800_000_000));
    LongStream last = every(30, i -> 4_300_000_000L + 45_000_000L * i);
    List<Clock> clocks = clocks(fine, LongStream.concat(LongStream.concat(first, between), last));
    assertThat(clocks).hasSize(2);
    assertThat(clocks.get(0).period()).isEqualTo(60_000_000.0);
    assertThat(clocks.get(0).rows().size()).isBetween(40, 41);
    assertThat(clocks.get(1).period()).isCloseTo(45_000_000.0, within(900_000.0));
    assertThat(clocks.get(1).rows().size()).isBetween(30, 31);
  }

  /**
   * Of 2,000 Poisson series the chance that one keeps time is below 2,000 · 10⁻⁶ even at ten
   * seconds; of ten such runs one in 50 would fail.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void poissonFlowsKeepNoClock(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      double mean = 1e6 * Math.exp(random.nextDouble(Math.log(12), Math.log(4000)));
      List<Long> times = new ArrayList<>(List.of(0L));
      while (times.size() < 40) {
        long gap = (long) (-mean * Math.log(1 - random.nextDouble()));
        times.add(times.get(times.size() - 1) + gap);
      }
      FlowCodec codec = i % 2 == 0 ? coarse : fine;
      assertThat(clocks(codec, times.stream().mapToLong(t -> t))).isEmpty();
    }
  }

  @Test
  void fewFlowsAndShortGapsAreNoClock() {
    assertThat(clocks(fine, every(11, i -> 60_000_000L * i))).isEmpty();
    assertThat(clocks(fine, every(12, i -> 60_000_000L * i))).hasSize(1);
    assertThat(clocks(fine, every(100, i -> 9_900_000L * i))).isEmpty();
  }

  @Test
  void requestsAndAnswersAreOneTimer() throws IOException {
    MemoryTable table = TickingTraffic.table(6, 3);
    FlowCodec codec = Fits.codec(table, 2);
    AddressBook book = codec.book(table.internal());
    var given = new Superposition(codec, book, Visits.NONE);
    for (int h = 0; h < 6; h++) {
      Address host = table.addresses().get(h);
      Series series =
          table.series().stream().filter(s -> s.host().equals(host)).findFirst().orElseThrow();
      Address[] heavy = {TickingTraffic.mailServer(h)};
      List<Timer> timers = given.timers(series, heavy);
      assertThat(timers).extracting(Timer::least).containsExactlyInAnyOrder(60.0, 300.0);
      for (Timer timer : timers) {
        boolean mail = timer.least() == TickingTraffic.MAIL;
        assertThat(timer.port()).isEqualTo(mail ? 110 : 161);
        assertThat(timer.local()).isEqualTo(!mail);
        assertThat(timer.answered()).isEqualTo(1);
        assertThat(timer.jitter() + timer.missed() + timer.slipped() + timer.lag()).isZero();
        assertThat(timer.lives()).isEqualTo(1);
        assertThat(timer.heavy()).isEqualTo(mail ? 0 : -1);
        assertThat(timer.peer() >= 0).isEqualTo(!mail);
      }
      checkTicks(series, given.of(series));
    }
  }

  /** All flows with a clock's peer, the first of each without the peer. */
  private static void checkTicks(Series series, Map<Integer, Given> given) {
    int unknown = 0;
    for (int row = 0; row < series.flows().size(); row++) {
      Flow flow = series.flows().get(row);
      boolean out = flow.sourceAddress().equals(series.host());
      int port = Math.min(flow.sourcePort(), flow.destinationPort());
      boolean ticks = port == 110 || port == 161;
      assertThat(given.containsKey(row)).as(flow.toString()).isEqualTo(ticks);
      if (ticks) {
        var tick = (Tick) given.get(row);
        assertThat(tick.outgoing()).isEqualTo(out);
        assertThat(tick.time()).isEqualTo(flow.timeMicros() / 1_000_000);
        unknown += tick.peer() == null ? 1 : 0;
      }
    }
    assertThat(unknown).isEqualTo(2);
  }

  /** A host whose every flow ticks keeps one as its own. */
  @Test
  void noHostIsOfTicksAlone() {
    Series series = polls(every(50, i -> 60_000_000L * i));
    AddressBook book = coarse.book(List.of(SimulatedTraffic.INTERNAL));
    assertThat(new Superposition(coarse, book, Visits.NONE).of(series)).hasSize(49);
  }

  /**
   * Hosts 0 to 3 have their three hours a month before hosts 4 to 7: each half of what is covered.
   */
  @Test
  void aTimerLivesInTheTimeThatTheTableCovers() throws IOException {
    MemoryTable table = TickingTraffic.table(8, 3);
    List<Series> apart = new ArrayList<>();
    for (int h = 0; h < 8; h++) {
      Series one = table.series().get(h);
      long later = h < 4 ? 0 : 30L * 24 * 3_600_000_000L;
      int time = table.schema().index(Schema.TIME);
      apart.add(
          new Series(
              one.host(),
              one.flows().stream()
                  .map(f -> new Flow.Draft(f).number(time, f.timeMicros() + later).flow())
                  .toList()));
    }
    var moved = new MemoryTable(table.schema(), table.internal(), apart);
    var data = TrainingData.fit(moved, new TrainingData.Options(5, 1, 0, 1));
    for (Profile profile : data.ownProfiles()) {
      assertThat(profile.spec().timers()).isNotEmpty();
      profile.spec().timers().forEach(t -> assertThat(t.lives()).isBetween(0.4, 0.6));
    }
  }
}
