package io.stanflow.generate;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Where the windows of a scenario end, µs: the first after some fifty flows, so that the first
 * flows are there soon, each later one after twice as many as the one before, up to a bound; the
 * last never.
 */
final class WindowEnds implements Iterator<Long> {
  private static final long FIRST = 50;
  private static final long MOST = 50_000;
  private final long flows;
  private final long start;
  private final long end;
  private final long unit;
  private long next = FIRST;
  private long planned;
  private boolean last;

  /**
   * @param flows of the scenario
   * @param start of the scenario, clock units
   * @param unit of the clock, µs
   */
  WindowEnds(long flows, long start, long end, long unit) {
    this.flows = flows;
    this.start = start;
    this.end = end;
    this.unit = unit;
  }

  @Override
  public boolean hasNext() {
    return !last;
  }

  @Override
  public Long next() {
    if (last) {
      throw new NoSuchElementException();
    }
    planned += next;
    next = Math.min(2 * next, MOST);
    last = planned >= flows;
    return last
        ? Long.MAX_VALUE
        : (start + Math.round((end - start) * ((double) planned / flows))) * unit;
  }
}
