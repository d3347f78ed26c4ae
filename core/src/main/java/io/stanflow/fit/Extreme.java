package io.stanflow.fit;

import java.util.Comparator;
import java.util.TreeMap;

/**
 * The largest value that at least k hosts reach, or the smallest. Hosts come one after the other.
 *
 * @param <T> of the values
 */
final class Extreme<T> {
  private final Comparator<T> order;
  private final int k;

  /** The furthest values of hosts, each with the hosts that have it as theirs. */
  private final TreeMap<T, Integer> furthest;

  private int hosts;
  private T own;
  private int holder = -1;

  private Extreme(int k, Comparator<T> order) {
    this.k = k;
    this.order = order;
    furthest = new TreeMap<>(order);
  }

  static <T extends Comparable<T>> Extreme<T> largest(int k) {
    Comparator<T> order = Comparator.naturalOrder();
    return new Extreme<T>(k, order);
  }

  static <T extends Comparable<T>> Extreme<T> smallest(int k) {
    Comparator<T> order = Comparator.reverseOrder();
    return new Extreme<T>(k, order);
  }

  void add(T value, int of) {
    if (of != holder) {
      end();
      holder = of;
      own = value;
    } else if (order.compare(value, own) > 0) {
      own = value;
    }
  }

  /** Takes in the last host; forgets those that are not needed. */
  private void end() {
    if (own == null) {
      return;
    }
    furthest.merge(own, 1, Integer::sum);
    hosts++;
    own = null;
    while (hosts - furthest.firstEntry().getValue() >= k) {
      hosts -= furthest.pollFirstEntry().getValue();
    }
  }

  /**
   * The value that at least k hosts reach or exceed, or all if there are fewer; null without any.
   */
  T value() {
    end();
    return furthest.isEmpty() ? null : furthest.firstKey();
  }

  /** Hosts that reach it. */
  int hosts() {
    end();
    return hosts;
  }

  /** Whether at least k hosts have it as their own extreme, so that it tells of none of them. */
  boolean isCommon() {
    end();
    return !furthest.isEmpty() && furthest.firstEntry().getValue() >= k;
  }
}
