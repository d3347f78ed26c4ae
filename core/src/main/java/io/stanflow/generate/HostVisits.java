package io.stanflow.generate;

import io.stanflow.codec.GivenSource;
import io.stanflow.codec.Observation;
import io.stanflow.codec.Visit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The visits of one host in the order of their times, planned hour by hour. */
final class HostVisits implements GivenSource {
  private final Sweeps sweeps;
  private final int number;
  private final double place;
  private final double visited;

  /** Those that are planned, in the order of their times. */
  private Deque<Visit> planned = new ArrayDeque<>();

  /** First hour of which nothing is planned. */
  private int hour;

  HostVisits(Sweeps sweeps, int number, double place, double visited) {
    this.sweeps = sweeps;
    this.number = number;
    this.place = place;
    this.visited = visited;
    hour = HourGrid.FIRST_WINDOW;
  }

  @Override
  public long time() {
    HourGrid hours = sweeps.hours();
    while (hours.window(hour) < hours.end()
        && (planned.isEmpty() || planned.peek().time() >= hours.window(hour))) {
      plan();
    }
    return planned.isEmpty() ? Long.MAX_VALUE : planned.peek().time();
  }

  /** Plans one hour more. */
  private void plan() {
    HourGrid hours = sweeps.hours();
    List<Visit> all = new ArrayList<>(planned);
    for (Sweeps.Sweep sweep : sweeps.in(hour)) {
      long time = sweeps.time(sweep, number, place, visited);
      if (time >= hours.warm() && time < hours.end()) {
        all.add(Sweeps.visit(sweep, time));
      }
    }
    all.sort(Comparator.comparingLong(Visit::time));
    planned = new ArrayDeque<>(all);
    hour++;
  }

  @Override
  public Visit take() {
    time();
    return planned.remove();
  }

  @Override
  public void skip() {
    take();
  }

  @Override
  public void made(Observation flow) {} // nothing of it is asked for again
}
