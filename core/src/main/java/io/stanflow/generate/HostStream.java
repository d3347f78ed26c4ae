package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Inputs;
import io.stanflow.flow.Flow;
import io.stanflow.model.Network;
import java.util.ArrayList;
import java.util.List;

/** One host while its flows are generated: its sampler, the network's memory, flows not yet out. */
final class HostStream {
  final HostSampler sampler;
  final Network.Memory memory;
  private final int number;

  /** Place among the hosts by their flows, the busiest first. */
  final int rank;

  /** Number of the window that it is in, and where that ends, µs; the schedule's. */
  int window;

  long until;
  private List<Flow> ready = new ArrayList<>();
  private long lastTime = Long.MIN_VALUE;

  HostStream(int number, int rank, HostSampler sampler, Network.Memory memory) {
    this.number = number;
    this.rank = rank;
    this.sampler = sampler;
    this.memory = memory;
  }

  int number() {
    return number;
  }

  /** Whether flows recorded before {@code time}, µs, may still come. */
  boolean goesOnBefore(long time) {
    return !sampler.finished() && lastTime < time;
  }

  /** Whether flows of its window may still come. */
  boolean goesOn() {
    return goesOnBefore(until);
  }

  /** Whether all of its flows are handed over. */
  boolean exhausted() {
    return sampler.finished() && ready.isEmpty();
  }

  Inputs begin() {
    return sampler.begin();
  }

  /** Takes the finished row. */
  void finish(boolean timed) {
    Flow flow = sampler.finish();
    lastTime = timed ? flow.timeMicros() : lastTime;
    ready.add(flow);
  }

  /** Hands over the flows recorded before {@code time}, µs, in order; keeps the rest. */
  List<Flow> take(long time, boolean timed) {
    int n = ready.size();
    while (timed && n > 0 && ready.get(n - 1).timeMicros() >= time) {
      n--;
    }
    List<Flow> taken = ready.subList(0, n);
    ready = new ArrayList<>(ready.subList(n, ready.size()));
    return taken;
  }
}
