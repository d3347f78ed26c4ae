package io.stanflow.evaluate.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.learn.Auc;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapAucTest {
  @Test
  void pairsAreComparedWithThemselvesOrWithAll() {
    double[] members = {1, 5, 9, 4};
    double[] others = {0, 4, 8, 4};
    assertThat(BootstrapAuc.withinPairs(members, others, 1).value()).isEqualTo(3.5 / 4);
    // 1 > 0; 5 > 0, 4, 4; 9 > all; 4 > 0 and ties two: 1 + 3 + 4 + 2 of 16
    assertThat(BootstrapAuc.ofPairs(members, others, 1).value()).isEqualTo(10.0 / 16);
  }

  @Test
  void separatedScoresGiveOneAndEqualOnesHalf() {
    double[] high = {5, 6, 7};
    double[] low = {1, 2};
    assertThat(BootstrapAuc.ofGroups(high, low, 1)).isEqualTo(new Auc(1, 1, 1));
    assertThat(BootstrapAuc.ofGroups(low, high, 1)).isEqualTo(new Auc(0, 0, 0));
    assertThat(BootstrapAuc.ofGroups(new double[9], new double[4], 1))
        .isEqualTo(new Auc(0.5, 0.5, 0.5));
  }

  /** Normal scores d apart have an area of Φ(d/√2); 0.7602 for d = 1 (Hanley and McNeil). */
  @Test
  void intervalCoversTheTruthNineteenTimesInTwenty() {
    var random = new SplittableRandom(7);
    int runs = 400;
    int covered = 0;
    double width = 0;
    for (int run = 0; run < runs; run++) {
      Auc area = BootstrapAuc.ofGroups(normal(40, 1, random), normal(30, 0, random), run);
      assertThat(area.value()).isBetween(area.low(), area.high());
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
    Auc pairs = BootstrapAuc.ofPairs(members, others, 1);
    Auc groups = BootstrapAuc.ofGroups(members, others, 1);
    assertThat(pairs).isEqualTo(new Auc(0.5, 0.5, 0.5));
    assertThat(groups.high() - groups.low()).isGreaterThan(0.15);
  }

  @Test
  void intervalDependsOnTheSeedAlone() {
    var random = new SplittableRandom(4);
    double[] members = normal(30, 0.5, random);
    double[] others = normal(20, 0, random);
    Auc one = BootstrapAuc.ofGroups(members, others, 1);
    assertThat(BootstrapAuc.ofGroups(members, others, 1)).isEqualTo(one);
    assertThat(BootstrapAuc.ofGroups(members, others, 2)).isNotEqualTo(one);
  }
}
