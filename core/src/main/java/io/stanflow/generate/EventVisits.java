package io.stanflow.generate;

import io.stanflow.codec.GivenSource;
import io.stanflow.codec.Observation;
import io.stanflow.codec.Visit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The visits that one host has by campaigns which were asked for, in the order of their times. */
final class EventVisits implements GivenSource {
  private final Deque<Visit> left;
  private boolean latest;

  private EventVisits(List<Visit> visits) {
    left = new ArrayDeque<>(visits);
  }

  static EventVisits of(List<Visit> visits) {
    return new EventVisits(visits.stream().sorted(Comparator.comparingLong(Visit::time)).toList());
  }

  /** Whether the last flow that the host has had is one of them; says so once. */
  boolean takeLatest() {
    boolean was = latest;
    latest = false;
    return was;
  }

  @Override
  public long time() {
    return left.isEmpty() ? Long.MAX_VALUE : left.peek().time();
  }

  @Override
  public Visit take() {
    return left.remove();
  }

  @Override
  public void skip() {
    left.remove();
  }

  @Override
  public void made(Observation flow) {
    latest = true;
  }
}
