package io.stanflow.evaluate.measure;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of things while they pass, in bounded memory: exact up to a number of different ones, then
 * those of the most frequent ones alone (Misra and Gries 1982, in batches).
 */
public final class Tally<K> {
  private static final int MOST = 1 << 15;

  private final int most;
  private final Map<K, long[]> counts = new HashMap<>();
  private long total;

  /** What was taken from each count, and may be lacking of those that came late. */
  private long taken;

  Tally() {
    this(MOST);
  }

  /**
   * @param most different ones that are kept; up to twice as many are counted exactly
   */
  Tally(int most) {
    this.most = most;
  }

  void add(K key, long n) {
    total += n;
    counts.computeIfAbsent(key, k -> new long[1])[0] += n;
    if (counts.size() > 2 * most) {
      takeLeast();
    }
  }

  /** Takes from each what the first one has that is not kept. */
  private void takeLeast() {
    long[] ascending = counts.values().stream().mapToLong(n -> n[0]).sorted().toArray();
    long least = ascending[ascending.length - 1 - most];
    taken += least;
    counts.values().removeIf(n -> n[0] <= least);
    counts.values().forEach(n -> n[0] -= least);
  }

  /** Sum of all, whether they are kept or not. */
  public long total() {
    return total;
  }

  /** Whether some were not kept. */
  public boolean isCut() {
    return taken > 0;
  }

  /** Number of different ones that {@link #top} knows. */
  public int known() {
    return (int) counts.values().stream().filter(this::isKnown).count();
  }

  /** Half of it at least was counted. */
  private boolean isKnown(long[] n) {
    return n[0] >= taken;
  }

  /**
   * The most frequent with their counts, falling, equal ones in the order of their texts; of a cut
   * tally only those that may be wrong by no more than half.
   */
  public Map<K, Long> top(int most) {
    var top = new LinkedHashMap<K, Long>();
    counts.entrySet().stream()
        .filter(entry -> isKnown(entry.getValue()))
        .sorted(
            Comparator.comparingLong((Map.Entry<K, long[]> entry) -> -entry.getValue()[0])
                .thenComparing(entry -> entry.getKey().toString()))
        .limit(most)
        .forEach(entry -> top.put(entry.getKey(), entry.getValue()[0] + taken));
    return Collections.unmodifiableMap(top);
  }

  /** Shares of all by rank, ranks evenly in their logarithm. */
  public List<Plots.Rank> ranks() {
    long[] falling = top(Integer.MAX_VALUE).values().stream().mapToLong(n -> n).toArray();
    return RankCurve.ranks(falling.length, Plots.RANKS).stream()
        .map(rank -> new Plots.Rank(rank, (double) falling[(int) (rank - 1)] / total))
        .toList();
  }
}
