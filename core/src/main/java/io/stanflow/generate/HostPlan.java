package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Intensity;
import io.stanflow.codec.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One host of a scenario before its flows are drawn.
 *
 * @param number of the host, from 0; with the seed it decides everything about the host
 * @param profile index in the model
 * @param intensity flows of its own that it is to have by each instant
 * @param flows that it is to have in the scenario, visits and ticks with them; a whole number where
 *     they are counted
 * @param expected flows in the scenario, by the profile
 * @param ticks of its timers among those
 * @param timers share of its profile's timers that it has
 * @param counted whether it is to have exactly so many
 * @param active when it has flows
 */
record HostPlan(
    int number,
    int profile,
    Intensity intensity,
    double flows,
    double expected,
    double ticks,
    double timers,
    boolean counted,
    ActiveTime active) {
  static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** What a host's random stream is used for; each has its own, so one never shifts another. */
  enum Purpose {
    PLAN(1),
    FLOWS(2),
    FAMILY(3),
    SWEEPS(5),
    ROLES(6),
    TIES(7),
    TIMERS(8),
    GROUPS(9),
    EVENTS(10);

    private final long number;

    Purpose(long number) {
      this.number = number;
    }
  }

  /**
   * The stream of a purpose.
   *
   * @param of number of the host, or of what else the purpose is for
   */
  static SplittableRandom random(long seed, long of, Purpose purpose) {
    long mixed = (seed * GOLDEN + of) * GOLDEN + purpose.number;
    return new SplittableRandom(mixed ^ (mixed >>> 29));
  }

  /**
   * Draws each hour's flows around the rhythm of a host's profile.
   *
   * @param volume of the host, in those of its profile
   * @param active when it has flows
   * @param visits that it is to be expected to have on top
   * @param ticks likewise
   */
  static HostPlan draw(
      int number,
      int index,
      Profile profile,
      HourGrid hours,
      double volume,
      ActiveTime active,
      double visits,
      double ticks,
      SplittableRandom random) {
    ActiveTime made = hours.warmedUp(active);
    long[] knots = hours.cut(made, random);
    double[] expected = new double[knots.length - 1];
    double[] counts = new double[knots.length - 1];
    for (int k = 0; k < counts.length; k++) {
      double share = made.length(knots[k], knots[k + 1]) / hours.hour();
      expected[k] = volume * share * hours.expected(knots[k], profile.spec().rhythm());
      counts[k] = CountDraws.negativeBinomial(expected[k], profile.spec().dispersion(), random);
    }
    Intensity drawn = hours.intensity(knots, counts);
    double mean = hours.flows(hours.intensity(knots, expected), active);
    double given = visits + ticks;
    double flows = hours.flows(drawn, active) + given;
    return new HostPlan(number, index, drawn, flows, mean + given, ticks, 1, false, active);
  }

  /** Says how many ticks to expect. */
  @FunctionalInterface
  interface Ticks {
    /**
     * Those of a host in the scenario.
     *
     * @param timers share of its timers that it has
     * @param most flows that may be ticks
     */
    double of(HostPlan host, double timers, double most);
  }

  /**
   * Scales all hosts' flows so that they sum to {@code flows}, each host's a whole number,
   * spreading the rounding evenly. Where none were drawn, the expectations are scaled, and where
   * there are none of those, all hosts have as many. Where there are to be fewer flows hosts have
   * fewer timers, where more more flows of their own: periods stay.
   */
  static List<HostPlan> scale(List<HostPlan> plans, long flows, HourGrid hours, Ticks ticks) {
    double drawn = plans.stream().mapToDouble(HostPlan::flows).sum();
    double expected = plans.stream().mapToDouble(HostPlan::expected).sum();
    double shares = plans.stream().mapToDouble(plan -> hours.share(plan.active)).sum();
    if (shares == 0) {
      throw new IllegalArgumentException("no host has working hours in the scenario's time");
    }
    double total = drawn > 0 ? drawn : expected > 0 ? expected : shares;
    double seen = 0;
    long given = 0;
    List<HostPlan> scaled = new ArrayList<>();
    for (HostPlan plan : plans) {
      seen += drawn > 0 ? plan.flows() : expected > 0 ? plan.expected() : hours.share(plan.active);
      long upTo = Math.min(flows, Math.round(flows * (seen / total)));
      scaled.add(plan.having(upTo - given, hours, ticks));
      given = upTo;
    }
    return scaled;
  }

  /** What timers may tick at most. */
  double mostTicks() {
    return counted ? flows : Double.MAX_VALUE;
  }

  /** The part of it before a time, clock units. */
  HostPlan until(long time, HourGrid hours) {
    ActiveTime before = active.within(Long.MIN_VALUE, time);
    double own = hours.flows(intensity, active);
    double share = own > 0 ? hours.flows(intensity, before) / own : hours.share(before);
    return new HostPlan(
        number,
        profile,
        intensity,
        share * flows,
        share * expected,
        share * ticks,
        timers,
        counted,
        before);
  }

  /** The same with exactly so many flows. */
  HostPlan having(long flows, HourGrid hours, Ticks ticks) {
    double hourly = flows / Math.max(1, hours.hours());
    if (hourly > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%,.0f flows of one host in an hour; ask for more hosts or a longer duration"
              .formatted(hourly));
    }
    double own = hours.flows(intensity, active);
    Intensity shape = own > 0 ? intensity : hours.even(1, active);
    double share = this.flows > 0 ? Math.min(1, flows / this.flows) : 1;
    double ticking = ticks.of(this, share, (double) flows);
    double left = own > 0 ? this.flows - this.ticks : 1.0;
    Intensity scaled = shape.scaled((flows - ticking) / left);
    return new HostPlan(number, profile, scaled, flows, expected, ticking, share, true, active);
  }
}
