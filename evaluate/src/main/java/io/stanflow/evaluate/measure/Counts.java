package io.stanflow.evaluate.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each word occurs, the most frequent first. */
final class Counts {
  private final Map<String, Long> counts;
  private final long total;

  /**
   * @param counts in decreasing order of count
   */
  Counts(Map<String, Long> counts) {
    this.counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    total = counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Counts that are sorted here, equal ones in the order of the map. */
  static Counts ofAnyOrder(Map<String, Long> counts) {
    var sorted = new LinkedHashMap<String, Long>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return new Counts(sorted);
  }

  Map<String, Long> map() {
    return counts;
  }

  long total() {
    return total;
  }

  boolean isEmpty() {
    return total == 0;
  }

  long of(String word) {
    return counts.getOrDefault(word, 0L);
  }

  /** The part of all occurrences that are {@code word}, in [0, 1]. */
  double share(String word) {
    return (double) of(word) / total;
  }

  /** The {@code most} most frequent words. */
  List<String> top(int most) {
    return new ArrayList<>(counts.keySet()).subList(0, Math.min(most, counts.size()));
  }
}
