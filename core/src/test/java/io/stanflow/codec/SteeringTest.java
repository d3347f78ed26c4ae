package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteeringTest {
  private static void had(Steering steering, int c) {
    steering.drawn(c, true);
    steering.finish();
  }

  private static boolean rejects(Steering steering, int c, boolean own) {
    steering.drawn(c, own);
    return steering.isRejecting();
  }

  @Test
  void ownFlowsOfWhatThereIsEnoughOfAreDrawnAgainWhileOthersLack() {
    double[] half = {0.5, 0.5, 0};
    var steering = new Steering(half, half);
    assertThat(rejects(steering, 0, true)).isFalse();
    for (int i = 0; i < 3; i++) {
      had(steering, 0);
    }
    assertThat(rejects(steering, 0, true)).isTrue();
    assertThat(rejects(steering, 0, false)).as("given").isFalse();
    assertThat(rejects(steering, 1, true)).isFalse();
    had(steering, 1);
    assertThat(rejects(steering, 0, true)).as("by no more than one").isFalse();
    assertThat(rejects(steering, 2, true)).as("not to be had at all").isTrue();
  }

  @Test
  void logitsFollowWhatIsDrawnAndWhatLacks() {
    double[] half = {0.5, 0.5};
    var steering = new Steering(half, half);
    assertThat(steering.move(0)).isZero();
    steering.drawn(0, true); // and drawn again
    assertThat(steering.move(1)).isPositive().isEqualTo(-steering.move(0));
    double once = steering.move(1);
    steering.finish();
    assertThat(steering.move(1)).as("one half of a flow, too").isEqualTo(once + 0.25);
  }
}
