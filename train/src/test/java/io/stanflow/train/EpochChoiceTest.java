package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpochChoiceTest {
  private static final List<Double> FIRST = List.of(30.0, 20.0, 25.0, 40.0, 10.0);

  @Test
  void oneHostThatIsCodedWorseAndWorseDecidesNothing() {
    List<Double> later = List.of(27.0, 18.0, 22.5, 400.0, 9.0); // a tenth less, one ten times more
    assertThat(EpochChoice.watched(FIRST, FIRST)).isEqualTo(1);
    assertThat(EpochChoice.watched(later, FIRST)).isCloseTo(0.9, within(1e-9));
    List<Double> most = List.of(31.0, 21.0, 26.0, 4.0, 11.0);
    assertThat(EpochChoice.watched(most, FIRST)).isGreaterThan(1);
  }

  @Test
  void ofFewHostsEachCountsUntilThereAreOddOnes() {
    assertThat(EpochChoice.watched(List.of(9.0), List.of(10.0))).isCloseTo(0.9, within(1e-9));
    assertThat(EpochChoice.watched(List.of(9.0, 8.0), List.of(10.0, 10.0)))
        .isCloseTo(0.85, within(1e-9));
    assertThat(EpochChoice.watched(List.of(5.0, 9.0, 10.0), List.of(10.0, 10.0, 10.0)))
        .isCloseTo((0.25 * 0.5 + 0.9 + 0.25 * 1) / 1.5, within(1e-9));
  }

  /** Flows that cost nothing in the first epoch cannot get better or worse. */
  @Test
  void aSeriesWithoutBitsCountsAsBefore() {
    assertThat(EpochChoice.watched(List.of(0.0, 2.0), List.of(0.0, 2.0))).isEqualTo(1);
  }
}
