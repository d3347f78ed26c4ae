package io.stanflow.generate;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import java.util.List;

/**
 * How the series of one host ends: before an instant, or after a number of flows. Counted flows end
 * a little before or after the scenario; so those of its last hour are moved together or apart, all
 * by one factor, until the flow that would be one too many stands at the end.
 *
 * @param start first instant of the scenario, µs
 * @param end first instant after it, µs
 * @param unit of the clock, µs
 * @param most flows; -1 where only the time ends it
 */
record SeriesEnd(long start, long end, long unit, long most) {
  /** Of flows without times, which are as many as their intensity has. */
  static final SeriesEnd UNTIMED = new SeriesEnd(0, Long.MAX_VALUE, 1, -1);

  /** Whether a number of flows was asked for. */
  boolean counted() {
    return most >= 0;
  }

  /** From where on flows may yet be moved, µs. */
  private long held() {
    return Math.max(start, end - Hours.MICROS);
  }

  /** Whether flows before {@code time}, µs, may be moved until the series has ended. */
  boolean holds(long time) {
    return counted() && time > held();
  }

  /**
   * Moves flows so that they fill the time.
   *
   * @param flows in order of time; those that may be moved are replaced
   * @param beyond when there would have been one more, µs
   */
  void fill(List<Flow> flows, long beyond) {
    long from = held();
    double factor = (end - from) / (double) (beyond + unit - from);
    for (int i = flows.size() - 1; i >= 0 && flows.get(i).timeMicros() > from; i--) {
      Flow flow = flows.get(i);
      long units = (long) ((flow.timeMicros() - from) * factor) / unit;
      int time = flow.schema().index(Schema.TIME);
      flows.set(i, new Flow.Draft(flow).number(time, from + units * unit).flow());
    }
  }
}
