package io.stanflow.generate;

import io.stanflow.flow.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/**
 * The order of a window's flows in the file: by time; of one time host by host, or where the
 * training file had them so, in among each other. Each host's flows keep their own order.
 *
 * @param timed whether flows have times; else hosts follow each other
 * @param together whether the flows of a host and time stay together
 */
record WindowOrder(boolean timed, boolean together, long seed) {
  /** A flow with its host's number. */
  private record Numbered(Flow flow, int host) {
    long time() {
      return flow.timeMicros();
    }
  }

  /** All flows of a window, in order. */
  List<Flow> merge(List<Schedule.Part> parts) {
    parts.sort(Comparator.comparingInt(part -> part.host().rank));
    List<Numbered> all = new ArrayList<>();
    for (Schedule.Part part : parts) {
      int number = part.host().number();
      part.flows().forEach(flow -> all.add(new Numbered(flow, number)));
    }
    if (timed) { // stable: flows of one host and time keep their order
      all.sort(Comparator.comparingLong(Numbered::time).thenComparingInt(Numbered::host));
    }
    if (!together) {
      mixTies(all);
    }
    return all.stream().map(Numbered::flow).toList();
  }

  private void mixTies(List<Numbered> all) {
    int from = 0;
    for (int to = 1; to <= all.size(); to++) {
      if (to == all.size() || all.get(to).time() != all.get(from).time()) {
        if (all.get(from).host() != all.get(to - 1).host()) {
          mix(all.subList(from, to));
        }
        from = to;
      }
    }
  }

  /** Every order that leaves each host's own as it is, as likely as any other. */
  private void mix(List<Numbered> ties) {
    Map<Integer, Queue<Numbered>> own = new HashMap<>();
    List<Integer> turns = new ArrayList<>();
    for (Numbered each : ties) {
      own.computeIfAbsent(each.host(), host -> new ArrayDeque<>()).add(each);
      turns.add(each.host());
    }
    long chance = HostPlan.random(seed, ties.get(0).time(), HostPlan.Purpose.TIES).nextLong();
    Collections.shuffle(turns, new Random(chance));
    for (int i = 0; i < turns.size(); i++) {
      ties.set(i, own.get(turns.get(i)).remove());
    }
  }
}
