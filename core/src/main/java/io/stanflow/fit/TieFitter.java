package io.stanflow.fit;

import io.stanflow.codec.TieOrder;
import io.stanflow.codec.spec.TieSpec;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns in which order the file has flows of one host and record time: counts, over those that
 * follow each other there, which attributes rise and which fall, also among those that have another
 * attribute in common. So an order by more than two attributes is known by its first two.
 */
final class TieFitter {
  /** Pairs that must differ in an attribute before anything can be said of it. */
  private static final int FEWEST = 100;

  /** Share of them that must rise, or fall, for it to be an order. */
  private static final double ORDERED = 0.95;

  private final Schema schema;
  private final List<Comparator<Flow>> attributes;
  private final boolean connections;

  /** [in common][attribute]: pairs that rise and fall in it; in common last: none. */
  private final long[][] rising;

  private final long[][] falling;

  /** [in common][in common][role]: flows beside their replies, and those of them that go out. */
  private final long[][][] replies;

  private final long[][][] outgoing;
  private long pairs;
  private long together;

  TieFitter(Schema schema) {
    this.schema = schema;
    attributes = IntStream.range(0, schema.size()).mapToObj(i -> TieOrder.by(schema, i)).toList();
    connections = TieOrder.hasConnections(schema);
    int n = attributes.size();
    rising = new long[n + 1][n];
    falling = new long[n + 1][n];
    replies = new long[n + 1][n + 1][TieSpec.ROLES];
    outgoing = new long[n + 1][n + 1][TieSpec.ROLES];
  }

  /** Takes in one host's flows. */
  void add(Series series) {
    long[] places = series.places();
    if (places == null) {
      return;
    }
    List<Flow> flows = series.flows();
    int from = 0;
    for (int to = 1; to <= places.length; to++) {
      if (to == places.length || flows.get(to).timeMicros() != flows.get(from).timeMicros()) {
        if (to - from > 1) {
          addTies(series, inFile(places, from, to));
        }
        from = to;
      }
    }
  }

  /** Indexes of flows in the order of their places. */
  private static int[] inFile(long[] places, int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .sorted(Comparator.comparingLong(i -> places[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private void addTies(Series series, int[] order) {
    boolean replied = false;
    for (int i = 0; i + 1 < order.length; i++) {
      Flow first = series.flows().get(order[i]);
      Flow second = series.flows().get(order[i + 1]);
      boolean[] common = new boolean[attributes.size() + 1];
      common[attributes.size()] = true;
      addPair(first, second, common);
      pairs++;
      together += series.places()[order[i + 1]] == series.places()[order[i]] + 1 ? 1 : 0;
      replied = connections && !replied && TieOrder.isReply(first, second);
      if (replied) {
        int role = TieOrder.role(first, series.host());
        addReply(common, role, TieOrder.isOutgoing(first, series.host()));
      }
    }
  }

  /** Counts in what two flows differ, and notes what they have in common. */
  private void addPair(Flow first, Flow second, boolean[] common) {
    int[] signs = new int[attributes.size()];
    for (int a = 0; a < signs.length; a++) {
      signs[a] = attributes.get(a).compare(first, second);
      common[a] = signs[a] == 0;
    }
    for (int c = 0; c < common.length; c++) {
      for (int a = 0; common[c] && a < signs.length; a++) {
        rising[c][a] += signs[a] < 0 ? 1 : 0;
        falling[c][a] += signs[a] > 0 ? 1 : 0;
      }
    }
  }

  private void addReply(boolean[] common, int role, boolean outgoingFirst) {
    for (int c = 0; c < common.length; c++) {
      for (int d = 0; common[c] && d < common.length; d++) {
        replies[c][d][role] += common[d] ? 1 : 0;
        outgoing[c][d][role] += common[d] && outgoingFirst ? 1 : 0;
      }
    }
  }

  /** What the file's order is; null where too few flows have a time in common. */
  TieSpec fit() {
    if (pairs < FEWEST) {
      return null;
    }
    int none = attributes.size();
    int first = mostOrdered(none);
    int second = first < 0 ? -1 : mostOrdered(first);
    List<TieSpec.Key> keys = new ArrayList<>();
    if (first >= 0) {
      keys.add(key(none, first));
    }
    if (second >= 0) {
      keys.add(key(first, second));
    }
    int c = first < 0 ? none : first;
    int d = second < 0 ? none : second;
    double[] outgoingFirst = new double[TieSpec.ROLES];
    Arrays.setAll(outgoingFirst, role -> (outgoing[c][d][role] + 0.5) / (replies[c][d][role] + 1));
    return new TieSpec(keys, 2 * together > pairs, outgoingFirst);
  }

  private TieSpec.Key key(int common, int a) {
    String name = schema.attributes().get(a).name();
    return new TieSpec.Key(name, rising[common][a] > falling[common][a]);
  }

  /** The attribute that orders pairs with another one in common best; -1 if none does. */
  private int mostOrdered(int common) {
    int best = -1;
    double bestShare = ORDERED;
    for (int a = 0; a < attributes.size(); a++) {
      long differ = rising[common][a] + falling[common][a];
      double share = Math.max(rising[common][a], falling[common][a]) / (double) differ;
      if (differ >= FEWEST && share >= bestShare) {
        best = a;
        bestShare = share;
      }
    }
    return best;
  }
}
