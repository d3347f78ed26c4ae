package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountDrawsTest {
  private static final int N = 200_000;

  /** Sample mean and variance against the closed forms; kurtosis is the fourth over σ⁴. */
  private static void check(
      double mean, double variance, double kurtosis, ToDoubleFunction<SplittableRandom> draw) {
    var random = new SplittableRandom(7);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < N; i++) {
      double x = draw.applyAsDouble(random) - mean;
      sum += x;
      squares += x * x;
    }
    // five standard errors: σ/√N of the mean, σ²·√((kurtosis − 1)/N) of the variance
    assertThat(sum / N).isCloseTo(0, within(5 * Math.sqrt(variance / N)));
    assertThat(squares / N)
        .isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis - 1) / N)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.7, 5, 29.9, 30, 30.1, 250})
  void poissonHasItsMoments(double mean) {
    check(mean, mean, 3 + 1 / mean, random -> CountDraws.poisson(mean, random));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.9, 1, 2.5, 40})
  void gammaHasItsMoments(double shape) {
    check(shape, shape, 3 + 6 / shape, random -> CountDraws.gamma(shape, random));
  }

  @ParameterizedTest
  @CsvSource({"3, 0.4", "80, 0.1", "0.5, 2", "12, 0"})
  void negativeBinomialHasItsMoments(double mean, double dispersion) {
    double variance = mean + dispersion * mean * mean;
    // excess kurtosis of a negative binomial of r = 1/dispersion: 6/r + 1/variance
    check(
        mean,
        variance,
        3 + 6 * dispersion + 1 / variance,
        random -> CountDraws.negativeBinomial(mean, dispersion, random));
  }

  @Test
  void normalHasItsMoments() {
    check(0, 1, 3, CountDraws::normal);
  }

  @Test
  void nothingComesOfNothing() {
    var random = new SplittableRandom(1);
    assertThat(CountDraws.poisson(0, random)).isZero();
    assertThat(CountDraws.negativeBinomial(0, 1, random)).isZero();
  }
}
