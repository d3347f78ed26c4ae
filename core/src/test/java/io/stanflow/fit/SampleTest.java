package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.spec.MixtureSpec;
import org.junit.jupiter.api.Test;

/** {@link ValueSample} and {@link MixtureFitter}. */
class SampleTest {
  @Test
  void sampleOfFewRowsIsAllOfThem() {
    var sample = new ValueSample(3000, 2);
    for (int i = 0; i < 3000; i++) {
      sample.add(i, -i);
    }
    assertThat(sample.rows()).isEqualTo(3000);
    for (int i = 0; i < 3000; i++) {
      assertThat(sample.value(i, 0)).isEqualTo(i);
      assertThat(sample.column(1)[i]).isEqualTo(-i);
    }
  }

  @Test
  void sampleIsUniformAndKeepsRowsTogether() {
    int capacity = 5000;
    int rows = 50_000;
    var sample = new ValueSample(capacity, 2);
    for (int i = 0; i < rows; i++) {
      sample.add(i, 3L * i);
    }
    int[] tenths = new int[10];
    for (int i = 0; i < capacity; i++) {
      assertThat(sample.value(i, 1)).isEqualTo(3 * sample.value(i, 0));
      tenths[(int) (sample.value(i, 0) * 10 / rows)]++;
    }
    // Hypergeometric: 500 expected, variance 5000·0.1·0.9·0.9 = 405; five deviations are 101.
    for (int count : tenths) {
      assertThat((double) count).isCloseTo(500, within(101.0));
    }
    assertThat(sample.column(0)).doesNotHaveDuplicates();
  }

  @Test
  void frequentValuesAndQuantilesMakeAMixture() {
    long[] values = new long[1000];
    for (int i = 0; i < 1000; i++) {
      values[i] = i < 700 ? 7 * (i % 2) : i;
    }
    var fitter = new MixtureFitter(new Sharing(1), "x", Long::toString, new long[1000]);
    MixtureSpec spec = fitter.fit(values, 0, 0, 96, 4, 0, true);
    assertThat(spec.atoms()).containsExactly(0, 7);
    assertThat(spec.edges()).startsWith(0).endsWith(1000);
    // the rest is 700 .. 999: quartiles of 300 numbers, and four quarterings of each outer one; the
    // smallest two of those coincide
    assertThat(spec.edges()).hasSizeBetween(11, 13);
    assertThat(spec.edges()[spec.edges().length / 2]).isBetween(845L, 855L);
    assertThat(spec.edges()[spec.edges().length - 2]).isBetween(995L, 999L);
    assertThat(spec.min()).isZero();
    assertThat(spec.max()).isEqualTo(999);
  }
}
