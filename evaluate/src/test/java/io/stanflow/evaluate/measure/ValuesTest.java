package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValuesTest {
  private final Values values = new Values(new double[] {0, 1, 5}, new long[] {5, 4, 1});

  @Test
  void quantilesAreValuesThatOccur() {
    assertThat(values.quantile(0.1)).isZero();
    assertThat(values.quantile(0.5)).isZero();
    assertThat(values.quantile(0.51)).isEqualTo(1);
    assertThat(values.quantile(0.9)).isEqualTo(1);
    assertThat(values.quantile(0.99)).isEqualTo(5);
  }

  @Test
  void ranksDescend() {
    assertThat(values.descending(1)).isEqualTo(5);
    assertThat(values.descending(2)).isEqualTo(1);
    assertThat(values.descending(5)).isEqualTo(1);
    assertThat(values.descending(6)).isZero();
    assertThat(values.descending(10)).isZero();
  }

  @Test
  void momentsCountEveryOccurrence() {
    assertThat(values.mean()).isEqualTo(0.9);
    assertThat(values.max()).isEqualTo(5);
    // 0, 1 with shares 3/4, 1/4 on the scale of ln(1 + x)
    var twoPoints = new Values(new double[] {0, Math.E - 1}, new long[] {3, 1});
    assertThat(twoPoints.logDeviation()).isCloseTo(Math.sqrt(3) / 4, within(1e-12));
  }

  @Test
  void wassersteinOfTwoPointsIsTheMassThatMoves() {
    // a quarter against a half at ln(1 + x) = 1, the rest at 0: a quarter moves by 1
    var real = new Values(new double[] {0, Math.E - 1}, new long[] {3, 1});
    var other = new Values(new double[] {0, Math.E - 1}, new long[] {1, 1});
    assertThat(Wasserstein.distance(real, other))
        .isCloseTo(0.25 / (Math.sqrt(3) / 4), within(1e-12));
    assertThat(Wasserstein.distance(real, real)).isZero();
  }

  @Test
  void wassersteinToEqualValuesIsNotScaled() {
    var one = new Values(new double[] {Math.E - 1}, new long[] {2});
    var other = new Values(new double[] {Math.E * Math.E - 1}, new long[] {7});
    assertThat(Wasserstein.distance(one, other)).isCloseTo(1, within(1e-12));
    assertThat(Wasserstein.distance(other, one)).isCloseTo(1, within(1e-12));
  }

  @Test
  void rankCurvesAreAsFarApartAsTheirShares() {
    var flat = new Values(new double[] {10}, new long[] {4}); // four addresses, ten flows each
    var manyFlows = new Values(new double[] {30}, new long[] {4});
    assertThat(RankCurve.distance(flat, manyFlows)).isCloseTo(0, within(1e-12));
    // shares 1/2, 1/2 against 1/4 each at ranks 1 and 2
    var two = new Values(new double[] {10}, new long[] {2});
    assertThat(RankCurve.distance(flat, two)).isCloseTo(Math.log(2), within(1e-12));
    // shares 3/4, 1/4 against 1/2, 1/2
    var steep = new Values(new double[] {1, 3}, new long[] {1, 1});
    assertThat(RankCurve.distance(two, steep))
        .isCloseTo((Math.log(1.5) + Math.log(2)) / 2, within(1e-12));
  }
}
