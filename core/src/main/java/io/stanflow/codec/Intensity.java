package io.stanflow.codec;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many flows a host is to have had by each instant, Λ(t): the cumulative intensity of its
 * flows, seen as a point process. Estimated from the data in training, planned from the profile's
 * rhythm in generation, in both by the flows of whole windows (an hour) whose ends lie anywhere on
 * the clock, so that no boundary of the clock is one of Λ. Between them Λ is a monotone cubic
 * (Fritsch and Butland 1984): its derivative, the rate, has no steps.
 *
 * <p>A host's flows are not tied to Λ: what it owes, Λ(t) less the flows that it has had, is an
 * input of the network, and sampling is drawn towards it ({@link Feedback#pace}).
 */
public final class Intensity {
  private static final long NEVER = Long.MAX_VALUE / 4;

  /** Windows' worth of flows that a planned host may be ahead or behind by, and flows ahead. */
  private static final double MOST_LEAD = 2;

  private static final double LEAST_LEAD = 100;

  /** Flows that a planned host may be behind by. */
  private static final double LEAST_LATE = 5;

  private final long[] knots;
  private final double[] flows;
  private final double[] slopes;
  private final long window;
  private final long start;
  private final long end;
  private final long most;

  /** First instant that flows are planned for; {@link #NEVER} where they are observed. */
  private final long planned;

  private Intensity(
      long[] knots, double[] flows, long window, long start, long end, long most, long planned) {
    this.knots = knots;
    this.flows = flows;
    this.window = window;
    this.end = end;
    this.most = most;
    this.planned = planned;
    slopes = slopes(knots, flows);
    double before = at(start);
    for (int k = 0; k < flows.length; k++) {
      flows[k] -= before;
    }
    this.start = Math.max(start, firstRise());
  }

  /**
   * What a host is to have.
   *
   * @param knots ascending, clock units; the first not after {@code start}
   * @param counts flows from each knot to the next; one fewer
   * @param window clock units of an hour
   * @param start first instant of the series
   * @param end first instant after it
   */
  public static Intensity planned(
      long[] knots, double[] counts, long window, long start, long end) {
    return new Intensity(knots, cumulative(counts), window, start, end, Long.MAX_VALUE, start);
  }

  /**
   * What a host that has had flows is to have.
   *
   * @param knots ascending, clock units; the first not after its first flow, one of them {@code
   *     resumed}
   * @param counts flows from each knot to the next, those that it has had up to {@code resumed}
   * @param window clock units of an hour
   * @param resumed first instant at which further flows may be
   * @param end first instant after the series
   */
  public static Intensity resumed(
      long[] knots, double[] counts, long window, long resumed, long end) {
    return new Intensity(knots, cumulative(counts), window, knots[0], end, Long.MAX_VALUE, resumed);
  }

  /** Of a table without times: so many rows. */
  public static Intensity untimed(long rows) {
    return new Intensity(new long[] {0, 1}, new double[] {0, rows}, 1, 0, NEVER, rows, NEVER);
  }

  /**
   * What can be known of a host's intensity from its flows. The flows of each window are blurred by
   * as much as chance would, or training would learn that nothing is owed at a window's end, and
   * pay it there.
   *
   * @param times of the flows, ascending, clock units
   * @param from when recording began, not after the first time
   * @param to first instant after it ended, after the last time: no window counts what lies beyond
   * @param window its length, clock units; the first and the last one may be another
   * @param random where the windows end, and the blur
   */
  static Intensity observed(long[] times, long from, long to, long window, RandomGenerator random) {
    if (times.length == 0) {
      return new Intensity(
          new long[] {from, from + window}, new double[2], window, from, NEVER, NEVER, NEVER);
    }
    long first = from + 1 + random.nextLong(window);
    long last = times[times.length - 1];
    int windows = last < first ? 1 : (int) ((last - first) / window) + 2;
    boolean cut = windows > 1 && to < first + (windows - 1) * window - window / 2;
    windows -= cut ? 1 : 0; // less than half of the last one was recorded: it goes with the next
    long[] knots = new long[windows + 1];
    double[] counts = new double[windows];
    knots[0] = from;
    for (int k = 0; k < windows; k++) {
      knots[k + 1] = first + k * window;
    }
    knots[windows] = cut ? to : Math.min(to, knots[windows]);
    for (long time : times) {
      int k = time < first ? 0 : (int) ((time - first) / window) + 1;
      counts[Math.min(k, windows - 1)]++;
    }
    blur(counts, random);
    return new Intensity(knots, cumulative(counts), window, from, NEVER, NEVER, NEVER);
  }

  /**
   * Adds to each window a standard deviation of √n + n/20, less what was added to the last ones.
   */
  private static void blur(double[] counts, RandomGenerator random) {
    double added = 0;
    for (int k = 0; k < counts.length; k++) {
      double n = counts[k];
      if (n > 0) {
        double error = (Math.sqrt(n) + n / 20) * random.nextGaussian();
        counts[k] = Math.max(n / 10, n + error - added);
        added += counts[k] - n;
      }
    }
  }

  private static double[] cumulative(double[] counts) {
    double[] sums = new double[counts.length + 1];
    for (int k = 0; k < counts.length; k++) {
      sums[k + 1] = sums[k] + counts[k];
    }
    return sums;
  }

  /** Weighted harmonic means of the rates on both sides (Fritsch and Butland 1984, eq. 4). */
  private static double[] slopes(long[] knots, double[] flows) {
    int last = knots.length - 1;
    double[] slopes = new double[last + 1];
    for (int k = 0; k <= last; k++) {
      double before = rate(knots, flows, Math.max(0, k - 1));
      double after = rate(knots, flows, Math.min(last - 1, k));
      double left = k == 0 ? 1 : knots[k] - knots[k - 1];
      double right = k == last ? 1 : knots[k + 1] - knots[k];
      double weight = (left + 2 * right) / (3 * (left + right));
      boolean flat = before == 0 || after == 0;
      slopes[k] = flat ? 0 : before * after / (weight * after + (1 - weight) * before);
    }
    return slopes;
  }

  private static double rate(long[] knots, double[] flows, int k) {
    return (flows[k + 1] - flows[k]) / (knots[k + 1] - knots[k]);
  }

  private long firstRise() {
    int k = 0;
    while (k + 1 < knots.length && flows[k + 1] == flows[0]) {
      k++;
    }
    return knots[k];
  }

  /** First instant at which a flow may be recorded. */
  public long start() {
    return start;
  }

  /** First instant after the series. */
  public long end() {
    return end;
  }

  /** Flows at which the series ends, whatever the time. */
  public long most() {
    return most;
  }

  /** Flows to be had from one instant to before another. */
  public double between(long from, long to) {
    return at(to) - at(from);
  }

  /** Same plan times a factor, without an end. */
  public Intensity scaled(double factor) {
    double[] scaled = Arrays.stream(flows).map(f -> f * factor).toArray();
    return new Intensity(knots, scaled, window, start, NEVER, Long.MAX_VALUE, planned);
  }

  /** Λ: flows to be had from the start to before {@code time}; beyond the last knot at its rate. */
  double at(long time) {
    int last = knots.length - 1;
    if (time <= knots[0]) {
      return flows[0];
    }
    if (time >= knots[last]) {
      return flows[last] + (time - knots[last]) * rate(knots, flows, last - 1);
    }
    int found = Arrays.binarySearch(knots, time);
    return within(found >= 0 ? found : -found - 2, time);
  }

  /** Cubic Hermite interpolation between knots k and k + 1. */
  private double within(int k, long time) {
    double length = knots[k + 1] - knots[k];
    double x = (time - knots[k]) / length;
    double rise = flows[k + 1] - flows[k];
    double bend = length * (slopes[k] + slopes[k + 1]) - 2 * rise;
    double first = length * slopes[k];
    return flows[k] + x * (first + x * (rise - first - bend + x * bend));
  }

  /** Flows to be had in the window that begins at {@code time}. */
  double ahead(long time) {
    return between(time, time + window);
  }

  /** First instant by which so many flows are to have been had; far away where never. */
  long due(double wanted) {
    int last = knots.length - 1;
    if (wanted > flows[last]) {
      double rate = rate(knots, flows, last - 1);
      double more = rate == 0 ? (double) NEVER : Math.ceil((wanted - flows[last]) / rate);
      return knots[last] + (long) Math.min(more, (double) NEVER);
    }
    int low = 0;
    int high = last;
    while (low < high) { // the first knot that has them
      int middle = (low + high) >>> 1;
      if (flows[middle] >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == 0 ? knots[0] : due(low - 1, wanted);
  }

  private long due(int k, double wanted) {
    long low = knots[k];
    long high = knots[k + 1];
    while (low + 1 < high) {
      long middle = low + (high - low) / 2;
      if (within(k, middle) >= wanted) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * Earliest time of a host's next flow: where it is planned, a host that is far ahead of its plan
   * waits, so that no error of the network runs away.
   *
   * @param time of its last flow
   * @param had flows so far
   */
  long earliest(long time, long had) {
    if (planned == NEVER) {
      return time;
    }
    double lead = LEAST_LEAD + MOST_LEAD * between(time - window, time + window);
    long free = had + 1 - at(time) <= lead ? time : Math.max(time, due(had + 1 - lead));
    return Math.max(planned, free);
  }

  /**
   * Latest time of a host's next flow: where it is planned, a host that is behind does not wait for
   * as long as hosts of the data may have been off.
   *
   * @param time of its last flow
   * @param had flows so far
   */
  long latest(long time, long had) {
    if (planned == NEVER) {
      return NEVER;
    }
    double late = LEAST_LATE + MOST_LEAD * between(time - window, time + window);
    return Math.max(time + window / 4, due(had + 1 + late));
  }
}
