package io.stanflow.evaluate.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RocAreaTest {
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
