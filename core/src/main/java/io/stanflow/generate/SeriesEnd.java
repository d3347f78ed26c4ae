package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.ActiveTime.Span;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How the series of one host ends: before an instant, or after a number of flows. Counted flows end
 * a little before or after the scenario; so those of its last hour are moved together or apart, all
 * by one factor, until the flow that would be one too many stands at the end.
 *
 * @param start first instant of the scenario, µs
 * @param end first instant after it, or after the last span of it with flows, µs
 * @param held from where on flows may yet be moved, µs
 * @param unit of the clock, µs
 * @param most flows; -1 where only the time ends it
 * @param active when flows are kept, clock units; a counted series may go on after its last span
 */
record SeriesEnd(long start, long end, long held, long unit, long most, ActiveTime active) {
  /** Of flows without times, which are as many as their intensity has. */
  static final SeriesEnd UNTIMED =
      new SeriesEnd(0, Long.MAX_VALUE, Long.MAX_VALUE, 1, -1, ActiveTime.ALWAYS);

  /**
   * That of a host.
   *
   * @param active when it has flows
   * @param unit of the clock, µs
   * @param most flows; -1 where only the time ends it
   */
  static SeriesEnd of(HourGrid hours, ActiveTime active, long unit, long most) {
    List<Span> spans = active.within(hours.start(), hours.end()).spans();
    Span last = spans.isEmpty() ? new Span(hours.end(), hours.end()) : spans.get(spans.size() - 1);
    long end = last.to() * unit;
    ActiveTime kept = most >= 0 ? active.endless() : active;
    long held = Math.max(last.from() * unit, end - Hours.MICROS);
    return new SeriesEnd(hours.start() * unit, end, held, unit, most, kept);
  }

  /** Whether a number of flows was asked for. */
  boolean counted() {
    return most >= 0;
  }

  /** Whether a flow is of the scenario, and not before it, after it or between two spans. */
  boolean keeps(long time) {
    boolean inside = time >= start && (counted() || time < end);
    return inside && active.has(Math.floorDiv(time, unit));
  }

  /** Whether flows before {@code time}, µs, may be moved until the series has ended. */
  boolean holds(long time) {
    return counted() && time > held;
  }

  /**
   * Moves flows so that they fill the time.
   *
   * @param flows in order of time; those that may be moved are replaced
   * @param fixed those that may not
   * @param beyond when there would have been one more, µs
   */
  void fill(List<Flow> flows, Set<Flow> fixed, long beyond) {
    long from = held;
    double factor = (end - from) / (double) (beyond + unit - from);
    for (int i = flows.size() - 1; i >= 0 && flows.get(i).timeMicros() > from; i--) {
      Flow flow = flows.get(i);
      if (fixed.contains(flow)) {
        continue;
      }
      long units = (long) ((flow.timeMicros() - from) * factor) / unit;
      int time = flow.schema().index(Schema.TIME);
      flows.set(i, new Flow.Draft(flow).number(time, from + units * unit).flow());
    }
    if (!fixed.isEmpty()) {
      flows.sort(Comparator.comparingLong(Flow::timeMicros));
    }
  }
}
