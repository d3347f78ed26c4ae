package io.stanflow.fit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Counts of which most are nothing.
 *
 * @param keys of the others, ascending
 * @param counts of these, each above 0
 */
record SparseCounts(int[] keys, int[] counts) {
  /** What is counted by the place in an array. */
  static SparseCounts of(int[] dense) {
    int[] keys = IntStream.range(0, dense.length).filter(i -> dense[i] > 0).toArray();
    return new SparseCounts(keys, IntStream.of(keys).map(i -> dense[i]).toArray());
  }

  SparseCounts and(SparseCounts other) {
    Map<Integer, Integer> sums = new TreeMap<>();
    forEach((key, count) -> sums.merge(key, count, Integer::sum));
    other.forEach((key, count) -> sums.merge(key, count, Integer::sum));
    return new SparseCounts(
        sums.keySet().stream().mapToInt(key -> key).toArray(),
        sums.values().stream().mapToInt(count -> count).toArray());
  }

  /** Those of some keys alone. */
  SparseCounts where(IntPredicate wanted) {
    int[] kept = IntStream.range(0, keys.length).filter(i -> wanted.test(keys[i])).toArray();
    return new SparseCounts(
        IntStream.of(kept).map(i -> keys[i]).toArray(),
        IntStream.of(kept).map(i -> counts[i]).toArray());
  }

  /** Takes one count. */
  interface Taker {
    /** Takes a key and how often it came. */
    void take(int key, int count);
  }

  void forEach(Taker taker) {
    for (int i = 0; i < keys.length; i++) {
      taker.take(keys[i], counts[i]);
    }
  }
}
