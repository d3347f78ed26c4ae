package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Louvain} and {@link WeightedGraph} against plain sums over all pairs of nodes. */
class LouvainTest {
  private static final int NODES = 7;

  /** Symmetric weights from 1 to 9 of about half of all pairs. */
  private static double[][] random(long seed, int nodes) {
    var random = new SplittableRandom(seed);
    var weights = new double[nodes][nodes];
    for (int a = 0; a < nodes; a++) {
      for (int b = 0; b < a; b++) {
        weights[a][b] = random.nextBoolean() ? 1 + random.nextInt(9) : 0;
        weights[b][a] = weights[a][b];
      }
    }
    return weights;
  }

  private static WeightedGraph graph(double[][] weights) {
    long[] edges =
        IntStream.range(0, weights.length)
            .boxed()
            .flatMap(b -> IntStream.range(0, b).mapToObj(a -> new int[] {a, b}))
            .filter(pair -> weights[pair[0]][pair[1]] > 0)
            .flatMapToLong(p -> LongStream.of(p[0], p[1], (long) weights[p[0]][p[1]]))
            .toArray();
    return WeightedGraph.of(weights.length, edges);
  }

  /** Σ over pairs in one community of (A − k k' / 2m) / 2m. */
  private static double modularity(double[][] weights, int[] communities) {
    double total = 0;
    var strengths = new double[weights.length];
    for (int a = 0; a < weights.length; a++) {
      for (double weight : weights[a]) {
        strengths[a] += weight;
        total += weight;
      }
    }
    double sum = 0;
    for (int a = 0; a < weights.length; a++) {
      for (int b = 0; b < weights.length; b++) {
        if (communities[a] == communities[b]) {
          sum += (weights[a][b] - strengths[a] * strengths[b] / total) / total;
        }
      }
    }
    return sum;
  }

  /** All partitions of nodes: each node in a community of before, or in a new one. */
  private static List<int[]> partitions(int nodes) {
    List<int[]> all = List.of(new int[0]);
    for (int node = 0; node < nodes; node++) {
      var longer = new ArrayList<int[]>();
      for (int[] shorter : all) {
        int most = IntStream.of(shorter).max().orElse(-1);
        for (int community = 0; community <= most + 1; community++) {
          int[] next = Arrays.copyOf(shorter, node + 1);
          next[node] = community;
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void modularityIsTheSumOverAllPairs(long seed) {
    double[][] weights = random(seed, NODES);
    WeightedGraph graph = graph(weights);
    List<int[]> partitions = partitions(NODES);
    assertThat(partitions).hasSize(877); // Bell number
    for (int[] partition : partitions) {
      assertThat(graph.modularity(partition))
          .isCloseTo(modularity(weights, partition), within(1e-12));
    }
  }

  /** The greedy steps find the best partition of most small graphs, and nearly that of the rest. */
  @Test
  void communitiesAreNearlyTheBestOnes() {
    int best = 0;
    for (int seed = 0; seed < 50; seed++) {
      double[][] weights = random(seed, NODES);
      double most =
          partitions(NODES).stream().mapToDouble(p -> modularity(weights, p)).max().orElseThrow();
      double found = modularity(weights, Louvain.communities(graph(weights)));
      assertThat(found).isBetween(most - 0.05, most + 1e-12);
      best += found > most - 1e-9 ? 1 : 0;
    }
    assertThat(best).isGreaterThanOrEqualTo(45);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60, 200})
  void noTrivialPartitionIsBetter(int nodes) {
    double[][] weights = random(nodes, nodes);
    WeightedGraph graph = graph(weights);
    int[] alone = IntStream.range(0, nodes).toArray();
    double found = modularity(weights, Louvain.communities(graph));
    assertThat(found).isGreaterThanOrEqualTo(modularity(weights, alone));
    assertThat(found).isGreaterThan(-1e-12); // one community of all has 0
  }

  /** Merging changes no modularity: the loops carry what is inside. */
  @Test
  void theGraphOfCommunitiesHasTheModularityOfThePartition() {
    double[][] weights = random(9, 40);
    WeightedGraph graph = graph(weights);
    int[] fine = IntStream.range(0, 40).map(node -> node % 10).toArray();
    int[] coarse = IntStream.range(0, 10).map(node -> node % 3).toArray();
    WeightedGraph merged = graph.merged(fine, 10);
    assertThat(merged.nodes()).isEqualTo(10);
    assertThat(merged.total()).isCloseTo(graph.total(), within(1e-9));
    int[] both = IntStream.of(fine).map(node -> coarse[node]).toArray();
    assertThat(merged.modularity(coarse)).isCloseTo(modularity(weights, both), within(1e-12));
    assertThat(merged.merged(coarse, 3).modularity(new int[] {0, 1, 2}))
        .isCloseTo(modularity(weights, both), within(1e-12));
  }

  /** Thirty triangles in a ring: the best partition needs communities to merge as wholes. */
  @Test
  void communitiesMergeToLargerOnes() {
    int triangles = 30;
    var weights = new double[3 * triangles][3 * triangles];
    for (int t = 0; t < triangles; t++) {
      int first = 3 * t;
      join(weights, first, first + 1);
      join(weights, first + 1, first + 2);
      join(weights, first, first + 2);
      join(weights, first + 2, (first + 3) % (3 * triangles));
    }
    int[] communities = Louvain.communities(graph(weights));
    long number = IntStream.of(communities).distinct().count();
    assertThat(number).isBetween(6L, 15L); // 30 triangles alone have a lower modularity
    int[] alone = IntStream.range(0, 3 * triangles).map(node -> node / 3).toArray();
    assertThat(modularity(weights, communities)).isGreaterThan(modularity(weights, alone));
    for (int node = 0; node < communities.length; node++) {
      assertThat(communities[node]).isEqualTo(communities[node / 3 * 3]); // triangles stay whole
    }
  }

  private static void join(double[][] weights, int a, int b) {
    weights[a][b] = 1;
    weights[b][a] = 1;
  }

  /**
   * Nodes 0 and 1 go to 3 and 2, where they have most ties; node 4 is then as near to community 3
   * as to 2.
   */
  @Test
  void ofEqualGainsTheCommunityOfTheSmallerNumberIsTaken() {
    var weights = new double[5][5];
    join(weights, 0, 4);
    join(weights, 1, 4);
    weights[0][3] = 2;
    weights[3][0] = 2;
    weights[1][2] = 2;
    weights[2][1] = 2;
    assertThat(Louvain.communities(graph(weights))).containsExactly(0, 1, 1, 0, 1);
  }

  @Test
  void communitiesAreNumberedByTheirFirstNodes() {
    var weights = new double[5][5];
    join(weights, 1, 3);
    join(weights, 2, 4);
    assertThat(Louvain.communities(graph(weights))).containsExactly(0, 1, 2, 1, 2);
    join(weights, 0, 1);
    join(weights, 0, 2);
    assertThat(Louvain.communities(graph(weights))).containsExactly(0, 0, 1, 0, 1);
    assertThat(Louvain.communities(graph(new double[3][3]))).containsExactly(0, 1, 2);
  }
}
