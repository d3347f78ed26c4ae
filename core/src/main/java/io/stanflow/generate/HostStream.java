package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.flow.Flow;
import io.stanflow.model.Network;
import java.util.ArrayList;
import java.util.List;

/** One host while its flows are generated: its sampler, the network's memory, flows not yet out. */
final class HostStream {
  final HostSampler sampler;
  final Network.Memory memory;
  private final int number;
  private final SeriesEnd ending;
  private final HostTies ties;

  /** Place among the hosts by their flows, the busiest first. */
  final int rank;

  /** Number of the window that it is in, and where that ends, µs; the schedule's. */
  int window;

  long until;
  private List<Flow> ready = new ArrayList<>();
  private long lastTime = Long.MIN_VALUE;

  /** Flows kept so far. */
  private long flows;

  /** Whether its counted flows are complete. */
  private boolean ended;

  HostStream(
      int number,
      int rank,
      HostSampler sampler,
      Network.Memory memory,
      SeriesEnd ending,
      HostTies ties) {
    this.number = number;
    this.rank = rank;
    this.sampler = sampler;
    this.memory = memory;
    this.ending = ending;
    this.ties = ties;
  }

  int number() {
    return number;
  }

  /** Whether flows recorded before {@code time}, µs, may still come. */
  boolean goesOnBefore(long time) {
    return !finished() && (lastTime < time || ending.holds(time));
  }

  /** Whether flows of its window may still come. */
  boolean goesOn() {
    return goesOnBefore(until);
  }

  /** Whether all of its flows are handed over. */
  boolean exhausted() {
    return finished() && ready.isEmpty();
  }

  private boolean finished() {
    return ended || sampler.finished();
  }

  /** Takes the finished row. */
  void finish(boolean timed) {
    Flow flow = sampler.finish();
    if (!timed) {
      ready.add(flow);
      return;
    }
    lastTime = flow.timeMicros();
    if (lastTime < ending.start() || (!ending.counted() && lastTime >= ending.end())) {
      return; // before the scenario or after it
    }
    if (ending.counted() && flows == ending.most()) {
      ending.fill(ready, lastTime);
      ended = true;
      return;
    }
    flows++;
    ready.add(flow);
  }

  /**
   * Hands over the flows recorded before {@code time}, µs, in the training file's order; keeps the
   * rest.
   */
  List<Flow> take(long time, boolean timed) {
    int n = ready.size();
    while (timed && n > 0 && ready.get(n - 1).timeMicros() >= time) {
      n--;
    }
    List<Flow> taken = ready.subList(0, n);
    ready = new ArrayList<>(ready.subList(n, ready.size()));
    ties.sort(taken);
    return taken;
  }
}
