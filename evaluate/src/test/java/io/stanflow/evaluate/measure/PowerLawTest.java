package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLawTest {
  private static final int LEAST = 10;

  private static Values values(SortedMap<Integer, Long> counts) {
    return new Values(
        counts.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
        counts.values().stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void oneValueHasTheClosedForm() {
    var ones = new Values(new double[] {1}, new long[] {PowerLaw.LEAST_TAIL});
    assertThat(PowerLaw.exponent(ones)).isCloseTo(1 + 1 / Math.log(2), within(1e-12));
  }

  @Test
  void fewNumbersHaveNone() {
    var few = new Values(new double[] {1, 3}, new long[] {PowerLaw.LEAST_TAIL - 2, 1});
    assertThat(PowerLaw.exponent(few)).isNaN();
  }

  /** Clauset et al., appendix D: x = ⌊(xmin − ½)(1 − u)^(−1 / (α − 1)) + ½⌋. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void drawsHaveTheirExponentWhateverLiesBelowTheTail(long seed) {
    var random = new SplittableRandom(seed);
    double alpha = 2.5;
    int draws = 50_000;
    var counts = new TreeMap<Integer, Long>();
    for (int i = 0; i < draws; i++) {
      double x = (LEAST - 0.5) * Math.pow(1 - random.nextDouble(), -1 / (alpha - 1)) + 0.5;
      counts.merge((int) Math.min(x, 1e9), 1L, Long::sum);
    }
    for (int x = 1; x < LEAST; x++) {
      counts.put(x, draws / 10L); // flat: with these the exponent would be about 1.5
    }
    // the standard error is (α − 1) / √n; five of them, with a tenth of the draws in the tail
    assertThat(PowerLaw.exponent(values(counts)))
        .isCloseTo(alpha, within(5 * (alpha - 1) / Math.sqrt(draws / 10.0)));
  }
}
