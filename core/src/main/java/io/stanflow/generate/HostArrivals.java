package io.stanflow.generate;

import io.stanflow.codec.Given;
import io.stanflow.codec.GivenSource;
import io.stanflow.codec.Observation;

/** All that is given to one host: of two sources the earlier flow, of one time the first's. */
final class HostArrivals implements GivenSource {
  private final GivenSource first;
  private final GivenSource second;
  private GivenSource taken;

  private HostArrivals(GivenSource first, GivenSource second) {
    this.first = first;
    this.second = second;
  }

  /** Both sources as one. */
  static GivenSource of(GivenSource first, GivenSource second) {
    if (first == NONE) {
      return second;
    }
    return second == NONE ? first : new HostArrivals(first, second);
  }

  @Override
  public long time() {
    return Math.min(first.time(), second.time());
  }

  @Override
  public Given take() {
    taken = first.time() <= second.time() ? first : second;
    return taken.take();
  }

  @Override
  public void skip() {
    (first.time() <= second.time() ? first : second).skip();
  }

  @Override
  public void made(Observation flow) {
    taken.made(flow);
  }
}
