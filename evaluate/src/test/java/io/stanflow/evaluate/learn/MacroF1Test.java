package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MacroF1Test {
  /** Answers and what is said of them, as often as {@code times}. */
  private static double score(int times, int[] answers, int[] said) {
    float[] all = new float[times * answers.length];
    float[][] predictions = new float[all.length][3];
    for (int i = 0; i < all.length; i++) {
      all[i] = answers[i % answers.length];
      predictions[i][said[i % said.length]] = 1;
    }
    return MacroF1.of(all, predictions);
  }

  @Test
  void isTheMeanOverClassesOfF1() {
    // class 0: 2 of 3 found, none wrongly: 4/5; class 1: found, one wrongly: 2/3
    double score = score(Task.FEWEST, new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});
    assertThat(score).isCloseTo((4 / 5.0 + 2 / 3.0) / 2, within(1e-12));
  }

  @Test
  void rareClassesDoNotCount() {
    assertThat(score(Task.FEWEST, new int[] {0, 1}, new int[] {0, 0}))
        .isCloseTo((2 / 3.0 + 0) / 2, within(1e-12));
    assertThat(score(Task.FEWEST - 1, new int[] {0, 0, 1}, new int[] {0, 0, 0}))
        .isCloseTo(2 * 2 / (2.0 * 2 + 1), within(1e-12));
    assertThat(score(1, new int[] {0, 1}, new int[] {0, 1})).isZero();
  }
}
