package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Float16Test {
  /** The value of a pattern by the definition of binary16 (IEEE 754, 3.6). */
  private static double defined(int pattern) {
    double sign = pattern >= 0x8000 ? -1 : 1;
    int exponent = pattern >> 10 & 31;
    int fraction = pattern & 1023;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * fraction * Math.pow(2, -24)
        : sign * (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
  }

  @Test
  void everyPatternHasItsValueAndComesBack() {
    for (int pattern = 0; pattern < 65_536; pattern++) {
      float value = Float16.toFloat((short) pattern);
      double defined = defined(pattern);
      boolean right =
          Double.isNaN(defined)
              ? Float.isNaN(value) && Float.isNaN(Float16.toFloat(Float16.fromFloat(value)))
              : Double.compare(value, defined) == 0 && Float16.fromFloat(value) == (short) pattern;
      assertThat(right ? -1 : pattern).isEqualTo(-1);
    }
  }

  @Test
  void halfWayGoesToTheEvenPattern() {
    for (int pattern = 0; pattern < 0x7bff; pattern++) {
      double low = defined(pattern);
      double high = defined(pattern + 1);
      float middle = (float) ((low + high) / 2);
      int even = (pattern & 1) == 0 ? pattern : pattern + 1;
      boolean right =
          Float16.fromFloat(middle) == even
              && Float16.fromFloat(-middle) == (short) (even | 0x8000)
              && Float16.fromFloat(Math.nextDown(middle)) == pattern
              && Float16.fromFloat(Math.nextUp(middle)) == pattern + 1;
      assertThat(right ? -1 : pattern).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "1e30, 7c00",
    "-65520, fc00",
    "-0.0, 8000",
    "1e-10, 0",
    "2.9802322e-8, 0",
    "2.9802326e-8, 1"
  })
  void edgesOfTheRange(float value, String pattern) {
    assertThat(Float16.fromFloat(value)).isEqualTo((short) Integer.parseInt(pattern, 16));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void anyFloatGoesToANearestPattern(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-28, 16)));
      if (Math.abs(value) >= 65_504) {
        continue;
      }
      int magnitude = Float16.fromFloat(value) & 0x7fff;
      double error = Math.abs(Math.abs((double) value) - defined(magnitude));
      double above = Math.abs(Math.abs((double) value) - defined(magnitude + 1));
      double below =
          magnitude == 0 ? 1 : Math.abs(Math.abs((double) value) - defined(magnitude - 1));
      assertThat(error).isLessThanOrEqualTo(Math.min(above, below));
    }
  }
}
