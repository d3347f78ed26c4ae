package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class JensenShannonTest {
  private static Counts counts(Object... wordsAndCounts) {
    var counts = new LinkedHashMap<String, Long>();
    for (int i = 0; i < wordsAndCounts.length; i += 2) {
      counts.put((String) wordsAndCounts[i], ((Integer) wordsAndCounts[i + 1]).longValue());
    }
    return new Counts(counts);
  }

  @Test
  void equalSharesAreZeroApartWhateverTheirTotals() {
    assertThat(JensenShannon.divergence(counts("a", 3, "b", 1), counts("a", 6, "b", 2))).isZero();
  }

  @Test
  void disjointDistributionsAreOneBitApart() {
    assertThat(JensenShannon.divergence(counts("a", 3, "b", 1), counts("c", 5)))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void twoPointsHaveTheClosedForm() {
    // H(3/4, 1/4) - (H(1/2, 1/2) + H(1, 0)) / 2 bits
    double expected = 2 - 0.75 * Math.log(3) / Math.log(2) - 0.5;
    assertThat(JensenShannon.divergence(counts("a", 1, "b", 1), counts("a", 7)))
        .isCloseTo(expected, within(1e-12));
    assertThat(JensenShannon.divergence(counts("a", 7), counts("a", 1, "b", 1)))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void wordsBeyondTheMostFrequentAreOne() {
    var real = new LinkedHashMap<String, Long>();
    var other = new LinkedHashMap<String, Long>();
    for (int i = 0; i < JensenShannon.MOST_WORDS; i++) {
      real.put("word" + i, 2L);
      other.put("word" + i, 2L);
    }
    real.put("rare", 1L);
    other.put("strange", 1L);
    assertThat(JensenShannon.divergence(new Counts(real), new Counts(other))).isZero();
    real.remove("word0"); // now "rare" is one of the most frequent
    // disjoint: half of 1 of 199 and of 3 of 201
    assertThat(JensenShannon.divergence(new Counts(real), new Counts(other)))
        .isCloseTo((1 / 199.0 + 3 / 201.0) / 2, within(1e-4));
  }
}
