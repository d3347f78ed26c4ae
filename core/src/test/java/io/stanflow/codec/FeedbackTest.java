package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Feedback} on a head that gives the same logits again and again. */
class FeedbackTest {
  private static final double GAIN = 0.05;
  private static final double MOST = 5;
  private static final double[] MORNING = {0.6, 0.3, 0.1};
  private static final double[] EVENING = {0.1, 0.3, 0.6};
  private static final double[] OUTCOMES = {0.75, 0.25};
  private final Feedback feedback = feedback(0);

  private static Feedback feedback(int free) {
    Layout layout = layout(free);
    var blocks = new MarginalBlocks(layout, 2);
    return new Feedback(new OwedClasses(logMarginals(), blocks, 1e6), blocks);
  }

  private static Layout layout(int free) {
    var builder = new Layout.Builder();
    builder.fields.add(new Field("field", 3, free, 1, true));
    return new Layout(builder.fields, List.of(), List.of(), -1, 0, 0, 1, 1, new int[0]);
  }

  /** Three components and two outcome classes: half a day of mornings, then evenings. */
  private static float[] logMarginals() {
    float[] logs = new float[DayParts.COUNT * 5];
    for (int part = 0; part < DayParts.COUNT; part++) {
      for (int i = 0; i < 5; i++) {
        double[] field = part < DayParts.COUNT / 2 ? MORNING : EVENING;
        logs[5 * part + i] = (float) Math.log(i < 3 ? field[i] : OUTCOMES[i - 3]);
      }
    }
    return logs;
  }

  private int draw(double[] probabilities, SplittableRandom random) {
    float[] logits = new float[4];
    for (int c = 0; c < 3; c++) {
      logits[1 + c] = (float) Math.log(probabilities[c]);
    }
    feedback.tilt(0, 0, 3, logits, 1);
    assertThat(logits[0]).isZero();
    double total = 0;
    for (int c = 0; c < 3; c++) {
      assertThat(logits[1 + c] - Math.log(probabilities[c])).isBetween(-MOST - 1e-5, MOST + 1e-5);
      total += Math.exp(logits[1 + c]);
    }
    double left = random.nextDouble() * total;
    int component = 0;
    while (component < 2 && (left -= Math.exp(logits[1 + component])) >= 0) {
      component++;
    }
    feedback.drawn(0, component);
    return component;
  }

  /**
   * Near its aim m a component's debt d moves by −g m (1 − m) d a flow on average and by m (1 − m)
   * in variance, so it keeps a standard deviation of 1 / √(2g) = 3.2 flows, whatever m, around the
   * debt that makes up for the head's error: here at most ln(4) / g = 28 flows.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aWrongHeadIsBroughtToTheMarginals(long seed) {
    var random = new SplittableRandom(seed);
    feedback.at(0);
    int[] counts = new int[3];
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      counts[draw(new double[] {0.3, 0.3, 0.4}, random)]++;
    }
    for (int c = 0; c < 3; c++) {
      assertThat((double) counts[c]).isCloseTo(n * MORNING[c], within(28 + 6 * 3.2));
    }
  }

  @Test
  void aRightHeadIsLeftAlone() {
    var random = new SplittableRandom(5);
    feedback.at(0);
    double moved = 0;
    int n = 5000;
    for (int i = 0; i < n; i++) {
      float[] logits = new float[3];
      feedback.tilt(0, 0, 3, logits, 0);
      moved += Math.abs(logits[0]) / n;
      draw(MORNING, random);
    }
    assertThat(moved).isBetween(1e-4, 3.2 * GAIN);
  }

  @Test
  void theDayPartsAreOwedOneAfterTheOther() {
    var random = new SplittableRandom(6);
    int[] counts = new int[3];
    for (int part = 0; part < DayParts.COUNT; part++) {
      feedback.at(part);
      for (int i = 0; i < 8000 / DayParts.COUNT; i++) {
        counts[
            draw(
                part < DayParts.COUNT / 2 ? EVENING : MORNING,
                random)]++; // the head has them reversed
      }
    }
    for (int c = 0; c < 3; c++) {
      assertThat((double) counts[c])
          .isCloseTo(4000 * (MORNING[c] + EVENING[c]), within(2 * Math.log(6) / GAIN));
    }
  }

  @Test
  void outcomesAreOwedLikeComponents() {
    feedback.at(0);
    assertThat(feedback.outcome(0)).isZero();
    for (int i = 0; i < 8; i++) { // then 8 · 0.75 − 8 and 8 · 0.25 flows are owed
      feedback.had(0, 0);
    }
    assertThat(feedback.outcome(0)).isCloseTo((float) (-2 * GAIN), within(1e-6f));
    assertThat(feedback.outcome(1)).isCloseTo((float) (2 * GAIN), within(1e-6f));
    assertThat(feedback.outcome(-1)).isZero();
    float[] logits = new float[3];
    feedback.tiltOutcomes(0, 2, logits, 1);
    assertThat(logits).containsExactly(0, feedback.outcome(0), feedback.outcome(1));
    for (int i = 0; i < 1000; i++) {
      feedback.had(0, 0);
    }
    assertThat(feedback.outcome(1)).isEqualTo((float) MOST);
    for (int i = 0; i < 80; i++) { // 100 were owed, not 252: 20 more, and 80 back
      feedback.had(0, 1);
    }
    assertThat(feedback.outcome(1)).isCloseTo((float) ((100 + 20 - 80) * GAIN), within(1e-4f));
  }

  @Test
  void fieldsWithFreeComponentsAreTheNetworksOwn() {
    var free = feedback(1);
    free.at(0);
    free.drawn(0, 0);
    float[] logits = new float[3];
    free.tilt(0, 0, 3, logits, 0);
    assertThat(logits).containsOnly(0);
  }

  @Test
  void aHostThatIsAheadSlowsDownAndOneThatIsBehindHurries() {
    assertThat(Feedback.pace(0, 100)).isZero();
    assertThat(Feedback.pace(100, 100)).isCloseTo(-Math.log(2), within(1e-12)); // twice as fast
    assertThat(Feedback.pace(-50, 100)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(Feedback.pace(9000, 100)).isEqualTo(-2);
    assertThat(Feedback.pace(-900, 100)).isEqualTo(2);
    assertThat(Feedback.pace(5, 0)).isCloseTo(-Math.log(6), within(1e-12)); // an hour of one
  }
}
