package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.train.BitsPerFlow;
import io.stanflow.train.EpochReport;
import io.stanflow.train.TrainStep;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is shown of an epoch while it runs. */
@Isolated("sets system properties")
class TrainLogTest {
  private static final TrainStep STEP =
      new TrainStep(12, 345_678, 892_265, 0.25, 1200, 12_345, 70.456);

  @AfterEach
  void forget() {
    System.clearProperty("stanflow.terminal");
  }

  private static String shown(TrainStep step) {
    var text = new StringWriter();
    new TrainLog(new PrintWriter(text, true)).step(step);
    return text.toString().replace("\r\033[K", "");
  }

  @Test
  void aTerminalSeesFlowsRateAndTimeLeftInOneLine() {
    System.setProperty("stanflow.terminal", "true");
    assertThat(shown(STEP))
        .isEqualTo("epoch 12, 25 %, 1h00m00s left: 345,678 of 892,265 flows, 12,345/s, 70.46 bits");
    assertThat(shown(new TrainStep(1, 0, 9, 0, 0, 0, 1))).startsWith("epoch 1, 0 %, ? left");
  }

  @Test
  void aPipeSeesNothingBeforeTheEpochEnds() {
    assertThat(shown(STEP)).isEmpty();
  }

  private static String curve(double... bits) {
    var text = new StringWriter();
    var log = new TrainLog(new PrintWriter(text, true));
    for (int epoch = 0; epoch < bits.length; epoch++) {
      var heldOut = new BitsPerFlow(9, bits[epoch], 1, Map.of());
      log.epoch(new EpochReport(epoch + 1, 1, 50, heldOut, null, true));
    }
    log.epoch(new EpochReport(9, 1, 50, null, null, false));
    text.getBuffer().setLength(0);
    log.curve();
    return text.toString().strip();
  }

  @Test
  void aTerminalSeesTheCourseOfTheHeldOutFlows() {
    assertThat(curve(40, 30)).isEmpty();
    System.setProperty("stanflow.terminal", "true");
    assertThat(curve(44, 33, 30, 37.5)).isEqualTo("held-out bits per flow, 44.000 to 37.500: █▂▁▄");
    assertThat(curve(44)).isEmpty();
    assertThat(curve()).isEmpty();
  }
}
