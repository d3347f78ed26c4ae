package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.stanflow.codec.spec.Timer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of timers at least k hosts have, or might have. */
class SharedTimersTest {
  private static final int K = 5;

  private static Timer timer(int port, double period) {
    return new Timer(
        1, 0, port, false, true, 0.97, period, period, 0.0013, 0.02, 0, 0.3, 1, -1, 3, false);
  }

  /** Six hosts fetch mail every 300 s, one every 137, one has a service of its own. */
  private static List<List<Timer>> hosts() {
    List<List<Timer>> hosts = new ArrayList<>();
    for (int h = 0; h < 6; h++) {
      hosts.add(List.of(timer(110, 300)));
    }
    hosts.add(List.of(timer(110, 137.2)));
    hosts.add(List.of(timer(9999, 51.5)));
    return hosts;
  }

  private static Timer told(List<Timer> host) {
    return new SharedTimers(hosts(), K).coarse(host).get(0);
  }

  @Test
  void aPeriodOfManyIsKept() {
    Timer timer = told(hosts().get(0));
    assertThat(timer.often()).isEqualTo(1);
    assertThat(timer.port()).isEqualTo(110);
    assertThat(List.of(timer.least(), timer.most())).containsExactly(300.0, 300.0);
    assertThat(timer.answered()).isEqualTo(1); // eighths
    assertThat(timer.missed()).isZero();
    assertThat(timer.lag()).isEqualTo(0.25); // powers of two
    assertThat(timer.jitter()).isEqualTo(Math.pow(2, -10));
  }

  @Test
  void aPeriodOfOneIsARangeOfMany() {
    Timer timer = told(hosts().get(6));
    assertThat(List.of(timer.least(), timer.most())).containsExactly(100.0, 300.0);
  }

  @Test
  void aServiceOfOneIsNotNamed() {
    Timer timer = told(hosts().get(7));
    assertThat(timer.protocol()).isEqualTo(-1);
    assertThat(timer.port()).isEqualTo(-1);
    assertThat(timer.heavy()).isEqualTo(3); // whom a profile names only if many have one like it
    assertThat(List.of(timer.least(), timer.most())).containsExactly(50.0, 300.0);
  }

  /** Shorter periods of a range are more ticks, so there are fewer such timers. */
  @Test
  void aCoarseTimerMakesAboutAsManyFlows() {
    Timer own = timer(110, 137.2);
    Timer coarse = new SharedTimers(hosts(), K).coarse(List.of(own)).get(0);
    assertThat(coarse.most()).isGreaterThan(coarse.least());
    // to a digit: of 1.2 times, 1 or 2
    assertThat(coarse.perHour()).isBetween(own.perHour() / 1.5, own.perHour() * 1.5);
    double log = 0;
    for (int i = 0; i < 1000; i++) { // the mean over periods, by the midpoint rule
      double period = coarse.least() * Math.pow(coarse.most() / coarse.least(), (i + 0.5) / 1000);
      log += 3600 * coarse.often() * coarse.lives() * coarse.perSecond(period) / 1000;
    }
    assertThat(coarse.perHour()).isCloseTo(log, withinPercentage(0.1));
  }

  @Test
  void ofFewerHostsThanKNoneIsTold() {
    List<List<Timer>> few = hosts().subList(4, 8);
    assertThat(new SharedTimers(few, K).coarse(few.get(0))).isEmpty();
  }
}
