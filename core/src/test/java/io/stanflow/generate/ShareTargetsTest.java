package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTargetsTest {
  private static final double OPEN = Double.NaN;

  private static double[][] fit(double[][] natural, double[] flows, double[] asked) {
    boolean[] all = new boolean[flows.length];
    Arrays.fill(all, true);
    double[][] nothing = new double[flows.length][asked.length];
    return ShareTargets.fit(
            natural, flows, nothing, List.of(ShareTargets.completed(natural, flows, all, asked)))
        .orElseThrow();
  }

  private static double together(double[][] shares, double[] flows, int c) {
    double sum = 0;
    double all = 0;
    for (int h = 0; h < flows.length; h++) {
      sum += flows[h] * shares[h][c];
      all += flows[h];
    }
    return sum / all;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void allHostsTogetherHaveWhatIsAskedAndOddsKeepTheirRatios(long seed) {
    var random = new SplittableRandom(seed);
    double[][] natural = new double[40][4];
    double[] flows = new double[40];
    for (int h = 0; h < 40; h++) {
      double sum = 0;
      for (int c = 0; c < 4; c++) {
        natural[h][c] = Math.exp(3 * random.nextGaussian() - 2 * c);
        sum += natural[h][c];
      }
      for (int c = 0; c < 4; c++) {
        natural[h][c] /= sum;
      }
      flows[h] = Math.exp(2 * random.nextGaussian());
    }
    double[][] fitted = fit(natural, flows, new double[] {OPEN, 0.2, OPEN, 0.05});
    assertThat(together(fitted, flows, 1)).isCloseTo(0.2, within(1e-6));
    assertThat(together(fitted, flows, 3)).isCloseTo(0.05, within(1e-6));
    double before = together(natural, flows, 0) / together(natural, flows, 2);
    double after = together(fitted, flows, 0) / together(fitted, flows, 2);
    assertThat(after).as("what is not asked for").isCloseTo(before, within(1e-4 * before));
    for (int h = 1; h < 40; h++) {
      double odds = natural[h][1] * natural[0][0] / (natural[h][0] * natural[0][1]);
      double now = fitted[h][1] * fitted[0][0] / (fitted[h][0] * fitted[0][1]);
      assertThat(now).isCloseTo(odds, within(1e-9 * odds));
      assertThat(fitted[h][0] + fitted[h][1] + fitted[h][2] + fitted[h][3])
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void allOrNothingCanBeAsked() {
    double[][] natural = {{0.9, 0.1}, {0.5, 0.5}};
    double[] flows = {1, 3};
    assertThat(fit(natural, flows, new double[] {OPEN, 1}))
        .isDeepEqualTo(new double[][] {{0, 1}, {0, 1}});
    assertThat(fit(natural, flows, new double[] {OPEN, 0}))
        .isDeepEqualTo(new double[][] {{1, 0}, {1, 0}});
  }

  @Test
  void whatHostsDoAnywayStays() {
    double[][] natural = {{0.9, 0.1}, {0.5, 0.5}};
    double[][] fitted = fit(natural, new double[] {1, 1}, new double[] {OPEN, 0.3});
    assertThat(fitted[0][1]).isCloseTo(0.1, within(1e-9));
    assertThat(fitted[1][1]).isCloseTo(0.5, within(1e-9));
  }
}
