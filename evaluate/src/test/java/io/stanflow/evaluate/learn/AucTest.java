package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AucTest {
  @Test
  void countsPairsInOrderAndHalfOfTies() {
    // pairs: 3 > 1, 3 > 2, 3 = 3, 2 > 1, 2 = 2, 2 < 3: 3 in order, 2 ties of 6
    Auc auc = Auc.of(new double[] {3, 2}, new double[] {1, 2, 3});
    assertThat(auc.value()).isCloseTo((3 + 2 / 2.0) / 6, within(1e-15));
  }

  @Test
  void isOneHalfWhereAllAreEqualAndOneWhereAllAreAbove() {
    assertThat(Auc.of(new double[] {1, 1}, new double[] {1, 1, 1}).value()).isEqualTo(0.5);
    assertThat(Auc.of(new double[] {2, 3}, new double[] {0, 1}))
        .isEqualTo(new Auc(1, 1, 1)); // Hanley and McNeil's variance is 0 there
    assertThat(Auc.of(new double[] {0, 1}, new double[] {2, 3}).value()).isZero();
  }

  /** At ½, Q1 = Q2 = ⅓ and the variance is (n + m + 1) / 12 n m, Mann and Whitney's. */
  @Test
  void theIntervalAtOneHalfIsMannAndWhitneys() {
    double[] scores = new double[50];
    Auc auc = Auc.of(scores, scores);
    double error = Math.sqrt((50 + 50 + 1) / 12.0 / 50 / 50);
    assertThat(auc.high() - auc.low()).isCloseTo(2 * 1.959964 * error, within(1e-12));
  }

  @Test
  void zerosOfEitherSignTie() {
    assertThat(Auc.area(new double[] {-0.0}, new double[] {0.0})).isEqualTo(0.5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void areaIsThatOfAllPairsCounted(long seed) {
    var random = new SplittableRandom(seed);
    double[] members = random.ints(40, -9, 10).asDoubleStream().toArray();
    double[] others = random.ints(17, -10, 9).asDoubleStream().toArray();
    double wins = 0;
    for (double member : members) {
      for (double other : others) {
        wins += member > other ? 1 : member == other ? 0.5 : 0;
      }
    }
    assertThat(Auc.area(members, others)).isCloseTo(wins / (40 * 17), within(1e-12));
  }
}
