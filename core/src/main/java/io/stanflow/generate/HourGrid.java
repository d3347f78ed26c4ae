package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Intensity;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Hours;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * The time of a scenario cut into windows of an hour, in the codec's clock units. Where the hours
 * of one host are cut is its own chance, so that no end of them is at one time for all. Hosts begin
 * some minutes before the scenario, so that it begins among their flows as it ends among them.
 */
final class HourGrid {
  /** What a host does before the scenario, so that nothing has its beginning there, µs. */
  private static final long WARM_UP = Hours.MICROS / 6;

  /** The first {@linkplain #window} that something may begin in which hosts still see. */
  static final int FIRST_WINDOW = -(int) (SweepSpec.MOST_SPREAD / 3600);

  private final long start;
  private final long end;
  private final long unit;
  private final long hour;
  private final Calendar calendar;
  private final long warmUp;

  /**
   * @param startMicros first instant, µs since the epoch
   * @param endMicros first instant after the scenario
   * @param unit µs per clock unit
   */
  HourGrid(long startMicros, long endMicros, long unit, Calendar calendar) {
    this(startMicros, endMicros, unit, calendar, WARM_UP);
  }

  /**
   * @param warmUpMicros what a host does before the scenario, µs
   */
  HourGrid(long startMicros, long endMicros, long unit, Calendar calendar, long warmUpMicros) {
    this.calendar = calendar;
    this.unit = unit;
    warmUp = warmUpMicros / unit;
    start = -Math.floorDiv(-startMicros, unit); // the first whole unit inside
    end = -Math.floorDiv(-endMicros, unit);
    hour = Hours.MICROS / unit;
  }

  /** First clock unit of the scenario. */
  long start() {
    return start;
  }

  /** First clock unit after the scenario. */
  long end() {
    return end;
  }

  /** Hours of the scenario. */
  double hours() {
    return (end - start) / (double) hour;
  }

  /** First clock unit of hosts' series, whose flows before the scenario are not kept. */
  long warm() {
    return start - warmUp;
  }

  /** Clock units of an hour. */
  long hour() {
    return hour;
  }

  /** First clock unit of a window of an hour; window 0 begins with the hosts. */
  long window(int number) {
    return warm() + number * hour;
  }

  /** What a rhythm by the hour of the day or the week comes to over the scenario. */
  double sum(double[] rhythm) {
    double sum = 0;
    for (long from = start; from < end; from += hour) {
      double part = Math.min(hour, end - from) / (double) hour;
      sum += part * expected(from, rhythm);
    }
    return sum;
  }

  /**
   * Ends of windows, ascending: the first before the hosts begin, the last after the scenario.
   *
   * @param made when hosts make flows; windows are cut where that begins and ends, too
   */
  long[] cut(ActiveTime made, RandomGenerator random) {
    long first = warm() - random.nextLong(hour);
    int windows = (int) ((end - first + hour - 1) / hour) + 1;
    long[] knots = new long[windows + 1];
    for (int k = 0; k <= windows; k++) {
      knots[k] = first + k * hour;
    }
    return cut(knots, made);
  }

  /**
   * Flows to be expected in the hour from a knot on.
   *
   * @param rhythm flows in each hour of the day, or of the week
   */
  double expected(long knot, double[] rhythm) {
    double gone = Math.floorMod(knot, hour) / (double) hour;
    int now = calendar.hourOfWeek(knot * unit);
    int next = calendar.hourOfWeek((knot + hour) * unit);
    return (1 - gone) * rhythm[now % rhythm.length] + gone * rhythm[next % rhythm.length];
  }

  /** The plan of these flows between knots. */
  Intensity intensity(long[] knots, double[] flows) {
    return Intensity.planned(knots, flows, hour, warm(), end);
  }

  /** Flows that a plan has within some time of the scenario. */
  double flows(Intensity intensity, ActiveTime active) {
    return active.within(start, end).spans().stream()
        .mapToDouble(span -> intensity.between(span.from(), span.to()))
        .sum();
  }

  /** The share of the scenario that a time is. */
  double share(ActiveTime active) {
    return end == start ? 1 : active.length(start, end) / (end - start);
  }

  /** The time with what comes before each begin of it, so that nothing has its beginning there. */
  ActiveTime warmedUp(ActiveTime active) {
    return active.begun(start - warm());
  }

  /** Working hours as far as hosts are in the scenario. */
  ActiveTime active(WorkingHours hours) {
    return hours.within(start, end, unit, calendar);
  }

  /** The plan of this many flows at an even pace. */
  Intensity even(double flows, ActiveTime active) {
    ActiveTime made = warmedUp(active);
    long[] knots = cut(new long[] {start - hour, end}, made);
    double rate = flows / active.length(start, end);
    double[] counts = new double[knots.length - 1];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = rate * made.length(knots[k], knots[k + 1]);
    }
    return Intensity.planned(knots, counts, hour, warm(), end);
  }

  /** The same windows, cut where spans of time begin and end, too. */
  private static long[] cut(long[] knots, ActiveTime time) {
    if (time.isAlways()) {
      return knots;
    }
    LongStream ends =
        time.spans().stream()
            .flatMapToLong(span -> LongStream.of(span.from(), span.to()))
            .filter(end -> end > knots[0] && end < knots[knots.length - 1]);
    return LongStream.concat(LongStream.of(knots), ends).sorted().distinct().toArray();
  }
}
