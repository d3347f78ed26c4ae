package io.stanflow.fit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How many hosts have each of some values, and in how many rows. Hosts come one after the other, so
 * that a value needs to remember the last of its own alone; see {@link Holders}.
 */
final class Sharers<V extends Comparable<V>> {
  private final Map<V, Count> counts = new HashMap<>();

  private static final class Count {
    int last = -1;
    int hosts;
    int rows;
  }

  void add(V value, int holder) {
    Count count = counts.computeIfAbsent(value, v -> new Count());
    count.rows++;
    if (count.last != holder) {
      count.last = holder;
      count.hosts++;
    }
  }

  /** Hosts that have this value. */
  int hosts(V value) {
    Count count = counts.get(value);
    return count == null ? 0 : count.hosts;
  }

  int rows(V value) {
    Count count = counts.get(value);
    return count == null ? 0 : count.rows;
  }

  /** Rows of each value, in the order of the values. */
  Map<V, Integer> rows() {
    Map<V, Integer> rows = new TreeMap<>();
    counts.forEach((value, count) -> rows.put(value, count.rows));
    return rows;
  }

  /** Hands on each value with its hosts, in no order. */
  void forEach(BiConsumer<V, Integer> taker) {
    counts.forEach((value, count) -> taker.accept(value, count.hosts));
  }
}
