package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnitTest {
  @Test
  void bothEndsAreReachedAlike() {
    var random = new SplittableRandom(1);
    int[] counts = new int[3];
    for (int i = 0; i < 30_000; i++) {
      double value = Unit.whole(4000).between(4000, 12_000, random.nextDouble());
      counts[(int) (value / 4000) - 1]++;
      assertThat(value % 4000).isZero();
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(10_000, within(410)); // five times sqrt(30000 * 2 / 9)
    }
    assertThat(Unit.decimal(1).between(0.1, 0.4, 0.6)).isEqualTo(0.3); // not 0.30000000000000004
    assertThat(Unit.NONE.between(1, 2, 0.25)).isEqualTo(1.25);
    assertThat(Unit.whole(1).between(0, 0x1p63, 0.5)).isEqualTo(0x1p62);
  }

  @Test
  void decimalsAreCounted() {
    assertThat(Unit.decimals(12, 0)).isZero();
    assertThat(Unit.decimals(-0.25, 0)).isEqualTo(2);
    assertThat(Unit.decimals(12, 2)).isEqualTo(2);
    assertThat(Unit.decimals(1e300, 0)).isZero();
    assertThat(Unit.decimal(Unit.decimals(123456.123457, 0)).decimals()).isEqualTo(6);
    assertThat(Unit.decimal(Unit.decimals(1 / 3.0, 0))).isEqualTo(Unit.NONE);
  }
}
