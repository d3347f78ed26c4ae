package io.stanflow.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HourlyFlowsTest {
  private static double foretold(HourlyFlows hours, int ahead, double day) {
    return Math.expm1(hours.expected(ahead, day));
  }

  @Test
  void whatWasLatelyCountsMost() {
    double[] flat = new double[3];
    assertThat(foretold(new HourlyFlows(new double[] {9, 9, 9}, flat), 0, 0))
        .isCloseTo(9, within(1e-9));
    // weights 1, 0.4, 0.16 of ln 10, ln 10 and ln 1
    assertThat(foretold(new HourlyFlows(new double[] {9, 9, 0}, flat), 0, 0))
        .isCloseTo(Math.pow(10, 1.4 / 1.56) - 1, within(1e-9));
    assertThat(foretold(new HourlyFlows(new double[] {0, 9, 9}, flat), 0, 0))
        .isCloseTo(Math.pow(10, 0.56 / 1.56) - 1, within(1e-9));
  }

  @Test
  void theDayOfTheNetworkIsTheHosts() {
    double[] day = {Math.log(4), 0};
    var hours = new HourlyFlows(new double[] {39, 9}, day);
    assertThat(foretold(hours, 0, Math.log(2))).isCloseTo(19, within(1e-9));
  }

  @Test
  void aHostHasHabitsFromTwoDaysOn() {
    double[] one = new double[24];
    Arrays.fill(one, 0, 8, 200); // and nothing in the 16 hours before these
    double[] three = new double[72];
    for (int k = 0; k < three.length; k++) {
      three[k] = one[k % 24];
    }
    var once = new HourlyFlows(one, new double[24]);
    assertThat(foretold(once, 0, 0)).isCloseTo(foretold(once, 12, 0), within(1e-9));
    var often = new HourlyFlows(three, new double[72]);
    // 16 quiet hours come, then busy ones
    assertThat(foretold(often, 0, 0)).isLessThan(0.2 * foretold(often, 17, 0));
    assertThat(foretold(often, 15, 0)).isLessThan(0.2 * foretold(often, 17, 0));
    assertThat(foretold(often, 17, 0)).isBetween(30.0, 220.0);
  }
}
