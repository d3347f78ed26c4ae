package io.stanflow.fit;

import io.stanflow.codec.spec.QuantitySpec.Bound;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the bounds between counts that every flow of a table keeps: a part and its whole (one never
 * exceeds the other, and is often more than half of it), and what is nothing without the other
 * (always 0 where the other is, often enough that it is no coincidence).
 */
final class BoundFitter {
  /** Flows that must show a relation, or would break it if it were none. */
  private static final int LEAST_ROWS = 20;

  /** A part is more than half of its whole in at least one flow of so many. */
  private static final int RARELY = 100;

  private final List<Integer> counts = new ArrayList<>();
  private final List<Integer> attributes = new ArrayList<>();
  private final Pair[][] pairs;
  private final Sharing sharing;
  private long flows;

  /** What the flows show of a value and one decided before it. */
  private static final class Pair {
    long above; // value > other
    long below;
    long closeBelow; // other / 2 < value
    long closeAbove; // value / 2 < other
    long others; // other > 0
    long both; // both > 0
    long alone; // other = 0 < value
    long leastRatio = Long.MAX_VALUE; // over flows with other > 0, rounded down
    long mostRatio; // rounded up

    void add(long value, long other) {
      above += value > other ? 1 : 0;
      below += value < other ? 1 : 0;
      closeBelow += value > other / 2 ? 1 : 0;
      closeAbove += other > value / 2 ? 1 : 0;
      if (other > 0) {
        others++;
        both += value > 0 ? 1 : 0;
        leastRatio = Math.min(leastRatio, value / other);
        mostRatio = Math.max(mostRatio, value / other + (value % other == 0 ? 0 : 1));
      } else {
        alone += value > 0 ? 1 : 0;
      }
    }

    /** The bounds, or null if the flows show none. */
    Bound bound(int other, long flows, Sharing sharing) {
      long least = 0;
      long most = Long.MAX_VALUE;
      if (above == 0 && closeBelow * RARELY >= flows) {
        most = 1;
      }
      if (below == 0 && closeAbove * RARELY >= flows) {
        least = 1;
      }
      if (alone == 0 && others > 0 && (flows - others) * both / others >= LEAST_ROWS) {
        most = Math.min(most, sharing.upperRatio(mostRatio));
        least = Math.max(least, sharing.lowerRatio(leastRatio));
      }
      return least == 0 && most == Long.MAX_VALUE ? null : new Bound(other, least, most);
    }
  }

  /**
   * Looks at counts only.
   *
   * @param quantities attributes in the order in which they are decided
   * @param sharing by which the extreme ratios, of one flow each, are rounded
   */
  BoundFitter(Schema schema, List<Integer> quantities, Sharing sharing) {
    this.sharing = sharing;
    for (int q = 0; q < quantities.size(); q++) {
      if (schema.kind(quantities.get(q)) == Kind.COUNT) {
        counts.add(q);
        attributes.add(quantities.get(q));
      }
    }
    pairs = new Pair[counts.size()][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new Pair[i];
      for (int j = 0; j < i; j++) {
        pairs[i][j] = new Pair();
      }
    }
  }

  void add(Series series) {
    var values = new long[pairs.length];
    for (Flow flow : series.flows()) {
      flows++;
      for (int i = 0; i < values.length; i++) {
        values[i] = flow.number(attributes.get(i));
        for (int j = 0; j < i; j++) {
          pairs[i][j].add(values[i], values[j]);
        }
      }
    }
  }

  /** Bounds of a quantity by those before it. */
  List<Bound> bounds(int quantity) {
    var bounds = new ArrayList<Bound>();
    int i = counts.indexOf(quantity);
    for (int j = 0; j < i; j++) {
      Bound bound = pairs[i][j].bound(counts.get(j), flows, sharing);
      if (bound != null) {
        bounds.add(bound);
      }
    }
    return bounds;
  }
}
