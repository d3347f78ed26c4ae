package io.stanflow.generate;

import io.stanflow.codec.VolumeBudget;
import io.stanflow.flow.Hours;
import java.util.Arrays;

/** A scenario cut at the clock's hours, in the codec's time units. */
final class HourGrid {
  private final long[] starts;
  private final long[] ends;
  private final double unitsPerHour;

  /**
   * @param startMicros first instant, µs since the epoch
   * @param endMicros first instant after the scenario
   * @param unit µs per clock unit
   */
  HourGrid(long startMicros, long endMicros, long unit) {
    long firstHour = Hours.of(startMicros);
    int hours = (int) (Hours.of(endMicros - 1) - firstHour + 1);
    unitsPerHour = (double) Hours.MICROS / unit;
    long[] from = new long[hours];
    long[] to = new long[hours];
    int n = 0;
    for (int h = 0; h < hours; h++) {
      long start = Math.max(startMicros, (firstHour + h) * Hours.MICROS);
      long end = Math.min(endMicros, (firstHour + h + 1) * Hours.MICROS);
      from[n] = -Math.floorDiv(-start, unit); // the first whole unit inside
      to[n] = -Math.floorDiv(-end, unit);
      n += from[n] < to[n] ? 1 : 0;
    }
    starts = Arrays.copyOf(from, n);
    ends = Arrays.copyOf(to, n);
  }

  int size() {
    return starts.length;
  }

  long start(int hour) {
    return starts[hour];
  }

  /** UTC hour of the day, 0 to 23. */
  int hourOfDay(int hour) {
    return (int) Math.floorMod((long) Math.floor(starts[hour] / unitsPerHour), (long) Hours.A_DAY);
  }

  /** How much of a whole hour lies in the scenario, above 0 to 1. */
  double share(int hour) {
    return (ends[hour] - starts[hour]) / unitsPerHour;
  }

  /**
   * The budget of these counts; hours without flows have no window.
   *
   * @throws IllegalArgumentException if one is above what a host's hour holds
   */
  VolumeBudget budget(long[] counts) {
    int n = 0;
    long[] from = new long[counts.length];
    long[] to = new long[counts.length];
    int[] flows = new int[counts.length];
    for (int h = 0; h < counts.length; h++) {
      if (counts[h] > 0) {
        from[n] = starts[h];
        to[n] = ends[h];
        if (counts[h] > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              "%,d flows of one host in an hour; ask for more hosts or a longer duration"
                  .formatted(counts[h]));
        }
        flows[n++] = (int) counts[h];
      }
    }
    return new VolumeBudget(Arrays.copyOf(from, n), Arrays.copyOf(to, n), Arrays.copyOf(flows, n));
  }
}
