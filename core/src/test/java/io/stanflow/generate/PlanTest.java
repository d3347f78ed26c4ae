package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.VolumeBudget;
import io.stanflow.flow.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    return new HourGrid(micros(from), micros(to), unit);
  }

  @Test
  void partialHoursCountByTheirShare() {
    HourGrid hours = grid("2026-01-05T22:45:00Z", "2026-01-06T01:06:00Z", 1_000_000);
    assertThat(hours.size()).isEqualTo(4);
    double[] shares = {0.25, 1, 1, 0.1};
    int[] ofDay = {22, 23, 0, 1};
    for (int h = 0; h < 4; h++) {
      assertThat(hours.share(h)).isCloseTo(shares[h], within(1e-12));
      assertThat(hours.hourOfDay(h)).isEqualTo(ofDay[h]);
    }
    assertThat(hours.start(0)).isEqualTo(micros("2026-01-05T22:45:00Z") / 1_000_000);
    assertThat(hours.start(1)).isEqualTo(micros("2026-01-05T23:00:00Z") / 1_000_000);
  }

  @Test
  void unitsThatBeginBeforeTheStartOrTheEndAreInsideOnlyWhole() {
    HourGrid hours = grid("2026-01-05T10:00:00.5Z", "2026-01-05T10:00:03.5Z", 1_000_000);
    VolumeBudget budget = hours.budget(new long[] {7});
    long second = micros("2026-01-05T10:00:00Z") / 1_000_000;
    assertThat(budget.starts()).containsExactly(second + 1);
    assertThat(budget.ends()).containsExactly(second + 4);
  }

  @Test
  void hoursBeforeTheEpochWork() {
    HourGrid hours = grid("1969-12-31T22:30:00Z", "1970-01-01T00:30:00Z", 1000);
    assertThat(hours.size()).isEqualTo(3);
    assertThat(hours.hourOfDay(0)).isEqualTo(22);
    assertThat(hours.hourOfDay(1)).isEqualTo(23);
    assertThat(hours.hourOfDay(2)).isZero();
    assertThat(hours.share(0)).isEqualTo(0.5);
  }

  @Test
  void hoursWithoutFlowsHaveNoWindow() {
    HourGrid hours = grid("2026-01-05T10:00:00Z", "2026-01-05T13:00:00Z", 1_000_000);
    VolumeBudget budget = hours.budget(new long[] {3, 0, 2});
    assertThat(budget.counts()).containsExactly(3, 2);
    assertThat(budget.starts()).containsExactly(hours.start(0), hours.start(2));
    HostPlan plan = new HostPlan(0, 0, budget, new double[3]);
    assertThat(plan.counts(hours)).containsExactly(3, 0, 2);
  }

  private static List<HostPlan> plans(HourGrid hours, SplittableRandom random, int most) {
    List<HostPlan> plans = new ArrayList<>();
    int n = 1 + random.nextInt(20);
    for (int i = 0; i < n; i++) {
      long[] counts = random.longs(hours.size(), 0, most).toArray();
      double[] expected = random.doubles(hours.size(), 0, 3).toArray();
      plans.add(new HostPlan(i, 0, hours.budget(counts), expected));
    }
    return plans;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void scaledFlowsSumExactlyAndKeepTheirProportions(long seed) {
    var random = new SplittableRandom(seed);
    HourGrid hours = grid("2026-01-05T10:10:00Z", "2026-01-05T17:00:00Z", 1_000_000);
    for (int i = 0; i < 40; i++) {
      int most = 1 + random.nextInt(1000); // 1: nobody has a flow, the expectations count
      List<HostPlan> plans = plans(hours, random, most);
      long flows = random.nextLong(200_000);
      List<HostPlan> scaled = HostPlan.scale(plans, flows, hours);
      assertThat(scaled.stream().mapToLong(p -> p.budget().total()).sum()).isEqualTo(flows);
      double total = plans.stream().mapToLong(p -> p.budget().total()).sum();
      for (int h = 0; h < plans.size(); h++) {
        assertThat(scaled.get(h).number()).isEqualTo(h);
        double share =
            total > 0
                ? plans.get(h).budget().total() / total
                : Arrays.stream(plans.get(h).expected()).sum()
                    / plans.stream().flatMapToDouble(p -> Arrays.stream(p.expected())).sum();
        // the running sum is rounded once at either end
        assertThat((double) scaled.get(h).budget().total()).isCloseTo(flows * share, within(1.001));
      }
    }
  }

  @Test
  void flowsAreSpreadWhereNobodyExpectsAny() {
    HourGrid hours = grid("2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z", 1_000_000);
    var idle = new HostPlan(0, 0, hours.budget(new long[2]), new double[2]);
    List<HostPlan> scaled = HostPlan.scale(List.of(idle), 10, hours);
    assertThat(scaled.get(0).budget().total()).isEqualTo(10);
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
            .withInternal(List.of(Cidr.parse("10.1.0.0/16")));
    assertThat(all)
        .isEqualTo(
            new Scenario(3, Instant.EPOCH, null, 9, 5, 2, List.of(Cidr.parse("10.1.0.0/16"))));
    Scenario inAnyOrder =
        Scenario.DEFAULTS.withDuration(null).withFlows(9).withHosts(3).withSeed(5);
    assertThat(inAnyOrder.withStart(Instant.EPOCH).withThreads(2).withInternal(all.internal()))
        .isEqualTo(all);
    assertThat(Scenario.DEFAULTS.withDuration(Scenario.MOST).duration()).isEqualTo(Scenario.MOST);
  }
}
