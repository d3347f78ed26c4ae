package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Model;
import io.stanflow.model.Weights;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of few columns are learned and generated end to end. */
@Tag("torch")
@ExtendWith(Natives.class)
class OddTablesTest {
  private static final int EPOCHS = 4;

  static Stream<Arguments> columns() {
    var time = Attribute.start(Schema.TIME);
    return Stream.of(
        Arguments.of(
            "words", List.of(Attribute.categorical(Schema.PROTOCOL), Attribute.categorical("tos"))),
        Arguments.of("a count", List.of(Attribute.count(Schema.PACKETS))),
        Arguments.of("time", List.of(time)),
        Arguments.of(
            "addresses",
            List.of(
                time,
                Attribute.address(Schema.SOURCE_ADDRESS),
                Attribute.address(Schema.DESTINATION_ADDRESS))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("columns")
  void tableOfTheseColumnsTrainsAndGenerates(String name, List<Attribute> columns)
      throws IOException {
    MemoryTable table = SimulatedTraffic.table(9, 40, false, 1).project(new Schema(columns));
    var options = Cases.TINY.withData(new TrainingData.Options(3, 3, 0.2, 1)).withEpochs(EPOCHS);
    Training.Result result =
        new Training(table, options, Training.Origin.UNKNOWN)
            .train(Optional.empty(), false, TrainMonitor.NONE);
    Model model = result.model();
    List<Double> bits = result.reports().stream().map(EpochReport::trainingBits).toList();
    // few columns are near their entropy from the start: priors do most
    assertThat(bits.get(EPOCHS - 1)).as("%s", bits).isBetween(0.0, bits.get(0) - 0.01);
    checkMoved(model.weights(), Weights.random(model.architecture(), model.codec().layout(), 1));
    Scenario scenario =
        Scenario.DEFAULTS.withHosts(4).withDuration(Duration.ofHours(2)).withFlows(200);
    try (Stream<Flow> flows = new StanflowModel(model).generate(scenario)) {
      assertThat(flows.toList()).hasSize(200).allMatch(f -> f.schema().equals(table.schema()));
    }
  }

  /**
   * The last layers of blocks and heads have moved by more than rounding, but that of turns: no
   * sweep and no timer is in these flows.
   */
  private static void checkMoved(Weights weights, Weights start) {
    start
        .tensors()
        .forEach(
            (name, from) -> {
              float[] to = weights.get(name);
              double moved = 0;
              for (int i = 0; i < to.length; i++) {
                moved = Math.max(moved, Math.abs(to[i] - from[i]));
              }
              if (name.endsWith(".out.weight") && !name.startsWith("head.turn.")) {
                assertThat(moved).as(name).isGreaterThan(1e-3);
              }
            });
  }
}
