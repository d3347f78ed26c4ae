package io.stanflow.generate;

import io.stanflow.codec.Given;
import io.stanflow.codec.GivenSource;
import io.stanflow.codec.Observation;
import io.stanflow.codec.Profile;
import io.stanflow.codec.RunningTimer;
import io.stanflow.codec.ServiceCells;
import io.stanflow.codec.Tick;
import io.stanflow.codec.Tick.Service;
import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The ticks of one host's timers in the order of their times. Which timers it has, their periods,
 * phases and lives follow from the seed and the host; whom a timer is with and, where its profile
 * does not say, what for, from its first tick.
 */
final class HostTicks implements GivenSource {
  private final HourGrid hours;
  private final Function<Observation, Service> services;
  private final List<Clock> clocks;

  /** Whose tick is the next, or was the last while its flow is made. */
  private Clock next;

  /**
   * @param popular address of a popular peer by its index, null for the host's own
   * @param services what a flow is for
   */
  HostTicks(
      HourGrid hours,
      List<Clock> clocks,
      IntFunction<Address> popular,
      Function<Observation, Service> services) {
    this.hours = hours;
    this.services = services;
    this.clocks = clocks;
    for (Clock clock : clocks) {
      Timer timer = clock.timer;
      if (clock.peer == null && timer.heavy() < 0 && timer.peer() >= 0) {
        clock.peer = popular.apply(timer.peer());
      }
      clock.advance(0, hours.warm());
    }
    next = earliest();
  }

  /**
   * Draws the timers of a host.
   *
   * @param share of them that it has, 1 for as many as such hosts had in training
   * @param most flows in the scenario that they may be expected to make
   */
  static List<Clock> draw(
      Profile profile, HourGrid hours, double share, double most, SplittableRandom random) {
    List<Clock> clocks = new ArrayList<>();
    double expected = 0;
    for (Timer timer : profile.spec().timers()) {
      SplittableRandom own = random.split();
      long number = (long) Math.floor(timer.often() + own.nextDouble());
      for (long i = 0; i < number; i++) {
        var clock = new Clock(timer, hours, own.split());
        if (own.nextDouble() < share && expected + clock.flows <= most) {
          clocks.add(clock);
          expected += clock.flows;
        }
      }
    }
    return clocks;
  }

  /** Flows in the scenario that these may be expected to make. */
  static double expected(List<Clock> clocks) {
    return clocks.stream().mapToDouble(clock -> clock.flows).sum();
  }

  private Clock earliest() {
    Clock earliest = null;
    for (Clock clock : clocks) {
      earliest = earliest == null || clock.first < earliest.first ? clock : earliest;
    }
    return earliest;
  }

  @Override
  public long time() {
    return next == null ? Long.MAX_VALUE : next.first;
  }

  @Override
  public Given take() {
    boolean outgoing = next.timer.outgoing() != next.answering;
    boolean internal = next.timer.internal();
    return new Tick(next.first, outgoing, next.peer, next.timer.heavy(), internal, next.service);
  }

  @Override
  public void skip() {
    next.pass(hours.warm());
    next = earliest();
  }

  @Override
  public void made(Observation flow) {
    next.peer = flow.peer;
    next.service = next.service == null ? services.apply(flow) : next.service;
    skip();
  }

  /** Likewise of each cell; last those of timers whose service is still to be found. */
  static double[] expected(List<Clock> clocks, ServiceCells cells) {
    double[] expected = new double[cells.count() + 1];
    for (Clock clock : clocks) {
      boolean known = clock.timer.protocol() >= 0;
      expected[known ? cells.of(clock.timer) : cells.count()] += clock.flows;
    }
    return expected;
  }

  /** A timer of a host: where it stands. */
  static final class Clock {
    private static final long NEVER = Long.MAX_VALUE;

    private final Timer timer;
    private final SplittableRandom random;

    /** Clock units. */
    private final double period;

    /** When it ends, clock units after the hosts' start. */
    private final double until;

    private final double flows;
    private final double unitsPerSecond;

    /** Where the clock stands, clock units after the hosts' start. */
    private double phase;

    /** Its next flow, and the one that answers that. */
    private long first = NEVER;

    private long answer = NEVER;

    /** Whether the next flow is an answer. */
    private boolean answering;

    private Address peer;
    private Service service;

    private Clock(Timer timer, HourGrid hours, SplittableRandom random) {
      this.timer = timer;
      this.random = random;
      unitsPerSecond = hours.hour() / 3600.0;
      double log = random.nextDouble() * StrictMath.log(timer.most() / timer.least());
      double seconds = timer.least() * StrictMath.exp(log);
      period = seconds * unitsPerSecond;
      double length = hours.end() - hours.warm();
      double begins = random.nextDouble() * (1 - timer.lives()) * length;
      until = timer.lives() == 1 ? Double.MAX_VALUE : begins + timer.lives() * length;
      phase = begins + random.nextDouble() * period;
      flows = timer.perSecond(seconds) * timer.lives() * 3600 * hours.hours();
      service =
          timer.protocol() < 0 ? null : new Service(timer.protocol(), timer.port(), timer.local());
    }

    /** One that ticks on after the hosts' start. */
    static Clock resumed(RunningTimer running, HourGrid hours, SplittableRandom random) {
      var clock = new Clock(running.timer(), hours, random);
      double since = (hours.warm() - running.last()) / clock.period;
      clock.phase = (Math.ceil(since) - since) * clock.period;
      clock.peer = running.peer();
      return clock;
    }

    /** Goes on to the next flow. */
    private void pass(long start) {
      long had = first;
      if (answer == NEVER) {
        answering = false;
        advance((double) (had - start), start);
      } else {
        answering = true;
        first = answer;
        answer = NEVER;
      }
    }

    /**
     * Goes on to the next tick that comes.
     *
     * @param after clock units after the hosts' start that no flow is before
     * @param start of the hosts
     */
    private void advance(double after, long start) {
      first = NEVER;
      while (first == NEVER && phase < until) {
        double at = Math.max(after, phase + timer.jitter() * period * CountDraws.normal(random));
        double lag = -timer.lag() * unitsPerSecond * StrictMath.log(1 - random.nextDouble());
        boolean answered = random.nextDouble() < timer.answered();
        boolean slips = random.nextDouble() < timer.slipped();
        phase += period * (slips ? 2 * random.nextDouble() : 1);
        if (random.nextDouble() >= timer.missed()) {
          first = start + (long) at;
          answer = answered ? start + (long) (at + lag) : NEVER;
        }
      }
    }
  }
}
