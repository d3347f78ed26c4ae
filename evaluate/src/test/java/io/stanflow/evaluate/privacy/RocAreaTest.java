package io.stanflow.evaluate.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RocAreaTest {
  @Test
  void areaOfAFewScoresIsTheShareOfPairsWithTiesHalved() {
    // 3 > 1, 2; 2 > 1 and ties 2; 1 ties 1 and is below 2: 2 + 1.5 + 0.5 of 6
    assertThat(RocArea.area(new double[] {3, 2, 1}, new double[] {1, 2})).isEqualTo(4.0 / 6);
    assertThat(RocArea.area(new double[] {1}, new double[] {1, 1, 1})).isEqualTo(0.5);
    assertThat(RocArea.area(new double[] {-0.0}, new double[] {0.0})).isEqualTo(0.5);
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
    assertThat(RocArea.area(members, others)).isCloseTo(wins / (40 * 17), within(1e-12));
  }

  @Test
  void pairsAreComparedWithThemselvesOrWithAll() {
    double[] members = {1, 5, 9, 4};
    double[] others = {0, 4, 8, 4};
    assertThat(RocArea.withinPairs(members, others, 1).auc()).isEqualTo(3.5 / 4);
    // 1 > 0; 5 > 0, 4, 4; 9 > all; 4 > 0 and ties two: 1 + 3 + 4 + 2 of 16
    assertThat(RocArea.ofPairs(members, others, 1).auc()).isEqualTo(10.0 / 16);
  }

  @Test
  void separatedScoresGiveOneAndEqualOnesHalf() {
    double[] high = {5, 6, 7};
    double[] low = {1, 2};
    assertThat(RocArea.ofGroups(high, low, 1)).isEqualTo(new RocArea(1, 1, 1));
    assertThat(RocArea.ofGroups(low, high, 1)).isEqualTo(new RocArea(0, 0, 0));
    assertThat(RocArea.ofGroups(new double[9], new double[4], 1))
        .isEqualTo(new RocArea(0.5, 0.5, 0.5));
  }

  /** Normal scores d apart have an area of Φ(d/√2); 0.7602 for d = 1 (Hanley and McNeil). */
  @Test
  void intervalCoversTheTruthNineteenTimesInTwenty() {
    var random = new SplittableRandom(7);
    int runs = 400;
    int covered = 0;
    double width = 0;
    for (int run = 0; run < runs; run++) {
      RocArea area = RocArea.ofGroups(normal(40, 1, random), normal(30, 0, random), run);
      assertThat(area.auc()).isBetween(area.low(), area.high());
      covered += area.low() <= 0.7602 && 0.7602 <= area.high() ? 1 : 0;
      width += (area.high() - area.low()) / runs;
    }
    // standard error of a share of 0.95 in 400 runs: 0.011; percentile intervals are a bit narrow
    assertThat((double) covered / runs).isBetween(0.905, 0.985);
    // 3.92 standard errors; by Hanley and McNeil's formula for these numbers 0.0566
    assertThat(width).isCloseTo(3.92 * 0.0566, within(0.015));
  }

  private static double[] normal(int n, double mean, SplittableRandom random) {
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      scores[i] = mean + random.nextGaussian();
    }
    return scores;
  }

  /** Members and others of one host rise and fall together; to take them apart would be wrong. */
  @Test
  void intervalOfPairsKnowsThatTheyBelongTogether() {
    var random = new SplittableRandom(3);
    double[] members = normal(50, 0, random);
    double[] others = members.clone();
    RocArea pairs = RocArea.ofPairs(members, others, 1);
    RocArea groups = RocArea.ofGroups(members, others, 1);
    assertThat(pairs).isEqualTo(new RocArea(0.5, 0.5, 0.5));
    assertThat(groups.high() - groups.low()).isGreaterThan(0.15);
  }

  @Test
  void intervalDependsOnTheSeedAlone() {
    var random = new SplittableRandom(4);
    double[] members = normal(30, 0.5, random);
    double[] others = normal(20, 0, random);
    RocArea one = RocArea.ofGroups(members, others, 1);
    assertThat(RocArea.ofGroups(members, others, 1)).isEqualTo(one);
    assertThat(RocArea.ofGroups(members, others, 2)).isNotEqualTo(one);
  }
}
