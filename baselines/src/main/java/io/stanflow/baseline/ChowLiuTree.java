package io.stanflow.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * On what each variable of a flow hangs: on one of the same flow, one of the flow before, or none.
 *
 * <p>It is the spanning tree of greatest mutual information (Chow and Liu, Approximating Discrete
 * Probability Distributions with Dependence Trees, IEEE Trans. Information Theory 14, 1968), grown
 * as Prim does from the variables of the flow before, all of which are given: again and again the
 * variable that has most information in common with one already there is hung on that one.
 */
final class ChowLiuTree {
  /** No parent. */
  static final int NONE = -1;

  /**
   * @param parent a variable, or {@link #NONE}
   * @param before whether the parent is of the flow before
   * @param nats mutual information of the two
   */
  record Edge(int child, int parent, boolean before, double nats) {}

  private ChowLiuTree() {}

  /** One edge for each variable; a parent in the same flow comes before its children. */
  static List<Edge> grow(PairCounts counts) {
    int variables = counts.variables();
    var best = new Edge[variables];
    for (int child = 0; child < variables; child++) {
      best[child] = new Edge(child, NONE, false, 0);
      for (int parent = 0; parent < variables; parent++) {
        best[child] = better(best[child], counts, parent, true);
      }
    }
    var edges = new ArrayList<Edge>();
    var open = new ArrayList<>(List.of(best));
    while (!open.isEmpty()) {
      Edge next = open.get(0);
      for (Edge edge : open) {
        next = edge.nats > next.nats ? edge : next;
      }
      open.remove(next);
      edges.add(next);
      int parent = next.child;
      open.replaceAll(edge -> better(edge, counts, parent, false));
    }
    return edges;
  }

  private static Edge better(Edge edge, PairCounts counts, int parent, boolean before) {
    double nats = PairCounts.information(counts.joint(parent, before, edge.child));
    return nats > edge.nats ? new Edge(edge.child, parent, before, nats) : edge;
  }
}
