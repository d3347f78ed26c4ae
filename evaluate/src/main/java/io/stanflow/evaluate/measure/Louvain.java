package io.stanflow.evaluate.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Communities of a graph by greedy steps of modularity: nodes, in the order of their numbers, move
 * to the neighbouring community that gains most by it, until none gains; then communities become
 * the nodes of the next round, until none merge. Nothing is drawn by chance: a node stays where no
 * move gains, and of equal gains takes the community of the smallest number. The modularity is at
 * least that of one community of all and that of each node alone. Source: Blondel, Guillaume,
 * Lambiotte, Lefebvre, Fast Unfolding of Communities in Large Networks, J. Stat. Mech. (2008).
 */
final class Louvain {
  /** Gains below this part of a node's strength are rounding. */
  private static final double LEAST_GAIN = 1e-10;

  private final WeightedGraph graph;
  private final int[] communities;
  private final double[] strengths; // of communities
  private final Sums ties; // of the node that may move, to communities

  private Louvain(WeightedGraph graph) {
    this.graph = graph;
    communities = IntStream.range(0, graph.nodes()).toArray();
    strengths = IntStream.range(0, graph.nodes()).mapToDouble(graph::strength).toArray();
    ties = new Sums(graph.nodes());
  }

  /** The community of each node: 0 that of the first node, 1 of the first that is not in 0, ... */
  static int[] communities(WeightedGraph graph) {
    int[] communities = IntStream.range(0, graph.nodes()).toArray();
    WeightedGraph level = graph;
    while (true) {
      var round = new Louvain(level);
      round.moveAll();
      int size = round.number();
      if (size == level.nodes()) {
        return communities;
      }
      for (int node = 0; node < communities.length; node++) {
        communities[node] = round.communities[communities[node]];
      }
      level = level.merged(round.communities, size);
    }
  }

  private void moveAll() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int node = 0; node < communities.length; node++) {
        moved |= move(node);
      }
    }
  }

  private boolean move(int node) {
    int own = communities[node];
    double strength = graph.strength(node);
    strengths[own] -= strength;
    graph.forEachEdge(node, (neighbor, weight) -> ties.add(communities[neighbor], weight));
    int best = own;
    double most = gain(own, strength);
    for (int community : ties.sorted()) {
      double gain = gain(community, strength);
      if (gain > most + LEAST_GAIN * strength) {
        best = community;
        most = gain;
      }
    }
    ties.clear();
    strengths[best] += strength;
    communities[node] = best;
    return best != own;
  }

  /** What modularity gains when the node that is in no community joins one, times m. */
  private double gain(int community, double strength) {
    return ties.of(community) - strengths[community] * strength / graph.total();
  }

  /** Numbers communities by their first nodes and says how many there are. */
  private int number() {
    var numbers = new int[communities.length];
    Arrays.fill(numbers, -1);
    int size = 0;
    for (int node = 0; node < communities.length; node++) {
      int community = communities[node];
      if (numbers[community] < 0) {
        numbers[community] = size++;
      }
      communities[node] = numbers[community];
    }
    return size;
  }
}
