package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Given;
import io.stanflow.codec.GivenSource;
import io.stanflow.codec.Observation;

/** What is given to a host that does not always have flows: the rest is left out. */
final class ActiveArrivals implements GivenSource {
  private final GivenSource all;
  private final ActiveTime made;

  private ActiveArrivals(GivenSource all, ActiveTime made) {
    this.all = all;
    this.made = made;
  }

  /** Those of {@code all} that come at such a time. */
  static GivenSource of(GivenSource all, ActiveTime made) {
    return all == NONE || made.isAlways() ? all : new ActiveArrivals(all, made);
  }

  @Override
  public long time() {
    long next = made.next(all.time());
    while (next > all.time() && next != Long.MAX_VALUE) {
      all.skip();
      next = made.next(all.time());
    }
    return all.time(); // after the last span they come: flows before look ahead to the next
  }

  @Override
  public Given take() {
    time();
    return all.take();
  }

  @Override
  public void skip() {
    time();
    all.skip();
  }

  @Override
  public void made(Observation flow) {
    all.made(flow);
  }
}
