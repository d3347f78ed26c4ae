package io.stanflow.fit;

import io.stanflow.codec.spec.QuantitySpec.Offset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds counts that often follow from earlier ones of their flow: equal to one of them, or apart
 * from it by so much for each unit of a third, as headers are for each packet.
 */
final class OffsetFitter {
  /** Least share of the flows in which the value is above 0, percent. */
  private static final int LEAST = 2;

  /** Most that one quantity gets, the most frequent. */
  private static final int MOST = 8;

  private final List<Integer> counts;
  private final List<long[]> columns;
  private final long[] holders;
  private final Sharing sharing;

  private record Found(Offset offset, long rows, int hosts) {}

  /**
   * Looks at a sample.
   *
   * @param counts indices among the codec's quantities, ascending
   * @param columns their values, row by row the same flows
   * @param holders of the flows
   * @param sharing what a difference must be
   */
  OffsetFitter(List<Integer> counts, List<long[]> columns, long[] holders, Sharing sharing) {
    this.counts = counts;
    this.columns = columns;
    this.holders = holders;
    this.sharing = sharing;
  }

  /** Of a quantity by those before it, the most frequent first; none if it is no count. */
  List<Offset> offsets(int quantity, String attribute) {
    int i = counts.indexOf(quantity);
    var found = new ArrayList<Found>();
    for (int j = 0; j < i; j++) {
      found.addAll(equal(i, j));
      for (int p = 0; p < i; p++) {
        if (p != j && (isUnit(p, i) || isUnit(p, j))) {
          found.addAll(apart(i, j, p));
        }
      }
    }
    long least = i < 0 ? 0 : Math.max(1, positive(columns.get(i)) * LEAST / 100);
    List<Found> most =
        found.stream()
            .filter(one -> one.rows >= least)
            .sorted(Comparator.comparingLong(Found::rows).reversed())
            .limit(MOST)
            .toList();
    for (Found one : most) {
      if (one.offset.each() != 0) {
        sharing.hold(attribute, "offsets", Long.toString(one.offset.each()), one.hosts);
      }
    }
    return most.stream().map(Found::offset).toList();
  }

  private static long positive(long[] column) {
    long count = 0;
    for (long value : column) {
      count += value > 0 ? 1 : 0;
    }
    return count;
  }

  private List<Found> equal(int value, int other) {
    long[] values = columns.get(value);
    long[] others = columns.get(other);
    long same = 0;
    for (int row = 0; row < values.length; row++) {
      same += values[row] > 0 && values[row] == others[row] ? 1 : 0;
    }
    int index = counts.get(other);
    return List.of(new Found(new Offset(index, index, 0), same, sharing.k()));
  }

  /** Whether each unit of one makes at least one of the other, as packets make bytes. */
  private boolean isUnit(int unit, int other) {
    long[] units = columns.get(unit);
    long[] others = columns.get(other);
    for (int row = 0; row < units.length; row++) {
      if (others[row] < units[row] || (units[row] == 0 && others[row] > 0)) {
        return false;
      }
    }
    return true;
  }

  private List<Found> apart(int value, int other, int per) {
    long[] values = columns.get(value);
    long[] others = columns.get(other);
    long[] units = columns.get(per);
    var rows = new Sharers<Long>();
    for (int row = 0; row < values.length; row++) {
      long difference = values[row] - others[row];
      if (values[row] > 0 && units[row] > 0 && difference % units[row] == 0 && difference != 0) {
        rows.add(difference / units[row], (int) holders[row]);
      }
    }
    var found = new ArrayList<Found>();
    rows.forEach(
        (each, hosts) -> {
          if (sharing.isShared(hosts)) {
            var offset = new Offset(counts.get(other), counts.get(per), each);
            found.add(new Found(offset, rows.rows(each), hosts));
          }
        });
    return found;
  }
}
