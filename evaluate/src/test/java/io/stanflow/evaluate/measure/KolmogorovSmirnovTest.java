package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {
  private static Values values(double... ascending) {
    long[] counts = new long[ascending.length];
    Arrays.fill(counts, 1);
    return new Values(ascending, counts);
  }

  @Test
  void equalSharesAreZeroApartWhateverTheirTotals() {
    var once = new Values(new double[] {1, 5}, new long[] {1, 3});
    var twice = new Values(new double[] {1, 5}, new long[] {2, 6});
    assertThat(KolmogorovSmirnov.distance(once, twice)).isZero();
  }

  @Test
  void separateSamplesAreOneApart() {
    assertThat(KolmogorovSmirnov.distance(values(1, 2), values(3, 4, 5))).isEqualTo(1);
    assertThat(KolmogorovSmirnov.distance(values(3, 4, 5), values(1, 2))).isEqualTo(1);
  }

  @Test
  void knownSamplesHaveTheirGreatestGap() {
    // F is 1/4, 1/2, 3/4, 1 at 1, 2, 3, 4; G is 1/2 from 2.5 and 1 from 6: at 2 it is 1/2 - 0
    var quarters = values(1, 2, 3, 4);
    var halves = values(2.5, 6);
    assertThat(KolmogorovSmirnov.distance(quarters, halves)).isCloseTo(0.5, within(1e-12));
    assertThat(KolmogorovSmirnov.distance(halves, quarters)).isCloseTo(0.5, within(1e-12));
    // 2/3 against 1/4 at 1, then 1 against 1/2 at 2
    var most = new Values(new double[] {1, 2}, new long[] {2, 1});
    assertThat(KolmogorovSmirnov.distance(most, quarters)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void theGreatestGapMayLieInTheMiddle() {
    // 1/2 against 0 at 2; then 3/4 against 0.9, then both 1
    var late = new Values(new double[] {3, 4}, new long[] {9, 1});
    assertThat(KolmogorovSmirnov.distance(values(1, 2, 3, 4), late)).isEqualTo(0.5);
  }

  @Test
  void anyIncreasingScaleGivesTheSame() {
    var small = values(1, 2, 3, 4);
    var large = values(1, 2, 300, 400);
    assertThat(KolmogorovSmirnov.distance(values(2, 3), small))
        .isEqualTo(KolmogorovSmirnov.distance(values(2, 300), large));
  }
}
