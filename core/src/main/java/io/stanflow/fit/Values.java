package io.stanflow.fit;

import io.stanflow.codec.spec.SharedValues;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Some values of an attribute, and who holds each. */
final class Values {
  private final long[] values;
  private final long[] holders;

  /**
   * @param holders of each, 0 to 2^31 - 1
   */
  Values(long[] values, long[] holders) {
    this.values = values;
    this.holders = holders;
  }

  int size() {
    return values.length;
  }

  long value(int i) {
    return values[i];
  }

  int holder(int i) {
    return (int) holders[i];
  }

  /** Those at the indexes that a condition names, in the same order. */
  Values where(IntPredicate condition) {
    return at(IntStream.range(0, values.length).filter(condition).toArray());
  }

  /** The values in order, without their holders. */
  long[] sorted() {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private Values at(int[] indexes) {
    return new Values(
        Arrays.stream(indexes).mapToLong(i -> values[i]).toArray(),
        Arrays.stream(indexes).mapToLong(i -> holders[i]).toArray());
  }

  /** Number of different values. */
  long distinct() {
    return Arrays.stream(values).distinct().count();
  }

  /** Shows all values to an extreme, in the order of their holders. */
  Extreme<Long> extreme(Extreme<Long> of) {
    for (int i = 0; i < values.length; i++) {
      of.add(values[i], holder(i));
    }
    return of;
  }

  /** Some holders, as many as are counted at most; they come in order. */
  private static final class Some {
    private final int[] holders;
    private int count;

    Some(int most) {
      holders = new int[most];
    }

    void add(int holder) {
      if (count < holders.length && (count == 0 || holders[count - 1] != holder)) {
        holders[count++] = holder;
      }
    }

    /** Both together, each holder once. */
    Some with(Some other) {
      var both = new Some(holders.length);
      IntStream.concat(
              Arrays.stream(holders, 0, count), Arrays.stream(other.holders, 0, other.count))
          .sorted()
          .forEach(both::add);
      return both;
    }
  }

  /**
   * Leaves edges out until enough holders have a value in each interval. The first and the last one
   * stay, and where no interval has enough, they alone.
   *
   * @param edges ascending
   * @param hosts receives how many holders each interval that is left has, up to {@link
   *     SharedValues#MOST} and more if k is
   */
  long[] shared(long[] edges, Sharing sharing, int[] hosts) {
    Some[] between = new Some[edges.length - 1];
    Arrays.setAll(between, i -> new Some(Math.max(sharing.k(), SharedValues.MOST)));
    for (int i = 0; i < values.length; i++) {
      int at = Arrays.binarySearch(edges, values[i]);
      int interval = Math.max(0, Math.min(between.length - 1, at >= 0 ? at : -at - 2));
      between[interval].add(holder(i));
    }
    long[] kept = new long[edges.length];
    kept[0] = edges[0];
    int n = 0; // intervals that are complete
    Some open = new Some(Math.max(sharing.k(), SharedValues.MOST));
    Some last = open;
    for (int i = 0; i < between.length; i++) {
      open = open.with(between[i]);
      if (sharing.isShared(open.count) || sharing.k() == 1) {
        hosts[n] = open.count;
        kept[++n] = edges[i + 1];
        last = open;
        open = new Some(open.holders.length);
      }
    }
    if (kept[n] != edges[edges.length - 1]) { // the last values join those before
      n = Math.max(1, n);
      hosts[n - 1] = sharing.isShared(last.count) ? last.with(open).count : 0;
      kept[n] = edges[edges.length - 1];
    }
    return Arrays.copyOf(kept, n + 1);
  }
}
