package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.flow.Flow;
import io.stanflow.model.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** One host while its flows are generated: its sampler, the network's memory, flows not yet out. */
final class HostStream {
  final HostSampler sampler;
  final Network.Memory memory;
  private final int number;
  private final SeriesEnd ending;
  private final HostTies ties;

  /** Visits by campaigns, which no number of flows counts; null without any. */
  private final EventVisits asked;

  /** Those of them that are in {@link #ready}. */
  private final Set<Flow> fixed = Collections.newSetFromMap(new IdentityHashMap<>());

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
      HostTies ties,
      EventVisits asked) {
    this.number = number;
    this.rank = rank;
    this.sampler = sampler;
    this.memory = memory;
    this.ending = ending;
    this.ties = ties;
    this.asked = asked;
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
    boolean visit = asked != null && asked.takeLatest();
    if (!ending.keeps(lastTime)) {
      return;
    }
    if (visit) {
      fixed.add(flow);
    } else if (ending.counted() && flows == ending.most()) {
      if (asked == null || asked.time() == Long.MAX_VALUE) {
        ending.fill(ready, fixed, lastTime);
        ended = true;
      }
      return;
    } else {
      flows++;
    }
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
    taken.forEach(fixed::remove);
    return taken;
  }
}
