package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntensityTest {
  private static final long HOUR = 3600;

  private static Intensity plan(long first, long start, long end, double... counts) {
    long[] knots = new long[counts.length + 1];
    Arrays.setAll(knots, k -> first + k * HOUR);
    return Intensity.planned(knots, counts, HOUR, start, end);
  }

  @Test
  void windowsHaveTheirFlowsAndTheScenarioItsShareOfThem() {
    Intensity plan = plan(-600, 0, 3 * HOUR, 6, 6, 0, 12, 12);
    assertThat(plan.at(HOUR - 600) - plan.at(-600)).isCloseTo(6, within(1e-9));
    assertThat(plan.at(0)).isZero();
    assertThat(plan.at(2 * HOUR - 600)).isEqualTo(plan.at(3 * HOUR - 600));
    assertThat(plan.between(HOUR, 3 * HOUR)).isEqualTo(plan.at(3 * HOUR) - plan.at(HOUR));
    assertThat(plan.scaled(2.5).at(2 * HOUR)).isCloseTo(2.5 * plan.at(2 * HOUR), within(1e-9));
  }

  @Test
  void whoGoesOnHasNoFlowBeforeThat() {
    long[] knots = {-HOUR, 0, HOUR};
    Intensity plan = Intensity.resumed(knots, new double[] {30, 60}, HOUR, 0, HOUR);
    assertThat(plan.at(0)).isCloseTo(30, within(1e-9));
    assertThat(plan.between(0, HOUR)).isCloseTo(60, within(1e-9));
    assertThat(plan.earliest(-500, 30)).isZero();
    assertThat(plan.earliest(500, 32)).isEqualTo(500);
    assertThat(plan.end()).isEqualTo(HOUR);
  }

  @Test
  void evenFlowsAreEvenWithinTheirWindowsAndBeyond() {
    Intensity plan = plan(-100, 0, 2 * HOUR, 36, 36, 36);
    for (long t = 0; t < 5 * HOUR; t += 77) {
      assertThat(plan.at(t)).isCloseTo(t / 100.0, within(1e-9));
      assertThat(plan.due(t / 100.0)).isBetween(t - 1, t + 1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void itRisesWithoutStepsInItsRateAndDueIsItsInverse(long seed) {
    var random = new SplittableRandom(seed);
    double[] counts = random.doubles(30, -200, 1000).map(c -> Math.max(0, c)).toArray();
    Intensity plan = plan(-random.nextLong(HOUR), 0, 25 * HOUR, counts);
    double before = plan.at(0);
    double rate = Double.NaN;
    for (long t = 1; t < 29 * HOUR; t++) {
      double at = plan.at(t);
      assertThat(at).isGreaterThanOrEqualTo(before - 1e-9);
      if (t > 1) { // of 1000 flows an hour: a second changes the rate by no more than 1/300
        assertThat(at - before - rate).isCloseTo(0, within(1e-3));
      }
      rate = at - before;
      before = at;
    }
    for (int i = 0; i < 1000; i++) {
      double wanted = random.nextDouble() * plan.at(25 * HOUR);
      long due = plan.due(wanted);
      assertThat(plan.at(due)).isGreaterThanOrEqualTo(wanted - 1e-9);
      assertThat(plan.at(due - 1)).isLessThan(wanted + 1e-9);
    }
  }

  /** The end of a window owes what chance leaves, three standard deviations at most in 500. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void observedIntensityFollowsTheFlowsButNotExactly(long seed) {
    var random = new SplittableRandom(seed);
    long[] times = random.longs(20_000, 1000, 200 * HOUR).sorted().toArray();
    Intensity seen = Intensity.observed(times, 1000, 200 * HOUR, HOUR, random);
    double squares = 0;
    for (int h = 1; h < 200; h++) {
      long t = h * HOUR;
      double owed = seen.at(t) - Arrays.stream(times).filter(x -> x < t).count();
      assertThat(owed).isCloseTo(0, within(100.0));
      squares += owed * owed / 200;
    }
    assertThat(Math.sqrt(squares)).isBetween(5.0, 25.0); // √100 + 100/20, and within the hour
    assertThat(seen.start()).isEqualTo(1000);
  }

  @Test
  void silenceIsSilenceAndTheStartIsTheFirstWindowWithFlows() {
    long[] times = {10 * HOUR, 10 * HOUR + 1, 20 * HOUR};
    Intensity seen = Intensity.observed(times, 0, 24 * HOUR, HOUR, new SplittableRandom(1));
    assertThat(seen.start()).isBetween(9 * HOUR, 10 * HOUR);
    assertThat(seen.at(12 * HOUR)).isEqualTo(seen.at(18 * HOUR)).isPositive();
  }

  /** Of a recording that ends within an hour, or is shorter than one, the rate is not less. */
  @ParameterizedTest
  @CsvSource({"600", "3000", "5400", "36600", "38000", "39500"})
  void theEndOfTheRecordingIsNoEndOfTheFlows(int seconds) {
    var random = new SplittableRandom(seconds);
    int recordings = 400;
    double ahead = 0;
    for (int i = 0; i < recordings; i++) {
      long[] times = random.longs(2L * seconds, 0, seconds).sorted().toArray();
      Intensity seen = Intensity.observed(times, 0, seconds, HOUR, random);
      assertThat(seen.at(seconds)).isCloseTo(2.0 * seconds, within(0.4 * 2 * seconds));
      ahead += seen.ahead(seconds) / recordings;
    }
    // a window of n flows is blurred by √n + n / 20, of 20 minutes or more by 0.07 n; of their mean
    assertThat(ahead).isCloseTo(2.0 * HOUR, within(5 * 0.07 * 2 * HOUR / Math.sqrt(recordings)));
  }

  @Test
  void hostFarAheadOfItsPlanWaits() {
    Intensity plan = plan(0, 0, 10 * HOUR, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
    assertThat(plan.earliest(HOUR, 590)).isEqualTo(HOUR); // 490 ahead; 100 + 2 · 200 are let be
    assertThat(plan.earliest(HOUR, 1000)).isCloseTo(5 * HOUR + 36, within(36L));
    // five flows and twice those of two hours behind, 405
    assertThat(plan.latest(HOUR, 100)).isCloseTo(HOUR + 406 * 36, within(36L));
    long[] times = new long[1000];
    Intensity seen = Intensity.observed(times, 0, 1, HOUR, new SplittableRandom(1));
    assertThat(seen.earliest(0, 5000)).isZero();
  }
}
