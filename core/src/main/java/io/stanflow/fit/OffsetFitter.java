package io.stanflow.fit;

import io.stanflow.codec.spec.QuantitySpec.Offset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private record Found(Offset offset, long rows) {}

  /**
   * Looks at a sample.
   *
   * @param counts indices among the codec's quantities, ascending
   * @param columns their values, row by row the same flows
   */
  OffsetFitter(List<Integer> counts, List<long[]> columns) {
    this.counts = counts;
    this.columns = columns;
  }

  /** Of a quantity by those before it, the most frequent first; none if it is no count. */
  List<Offset> offsets(int quantity) {
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
    return found.stream()
        .filter(one -> one.rows >= least)
        .sorted(Comparator.comparingLong(Found::rows).reversed())
        .limit(MOST)
        .map(Found::offset)
        .toList();
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
    return List.of(new Found(new Offset(index, index, 0), same));
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
    Map<Long, Long> rows = new HashMap<>();
    for (int row = 0; row < values.length; row++) {
      long difference = values[row] - others[row];
      if (values[row] > 0 && units[row] > 0 && difference % units[row] == 0 && difference != 0) {
        rows.merge(difference / units[row], 1L, Long::sum);
      }
    }
    var found = new ArrayList<Found>();
    rows.forEach(
        (each, count) ->
            found.add(new Found(new Offset(counts.get(other), counts.get(per), each), count)));
    return found;
  }
}
