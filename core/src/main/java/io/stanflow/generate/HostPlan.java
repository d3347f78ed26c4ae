package io.stanflow.generate;

import io.stanflow.codec.Profile;
import io.stanflow.codec.VolumeBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One host of a scenario before its flows are drawn.
 *
 * @param number of the host, from 0; with the seed it decides everything about the host
 * @param profile index in the model
 * @param budget flows in each clock hour
 * @param expected flows in each hour of the scenario, by the profile
 */
record HostPlan(int number, int profile, VolumeBudget budget, double[] expected) {
  /** A handful of hosts spreads no further, in standard deviations of the log volume. */
  private static final double MOST_DEVIATION = 1.5;

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** What a host's random stream is used for; each has its own, so one never shifts another. */
  enum Purpose {
    PLAN(1),
    FLOWS(2),
    FAMILY(3);

    private final long number;

    Purpose(long number) {
      this.number = number;
    }
  }

  /** The stream of a host and a purpose. */
  static SplittableRandom random(long seed, int host, Purpose purpose) {
    long mixed = (seed * GOLDEN + host) * GOLDEN + purpose.number;
    return new SplittableRandom(mixed ^ (mixed >>> 29));
  }

  /**
   * Draws a host's volume: its profile's, spread over hosts as the training hosts' were, and each
   * hour's flows around the rhythm.
   */
  static HostPlan draw(
      int number, int index, Profile profile, HourGrid hours, SplittableRandom random) {
    double spread = profile.spec().volumeSpread();
    double deviation =
        Math.max(-MOST_DEVIATION, Math.min(MOST_DEVIATION, CountDraws.normal(random)));
    double scale = StrictMath.exp(spread * deviation - spread * spread / 2);
    double[] expected = new double[hours.size()];
    long[] counts = new long[hours.size()];
    for (int h = 0; h < counts.length; h++) {
      double rate = profile.spec().rhythm()[hours.hourOfDay(h)];
      expected[h] = rate * hours.share(h) * scale;
      long flows = CountDraws.negativeBinomial(expected[h], profile.spec().dispersion(), random);
      counts[h] = Math.min(flows, Integer.MAX_VALUE);
    }
    return new HostPlan(number, index, hours.budget(counts), expected);
  }

  /** The same host with other counts. */
  HostPlan withCounts(long[] counts, HourGrid hours) {
    return new HostPlan(number, profile, hours.budget(counts), expected);
  }

  /** Flows in each hour of the grid. */
  long[] counts(HourGrid hours) {
    long[] counts = new long[hours.size()];
    int window = 0;
    for (int h = 0; h < counts.length && window < budget.counts().length; h++) {
      if (budget.starts()[window] == hours.start(h)) {
        counts[h] = budget.counts()[window++];
      }
    }
    return counts;
  }

  /**
   * Scales all hosts' flows so that they sum to {@code flows}, spreading the rounding evenly. Where
   * none were drawn, the expectations are scaled, and where there are none of those, the hours.
   */
  static List<HostPlan> scale(List<HostPlan> plans, long flows, HourGrid hours) {
    double drawn = plans.stream().mapToLong(p -> p.budget().total()).sum();
    double expected = plans.stream().mapToDouble(p -> sum(p.expected())).sum();
    double hoursInAll = 0;
    for (int h = 0; h < hours.size(); h++) {
      hoursInAll += plans.size() * hours.share(h);
    }
    double total = drawn > 0 ? drawn : expected > 0 ? expected : hoursInAll;
    double seen = 0;
    long given = 0;
    List<HostPlan> scaled = new ArrayList<>();
    for (HostPlan plan : plans) {
      long[] counts = plan.counts(hours);
      for (int h = 0; h < counts.length; h++) {
        seen += drawn > 0 ? counts[h] : expected > 0 ? plan.expected()[h] : hours.share(h);
        long upTo = Math.min(flows, Math.round(flows * (seen / total)));
        counts[h] = upTo - given;
        given = upTo;
      }
      scaled.add(plan.withCounts(counts, hours));
    }
    return scaled;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
