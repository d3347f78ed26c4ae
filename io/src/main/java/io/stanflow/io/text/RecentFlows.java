package io.stanflow.io.text;

import io.stanflow.flow.Flow;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.NetflowView;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How many of the last 100 flows share some values with the newest, itself among them. */
final class RecentFlows {
  static final int SOURCE = 1;
  static final int DESTINATION = 2;
  static final int SOURCE_PORT = 4;
  static final int DESTINATION_PORT = 8;
  static final int SERVICE = 16;
  private static final int WINDOW = 100;

  private final NetflowView view;
  private final int key;
  private final Function<Flow, String> service;
  private final ArrayDeque<List<Object>> window = new ArrayDeque<>(WINDOW);
  private final Map<List<Object>, Integer> counts = new HashMap<>();

  /**
   * @param key which values, or-ed
   */
  RecentFlows(NetflowView view, int key) {
    this.view = view;
    this.key = key;
    service = view.word(AttributeNames.SERVICE, "-");
  }

  int count(Flow flow) {
    List<Object> values =
        List.of(
            (key & SOURCE) == 0 ? 0 : view.source(flow),
            (key & DESTINATION) == 0 ? 0 : view.destination(flow),
            (key & SOURCE_PORT) == 0 ? 0 : view.sourcePort(flow),
            (key & DESTINATION_PORT) == 0 ? 0 : view.destinationPort(flow),
            (key & SERVICE) == 0 ? 0 : service.apply(flow));
    if (window.size() == WINDOW) {
      counts.computeIfPresent(window.remove(), (k, n) -> n == 1 ? null : n - 1);
    }
    window.add(values);
    return counts.merge(values, 1, Integer::sum);
  }
}
