package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.DayParts;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayMarginalsTest {
  /** Of 16 bits' numbers too: an eighth of a nat for small shares, a 64th for large ones. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void whatIsUnpackedIsWithinAStepOfWhatWasPacked(long seed) {
    var random = new SplittableRandom(seed);
    float[] logs = new float[DayParts.COUNT * 300];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(Math.max(1e-13, Math.pow(random.nextDouble(), 1 + i % 9)));
    }
    float[] packed = DayMarginals.packed(logs);
    float[] unpacked = DayMarginals.unpacked(packed);
    for (int i = 0; i < logs.length; i++) {
      assertThat(Float16.toFloat(Float16.fromFloat(packed[i]))).isEqualTo(packed[i]);
      assertThat(unpacked[i]).isCloseTo(logs[i], within(logs[i] > -3 ? 1 / 64f : 1 / 8f));
    }
  }
}
