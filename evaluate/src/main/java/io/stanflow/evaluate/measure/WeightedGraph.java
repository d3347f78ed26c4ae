package io.stanflow.evaluate.measure;

/** A graph of edges without direction, each of a weight; nodes are numbered from 0. */
final class WeightedGraph {
  private final int[] starts; // of each node's part of the two below, and their length
  private final int[] neighbors;
  private final double[] weights;
  private final double[] loops; // of a node to itself
  private final double[] strengths;
  private final double total;

  /** Takes what an edge leads to. */
  @FunctionalInterface
  interface EdgeVisitor {
    /** Takes one edge of the node that it was asked for. */
    void visit(int neighbor, double weight);
  }

  private WeightedGraph(int[] starts, int[] neighbors, double[] weights, double[] loops) {
    this.starts = starts;
    this.neighbors = neighbors;
    this.weights = weights;
    this.loops = loops;
    strengths = new double[loops.length];
    double sum = 0;
    for (int node = 0; node < loops.length; node++) {
      strengths[node] = 2 * loops[node];
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        strengths[node] += weights[i];
      }
      sum += strengths[node];
    }
    total = sum;
  }

  /**
   * A graph without loops.
   *
   * @param edges two nodes and the weight, above 0, of one edge after the other; no two edges are
   *     of the same nodes
   */
  static WeightedGraph of(int nodes, long[] edges) {
    var starts = new int[nodes + 1];
    for (int i = 0; i < edges.length; i += 3) {
      starts[(int) edges[i] + 1]++;
      starts[(int) edges[i + 1] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      starts[node + 1] += starts[node];
    }
    int[] next = starts.clone();
    var neighbors = new int[starts[nodes]];
    var weights = new double[starts[nodes]];
    for (int i = 0; i < edges.length; i += 3) {
      int a = (int) edges[i];
      int b = (int) edges[i + 1];
      neighbors[next[a]] = b;
      weights[next[a]++] = edges[i + 2];
      neighbors[next[b]] = a;
      weights[next[b]++] = edges[i + 2];
    }
    return new WeightedGraph(starts, neighbors, weights, new double[nodes]);
  }

  int nodes() {
    return loops.length;
  }

  /** Sum of the weights of the node's edges; a loop counts twice. */
  double strength(int node) {
    return strengths[node];
  }

  /** Sum of all strengths, twice that of the weights. */
  double total() {
    return total;
  }

  /** Hands out the node's edges but a loop. */
  void forEachEdge(int node, EdgeVisitor visitor) {
    for (int i = starts[node]; i < starts[node + 1]; i++) {
      visitor.visit(neighbors[i], weights[i]);
    }
  }

  /**
   * Modularity of a partition: Σ over communities of in / 2m − (strength / 2m)², {@code in} the
   * strength inside, 2m {@link #total}; 0 without edges. Source: Newman, Girvan, Finding and
   * Evaluating Community Structure in Networks, Phys. Rev. E 69 (2004), with the weights of Newman,
   * Analysis of Weighted Networks, Phys. Rev. E 70 (2004).
   *
   * @param communities of the nodes, each below their number
   */
  double modularity(int[] communities) {
    if (total == 0) {
      return 0;
    }
    var inside = new double[nodes()];
    var all = new double[nodes()];
    for (int node = 0; node < nodes(); node++) {
      int community = communities[node];
      all[community] += strengths[node];
      inside[community] += 2 * loops[node];
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        inside[community] += communities[neighbors[i]] == community ? weights[i] : 0;
      }
    }
    double sum = 0;
    for (int community = 0; community < nodes(); community++) {
      double share = all[community] / total;
      sum += inside[community] / total - share * share;
    }
    return sum;
  }

  /**
   * The graph of communities, whose edges are the sums of their nodes' edges; those inside become a
   * loop.
   *
   * @param communities of the nodes, from 0 to {@code size} − 1
   */
  WeightedGraph merged(int[] communities, int size) {
    int[][] members = members(communities, size);
    var sums = new Sums(size);
    var starts = new int[size + 1];
    var loops = new double[size];
    var neighbors = new int[this.neighbors.length];
    var weights = new double[this.neighbors.length];
    for (int community = 0; community < size; community++) {
      for (int node : members[community]) {
        loops[community] += this.loops[node];
        forEachEdge(node, (neighbor, weight) -> sums.add(communities[neighbor], weight));
      }
      int at = starts[community];
      for (int other : sums.sorted()) {
        if (other == community) {
          loops[community] += sums.of(other) / 2; // seen from both ends
        } else {
          neighbors[at] = other;
          weights[at++] = sums.of(other);
        }
      }
      starts[community + 1] = at;
      sums.clear();
    }
    return new WeightedGraph(starts, neighbors, weights, loops);
  }

  private static int[][] members(int[] communities, int size) {
    var sizes = new int[size];
    for (int community : communities) {
      sizes[community]++;
    }
    var members = new int[size][];
    for (int community = 0; community < size; community++) {
      members[community] = new int[sizes[community]];
    }
    for (int node = communities.length - 1; node >= 0; node--) {
      members[communities[node]][--sizes[communities[node]]] = node;
    }
    return members;
  }
}
