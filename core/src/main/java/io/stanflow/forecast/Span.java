package io.stanflow.forecast;

import java.util.Arrays;

/**
 * The time of a table and of its forecast, clock units.
 *
 * @param first record time of the table
 * @param now first unit after its last one
 * @param end first unit after the forecast
 * @param hour units of an hour
 * @param unit µs
 * @param network how its hours differ
 */
record Span(long first, long now, long end, long hour, long unit, NetworkDay network) {
  /** Whole hours of the table. */
  int hours() {
    return (int) ((now - first) / hour);
  }

  /** Hours of the table, a minute at least: a second's flows are no measure of an hour's. */
  double covered() {
    return Math.max(now - first, hour / 60) / (double) hour;
  }

  /**
   * Flows in each whole hour, the last one first; of a shorter table as many as an hour would have.
   *
   * @param counts of the whole hours, and before them
   */
  double[] hourly(double... counts) {
    return hours() == 0 ? new double[] {counts[0] / covered()} : Arrays.copyOf(counts, hours());
  }

  /** The network's day in these hours. */
  double[] day() {
    double[] day = new double[Math.max(1, hours())];
    for (int k = 0; k < day.length; k++) {
      day[k] = day(now - (k + 1) * hour);
    }
    return day;
  }

  /** The network's day in the hour from {@code time} on. */
  double day(long time) {
    return network.at(time * unit);
  }
}
