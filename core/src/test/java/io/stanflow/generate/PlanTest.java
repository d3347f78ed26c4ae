package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Intensity;
import io.stanflow.flow.Cidr;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link HourGrid}, {@link HostPlan} and {@link Scenario}. */
class PlanTest {
  private static long micros(String instant) {
    Instant at = Instant.parse(instant);
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
  }

  private static HourGrid grid(String from, String to, long unit) {
    return new HourGrid(micros(from), micros(to), unit, Calendar.PLAIN);
  }

  @Test
  void everyHostHasItsOwnWindowsAroundTheScenario() {
    HourGrid hours = grid("2026-01-05T22:45:00Z", "2026-01-06T01:06:00Z", 1_000_000);
    var random = new SplittableRandom(1);
    Set<Long> phases = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      long[] knots = hours.cut(ActiveTime.ALWAYS, random);
      assertThat(knots[0]).isBetween(hours.start() - 600 - 3599, hours.start() - 600);
      assertThat(knots[knots.length - 1]).isBetween(hours.end() + 3600, hours.end() + 7199);
      phases.add(knots[0] % 3600);
    }
    assertThat(phases).hasSizeGreaterThan(180);
  }

  /** Profiles are of so many flows; the hosts that have one spread around it, and are as many. */
  @Test
  void hostsOfAProfileTogetherHaveItsVolume() throws IOException {
    Model model = Models.random(SimulatedTraffic.table(2), 3, 1);
    int n = model.profiles().size();
    assertThat(new HostProfiles(model, Scenario.DEFAULTS.withHosts(n)).volumes()).containsOnly(1.0);
    double[] volumes = new HostProfiles(model, Scenario.DEFAULTS.withHosts(40 * n)).volumes();
    for (int p = 0; p < n; p++) {
      double spread = model.profiles().get(p).spec().volumeSpread();
      assertThat(spread).isPositive();
      double mean = 0;
      double squares = 0;
      double logs = 0;
      for (int i = 0; i < 40; i++) {
        double volume = volumes[40 * p + i];
        mean += volume / 40;
        logs += Math.log(volume) / 40;
        squares += Math.log(volume) * Math.log(volume) / 40;
      }
      assertThat(mean).isCloseTo(1, within(1e-9));
      assertThat(Math.sqrt(squares - logs * logs)).isCloseTo(spread, within(0.001 * spread));
    }
  }

  @Test
  void hourOnTheClockHasItsRhythmAndOneAcrossTwoItsShareOfBoth() {
    HourGrid hours = grid("1969-12-31T22:30:00Z", "1970-01-01T00:30:00Z", 1000);
    double[] rhythm = new double[24];
    rhythm[23] = 8;
    rhythm[0] = 4;
    assertThat(hours.expected(-3_600_000, rhythm)).isEqualTo(8);
    assertThat(hours.expected(-900_000, rhythm)).isEqualTo(5);
    assertThat(hours.expected(0, rhythm)).isEqualTo(4);
    assertThat(hours.expected(2_700_000, rhythm)).isEqualTo(1);
  }

  @Test
  void unitsThatBeginBeforeTheStartOrTheEndAreInsideOnlyWhole() {
    HourGrid hours = grid("2026-01-05T10:00:00.5Z", "2026-01-05T10:00:03.5Z", 1_000_000);
    long second = micros("2026-01-05T10:00:00Z") / 1_000_000;
    assertThat(hours.start()).isEqualTo(second + 1);
    assertThat(hours.end()).isEqualTo(second + 4);
  }

  private static final HostPlan.Ticks NO_TICKS = (host, timers, most) -> 0;

  private static List<HostPlan> plans(HourGrid hours, SplittableRandom random, double most) {
    List<HostPlan> plans = new ArrayList<>();
    int n = 1 + random.nextInt(20);
    for (int i = 0; i < n; i++) {
      long[] knots = hours.cut(ActiveTime.ALWAYS, random);
      double[] counts = random.doubles(knots.length - 1, 0, 1).map(c -> c * most).toArray();
      Intensity intensity = hours.intensity(knots, counts);
      double flows = hours.flows(intensity, ActiveTime.ALWAYS);
      plans.add(
          new HostPlan(
              i, 0, intensity, flows, random.nextDouble(3), 0, 1, false, ActiveTime.ALWAYS));
    }
    return plans;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void scaledFlowsSumExactlyAndKeepTheirProportions(long seed) {
    var random = new SplittableRandom(seed);
    HourGrid hours = grid("2026-01-05T10:10:00Z", "2026-01-05T17:00:00Z", 1_000_000);
    for (int i = 0; i < 40; i++) {
      int most = random.nextInt(4) * 100; // 0: nobody has a flow, the expectations count
      List<HostPlan> plans = plans(hours, random, most);
      long flows = random.nextLong(200_000);
      List<HostPlan> scaled = HostPlan.scale(plans, flows, hours, NO_TICKS);
      assertThat(scaled.stream().mapToDouble(HostPlan::flows).sum()).isEqualTo((double) flows);
      assertThat(scaled).allMatch(HostPlan::counted);
      double total = plans.stream().mapToDouble(p -> most > 0 ? p.flows() : p.expected()).sum();
      for (int h = 0; h < plans.size(); h++) {
        HostPlan plan = plans.get(h);
        assertThat(scaled.get(h).number()).isEqualTo(h);
        double share = (most > 0 ? plan.flows() : plan.expected()) / total;
        // the running sum is rounded once at either end
        assertThat(scaled.get(h).flows()).isCloseTo(flows * share, within(1.001));
      }
    }
  }

  @Test
  void flowsAreSpreadWhereNobodyExpectsAny() {
    HourGrid hours = grid("2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z", 1_000_000);
    var idle =
        new HostPlan(0, 0, hours.even(0, ActiveTime.ALWAYS), 0, 0, 0, 1, false, ActiveTime.ALWAYS);
    List<HostPlan> scaled = HostPlan.scale(List.of(idle), 10, hours, NO_TICKS);
    assertThat(scaled.get(0).flows()).isEqualTo(10);
    assertThat(hours.flows(scaled.get(0).intensity(), ActiveTime.ALWAYS))
        .isCloseTo(10, within(1e-9));
  }

  @Test
  void streamsOfHostsSeedsAndPurposesDiffer() {
    List<Long> firsts = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      for (int host = -1; host < 50; host++) {
        for (HostPlan.Purpose purpose : HostPlan.Purpose.values()) {
          firsts.add(HostPlan.random(seed, host, purpose).nextLong());
        }
      }
    }
    assertThat(firsts).doesNotHaveDuplicates();
    assertThat(HostPlan.random(3, 4, HostPlan.Purpose.FLOWS).nextLong())
        .isEqualTo(HostPlan.random(3, 4, HostPlan.Purpose.FLOWS).nextLong());
  }

  static Stream<UnaryOperator<Scenario>> wrong() {
    return Stream.of(
        s -> s.withHosts(-1),
        s -> s.withFlows(-1),
        s -> s.withThreads(0),
        s -> s.withInternal(List.of()),
        s -> s.withHosts(Scenario.MOST_HOSTS + 1),
        s -> s.withFlows(Long.MAX_VALUE),
        s -> s.withStart(Instant.MAX),
        s -> s.withDuration(Duration.ZERO),
        s -> s.withDuration(Duration.ofSeconds(-1)),
        s -> s.withDuration(Scenario.MOST.plusNanos(1)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void scenarioThatMakesNoSenseIsRefused(UnaryOperator<Scenario> change) {
    assertThatIllegalArgumentException().isThrownBy(() -> change.apply(Scenario.DEFAULTS));
  }

  @Test
  void scenarioChangesOneThingAtATime() {
    Scenario all =
        Scenario.DEFAULTS
            .withHosts(3)
            .withFlows(9)
            .withDuration(null)
            .withSeed(5)
            .withThreads(2)
            .withStart(Instant.EPOCH)
            .withShares(List.of(new Share("label", "dos", 0.5)))
            .withScript(new Script(2, Calendar.PLAIN, List.of()))
            .withInternal(List.of(Cidr.parse("10.1.0.0/16")));
    assertThat(all)
        .isEqualTo(
            new Scenario(
                3,
                Instant.EPOCH,
                ZoneOffset.UTC,
                null,
                9,
                5,
                2,
                List.of(Cidr.parse("10.1.0.0/16")),
                List.of(new Share("label", "dos", 0.5)),
                List.of(),
                new Script(2, Calendar.PLAIN, List.of())));
    Scenario inAnyOrder =
        Scenario.DEFAULTS.withDuration(null).withFlows(9).withHosts(3).withSeed(5);
    assertThat(
            inAnyOrder
                .withStart(Instant.EPOCH)
                .withThreads(2)
                .withInternal(all.internal())
                .withScript(all.script())
                .withShares(all.shares()))
        .isEqualTo(all);
    assertThat(Scenario.DEFAULTS.withDuration(Scenario.MOST).duration()).isEqualTo(Scenario.MOST);
  }
}
