package io.stanflow.forecast;

import io.stanflow.codec.Intensity;
import io.stanflow.fit.HostMatcher;
import java.util.SplittableRandom;

/** One host at the end of a table: what it has had, and what is to be expected of it. */
final class HostOutlook {
  /**
   * Hours that generated hosts are ahead of their plans in the mean; who begins with nothing owed
   * gets there at one go.
   */
  private static final double LEAD = 0.12;

  /** Flows in an hour that any host may have. */
  private static final double LEAST = 0.01;

  private final Span span;
  private final HostMatcher.Own own;
  private final double[] counts;
  private final HourlyFlows hourly;

  /** Plan of the hours to come, where the first ends and each later one. */
  private long[] knots;

  private double[] planned;

  /**
   * @param times of its own flows, clock units
   */
  HostOutlook(Span span, HostMatcher.Own own, long... times) {
    this.span = span;
    this.own = own;
    counts = new double[span.hours() + 1];
    for (long time : times) {
      counts[(int) Math.min(span.hours(), (span.now() - 1 - time) / span.hour())]++;
    }
    hourly = new HourlyFlows(span.hourly(counts), span.day());
  }

  HostMatcher.Own own() {
    return own;
  }

  /** Plans the hours to come, which are cut where chance says. */
  void plan(SplittableRandom random) {
    long hour = span.hour();
    long first = span.now() + 1 + random.nextLong(hour);
    int windows = 1 + (int) Math.max(0, (span.end() - first + hour - 1) / hour);
    knots = new long[windows];
    planned = new double[windows];
    for (int w = 0; w < windows; w++) {
      long from = w == 0 ? span.now() : knots[w - 1];
      knots[w] = first + w * hour;
      int ahead = (int) Math.round((from - span.now()) / (double) hour);
      double log = hourly.expected(ahead, span.day(from));
      planned[w] = Math.max(LEAST, Math.expm1(log)) * (knots[w] - from) / hour;
    }
  }

  /** Flows to be expected from timers and sweeps. */
  double given() {
    double hours = (span.end() - span.now()) / (double) span.hour();
    double ticks = own.timers().stream().mapToDouble(each -> each.timer().perHour()).sum();
    return hours * (ticks + own.visits() / span.covered());
  }

  /** Its own flows that are planned. */
  double flows() {
    return intensity(1, false).between(span.now(), span.end());
  }

  /**
   * Its own flows, those that it has had and those that are planned.
   *
   * @param factor of the latter
   * @param counted whether their number ends them, not the time
   */
  Intensity intensity(double factor, boolean counted) {
    int hours = span.hours();
    long[] all = new long[hours + 2 + knots.length];
    double[] flows = new double[all.length - 1];
    all[0] = span.first() - 1;
    for (int k = 0; k <= hours; k++) {
      all[1 + k] = span.now() - (hours - k) * span.hour();
      flows[k] = counts[hours - k];
    }
    for (int w = 0; w < knots.length; w++) {
      all[hours + 2 + w] = knots[w];
      flows[hours + 1 + w] = factor * planned[w];
    }
    double lead = LEAD * flows[hours + 1] * span.hour() / (knots[0] - span.now());
    flows[hours] = Math.max(0, flows[hours] - lead);
    Intensity plan = Intensity.resumed(all, flows, span.hour(), span.now(), span.end());
    return counted ? plan.scaled(1) : plan;
  }
}
