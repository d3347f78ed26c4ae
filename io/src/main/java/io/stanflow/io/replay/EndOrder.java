package io.stanflow.io.replay;

import io.stanflow.flow.Flow;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Flows in the order of their ends out of flows in the order of their record times, which may be
 * their starts. Holds those that have begun and not ended.
 */
public final class EndOrder implements Iterator<Flow> {
  private final Iterator<Flow> flows;
  private final PriorityQueue<Flow> begun =
      new PriorityQueue<>(Comparator.comparingLong(Flow::endMicros));
  private long time = Long.MIN_VALUE; // of the last flow read, µs

  /**
   * @param flows by their record times
   */
  public EndOrder(Iterator<Flow> flows) {
    this.flows = flows;
  }

  @Override
  public boolean hasNext() {
    return !begun.isEmpty() || flows.hasNext();
  }

  @Override
  public Flow next() {
    while (begun.isEmpty() || begun.peek().endMicros() > time) {
      if (!flows.hasNext()) {
        break; // nothing comes that could end before
      }
      Flow flow = flows.next();
      time = flow.timeMicros();
      begun.add(flow);
    }
    if (begun.isEmpty()) {
      throw new NoSuchElementException();
    }
    return begun.remove();
  }
}
