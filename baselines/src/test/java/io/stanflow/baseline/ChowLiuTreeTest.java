package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.baseline.ChowLiuTree.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChowLiuTreeTest {
  private static final int X = 0;
  private static final int Y = 1;
  private static final int Z = 2;
  private static final int FIXED = 3;

  /** Nats that two fair bits share if one is the other but flipped with probability e. */
  private static double shared(double e) {
    return Math.log(2) + e * Math.log(e) + (1 - e) * Math.log(1 - e);
  }

  private static int flipped(int bit, double probability, SplittableRandom random) {
    return random.nextDouble() < probability ? 1 - bit : bit;
  }

  /** Bits in the chain (x before) → x → y → z, and a fourth variable that never changes. */
  private static PairCounts chain(long seed, int flows) {
    var random = new SplittableRandom(seed);
    var counts = new PairCounts(2, 2, 2, 1);
    int[] before = null;
    int x = 0;
    for (int i = 0; i < flows; i++) {
      x = flipped(x, 0.2, random);
      int y = flipped(x, 0.1, random);
      int[] flow = {x, y, flipped(y, 0.15, random), 0};
      counts.add(flow, before);
      before = flow;
    }
    return counts;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theChainIsFound(long seed) {
    int flows = 20_000;
    List<Edge> edges = ChowLiuTree.grow(chain(seed, flows));
    assertThat(edges)
        .extracting(edge -> List.of(edge.child(), edge.parent(), edge.before()))
        .containsExactly(
            List.of(X, X, true),
            List.of(Y, X, false),
            List.of(Z, Y, false),
            List.of(FIXED, ChowLiuTree.NONE, false));
    // standard deviation of the estimate: sqrt(e (1 - e) / n) ln((1 - e) / e), largest at e = 0.1
    double five = 5 * Math.sqrt(0.09 / flows) * Math.log(9);
    assertThat(edges.get(0).nats()).isCloseTo(shared(0.2), within(five));
    assertThat(edges.get(1).nats()).isCloseTo(shared(0.1), within(five));
    assertThat(edges.get(2).nats()).isCloseTo(shared(0.15), within(five));
  }

  @Test
  void chanceIsNoInformation() {
    var random = new SplittableRandom(1);
    int states = 20;
    int flows = 5000;
    var counts = new PairCounts(states, states);
    for (int i = 0; i < flows; i++) {
      counts.add(new int[] {random.nextInt(states), random.nextInt(states)}, null);
    }
    // 2n times the plain estimate is chi-squared, 19 * 19 degrees: mean 0.036 nats, which is taken
    // away, and five standard deviations
    double five = 5 * Math.sqrt(2 * 19 * 19) / (2 * flows);
    assertThat(PairCounts.information(counts.joint(0, false, 1))).isLessThan(five);
  }

  @Test
  void aJointTableIsSeenFromEitherSide() {
    var counts = new PairCounts(2, 3);
    int[] first = {1, 2};
    counts.add(first, null);
    counts.add(new int[] {0, 1}, first);
    counts.add(new int[] {-1, 1}, null); // the first variable has no state here
    assertThat(counts.joint(0, false, 1)).isDeepEqualTo(new long[][] {{0, 1, 0}, {0, 0, 1}});
    assertThat(counts.joint(1, false, 0)).isDeepEqualTo(new long[][] {{0, 0}, {1, 0}, {0, 1}});
    assertThat(counts.joint(1, true, 0)).isDeepEqualTo(new long[][] {{0, 0}, {0, 0}, {1, 0}});
    assertThat(counts.alone(0)).containsExactly(1, 1);
    assertThat(counts.alone(1)).containsExactly(0, 2, 1);
  }

  @Test
  void countersStayFew() {
    assertThat(Variables.mostStates(1, 1_000_000)).isEqualTo(128);
    assertThat(Variables.mostStates(13, 1_000_000)).isEqualTo(128);
    assertThat(Variables.mostStates(13, 10_000)).isEqualTo(100);
    assertThat(Variables.mostStates(13, 1)).isEqualTo(8);
    for (int variables : List.of(20, 50, 100, 200)) {
      long states = Variables.mostStates(variables, 1_000_000);
      long pairs = variables * (variables - 1L) / 2 + (long) variables * variables;
      assertThat(states).isBetween(8L, 127L);
      assertThat(pairs * states * states).isLessThan(1 << 23);
    }
  }

  @Test
  void aTableIsDrawnTowardsTheMarginalByOneCount() {
    var table = new ConditionalTable(new long[][] {{0, 9}, {0, 0}}, new long[] {30, 10});
    var random = new SplittableRandom(1);
    int draws = 40_000;
    var zeros = new ArrayList<Integer>();
    for (int parent : new int[] {0, 1, -1}) {
      int zero = 0;
      for (int i = 0; i < draws; i++) {
        zero += table.draw(parent, random) == 0 ? 1 : 0;
      }
      zeros.add(zero);
    }
    // (0 + 3/4) / (9 + 1), then 3/4 twice; five standard deviations
    assertThat(zeros.get(0) / (double) draws).isCloseTo(0.075, within(0.0066));
    assertThat(zeros.get(1) / (double) draws).isCloseTo(0.75, within(0.011));
    assertThat(zeros.get(2) / (double) draws).isCloseTo(0.75, within(0.011));
  }
}
