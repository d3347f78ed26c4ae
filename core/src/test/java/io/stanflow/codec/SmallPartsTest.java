package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.spec.CategorySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RecentRates}, {@link Categories}, {@link Buckets}. */
class SmallPartsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void ratesCountTheFlowsOfTheirWindows(long seed) {
    var random = new SplittableRandom(seed);
    long perSecond = 1L + random.nextInt(1000);
    var rates = new RecentRates(perSecond);
    List<Long> times = new ArrayList<>();
    long time = random.nextInt(1_000_000);
    for (int i = 0; i < 1500; i++) {
      boolean burst = random.nextInt(200) > 0;
      time += random.nextLong(perSecond * (burst ? 20L : 2000L));
      rates.add(time);
      times.add(time);
      for (int w = 0; w < RecentRates.SECONDS.length; w++) {
        long after = time - RecentRates.SECONDS[w] * perSecond;
        long expected = times.stream().filter(t -> t > after).count();
        assertThat(rates.count(w)).isEqualTo((int) expected);
      }
    }
  }

  private static Categories categories() {
    var spec =
        new CategorySpec(
            new String[] {"a", "b"},
            new String[] {"x", "y"},
            new boolean[][] {{true, false, true}, {true, true, false}},
            new int[][] {{30, 10}, {0, 0}});
    return new Categories(spec);
  }

  @Test
  void rareWordsAreRedrawnByTheProtocolsFrequencies() {
    var categories = categories();
    assertThat(categories.size()).isEqualTo(3);
    assertThat(categories.encode("y")).isEqualTo(2);
    var random = new SplittableRandom(1);
    int n = 10_000;
    int x = 0;
    for (int i = 0; i < n; i++) {
      String word = categories.decode(2, 0, random);
      assertThat(word).isIn("x", "y");
      x += word.equals("x") ? 1 : 0;
    }
    // binomial with p = 3/4: five standard errors are 5·√(0.1875/10000) = 0.022
    assertThat((double) x / n).isCloseTo(0.75, within(0.022));
    assertThat(categories.decode(2, 1, random)).isEqualTo("x"); // a protocol without any
  }

  @Test
  void unknownWordIsRareOrTheMostFrequent() {
    assertThat(categories().encode("new")).isEqualTo(2);
    var plain =
        new Categories(
            new CategorySpec(
                new String[] {"a", "b"}, new String[0], new boolean[1][2], new int[1][0]));
    assertThat(plain.size()).isEqualTo(2);
    assertThat(plain.encode("new")).isZero();
    assertThat(plain.encode("b")).isEqualTo(1);
  }

  @Test
  void pairsNeverSeenAreNotAllowed() {
    var categories = categories();
    assertThat(categories.allowed(0, 0)).isTrue();
    assertThat(categories.allowed(0, 1)).isFalse();
    assertThat(categories.allowed(1, 2)).isFalse();
    assertThat(categories.allowed(7, 1)).isTrue(); // tables without protocols have one row
  }

  @Test
  void flowCountsFallIntoPowersOfTwo() {
    int[] flows = {1, 2, 3, 4, 5, 8, 9, 16, 17, 64, 65, 256, 257, Integer.MAX_VALUE};
    int[] buckets = {0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7};
    for (int i = 0; i < flows.length; i++) {
      assertThat(Buckets.countBucket(flows[i])).isEqualTo(buckets[i]);
    }
    assertThat(buckets[buckets.length - 1]).isEqualTo(Buckets.COUNTS - 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1000, 1e6})
  void agesFallIntoAscendingBuckets(double unitsPerSecond) {
    var age = new Buckets(unitsPerSecond);
    assertThat(age.bucket(0)).isZero();
    assertThat(age.bucket(Long.MAX_VALUE)).isEqualTo(Buckets.BUCKETS - 1);
    assertThat(age.bucket((long) unitsPerSecond)).isEqualTo(5);
    int last = 0;
    for (double s = 0; s < 2000; s += 0.5) {
      int bucket = age.bucket((long) (s * unitsPerSecond));
      assertThat(bucket).isGreaterThanOrEqualTo(last);
      last = bucket;
    }
    assertThat(last).isEqualTo(Buckets.BUCKETS - 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2.999, 0", "3, 1", "23.9, 7", "24, 0", "-0.1, 7", "-3, 7", "-24, 0"})
  void aDayHasEightParts(double hours, int part) {
    assertThat(DayParts.of(Math.round(hours * 3_600_000_000L))).isEqualTo(part);
  }
}
