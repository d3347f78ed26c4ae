package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwedClassesTest {
  private static final float RARE = 3e-6f;

  /** Two kinds of outcomes, of three and of two classes, and no field. */
  private final MarginalBlocks blocks =
      new MarginalBlocks(
          new Layout(List.of(), List.of(), List.of(), -1, 0, 0, 1, 1, new int[0]), 4, 2);

  /** The same in all parts of the day but the last. */
  private OwedClasses classes(float[] shares, float[] last) {
    return classes(shares, last, 1e6);
  }

  private OwedClasses classes(float[] shares, float[] last, double flowsPerDay) {
    float[] logs = new float[DayParts.COUNT * shares.length];
    for (int i = 0; i < logs.length; i++) {
      boolean atLast = i / shares.length == DayParts.COUNT - 1;
      logs[i] = (float) Math.log((atLast ? last : shares)[i % shares.length]);
    }
    return new OwedClasses(logs, blocks, flowsPerDay);
  }

  @Test
  void rareClassesOfABlockAreOwedToTogether() {
    float[] shares = {RARE, 0.6f, 2 * RARE, 0.4f - 3 * RARE, 0.5f, 0.5f};
    OwedClasses classes = classes(shares, shares);
    assertThat(classes.size()).isEqualTo(3 + 2);
    assertThat(classes.start(1)).isEqualTo(3);
    assertThat(List.of(classes.of(1), classes.of(3), classes.of(0), classes.of(2)))
        .containsExactly(0, 1, 2, 2);
    assertThat(List.of(classes.of(4), classes.of(5))).containsExactly(3, 4);
    float[] owed = {0.6f, 0.4f - 3 * RARE, 3 * RARE, 0.5f, 0.5f};
    assertThat(classes.shares(0)).containsExactly(owed, within(1e-6f));
  }

  @Test
  void oneThatIsCommonInOnePartOfTheDayIsOwedToByItself() {
    float[] shares = {RARE, 0.6f, RARE, 0.4f - 2 * RARE, 0.5f, 0.5f};
    float[] evening = {0.3f, 0.3f, RARE, 0.4f - RARE, 1 - RARE, RARE};
    OwedClasses classes = classes(shares, evening);
    assertThat(classes.size()).isEqualTo(4 + 2);
    assertThat(classes.shares(0)[classes.of(0)]).isCloseTo(RARE, within(1e-9f));
    assertThat(classes.shares(DayParts.COUNT - 1)[classes.of(0)]).isCloseTo(0.3f, within(1e-6f));
  }

  /** Of 1,000 flows a day; the second has 400 in one part of the day of eight, 50 a day. */
  @Test
  void classesOfFewFlowsADayMoveFasterThanOthers() {
    float[] shares = {0.99989f, 0.0001f, 0.00001f, 0, 0.995f, 0.005f};
    float[] last = {0.59989f, 0.4001f, 0.00001f, 0, 0.995f, 0.005f};
    OwedClasses classes = classes(shares, last, 1000);
    float[] gains = classes.moves().gains();
    assertThat(gains[classes.of(0)]).isEqualTo(0.05f);
    assertThat(gains[classes.of(1)]).isEqualTo(0.05f);
    assertThat(gains[classes.of(2)]).isEqualTo(1); // 0.01 flows
    assertThat(gains[classes.of(4)]).isEqualTo(0.05f);
    assertThat(gains[classes.of(5)]).isCloseTo(0.1f, within(1e-6f)); // 5 flows
    float[] first = classes.moves().first();
    assertThat(first[classes.of(2)]).isCloseTo(-2 * 0.99f, within(1e-4f));
    assertThat(List.of(first[classes.of(0)], first[classes.of(4)], first[classes.of(5)]))
        .containsOnly(0f);
  }
}
