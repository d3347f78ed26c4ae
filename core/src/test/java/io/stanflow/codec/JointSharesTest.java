package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JointSharesTest {
  private static final boolean[][] ALLOWED = {{true, true}, {false, true}};

  /** The second row has the second column alone, so of that a fifth is the first row's. */
  @Test
  void whatNeverComesTogetherSaysTheRest() {
    var joint = new JointShares(ALLOWED, new double[] {0.6, 0.4}, new double[] {0.5, 0.5});
    double[] changed = joint.reweighed(new double[] {1, 2});
    assertThat(changed[0]).isCloseTo(1, within(1e-9));
    assertThat(changed[1]).isCloseTo((0.1 + 2 * 0.4) / 0.5, within(1e-9));
  }

  @Test
  void columnsThatNobodyHasStay() {
    var joint = new JointShares(ALLOWED, new double[] {0, 1}, new double[] {0, 1});
    assertThat(joint.reweighed(new double[] {3, 2})).containsExactly(1, 2);
  }
}
