package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Model;
import io.stanflow.model.Provenance;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    var data = TrainingData.fit(table, new TrainingData.Options(3, 3, 0.2, 1));
    try (var trainer =
        new Trainer(data, Cases.TINY.withEnd(2, null), null, false, TrainMonitor.NONE)) {
      trainer.train();
      List<EpochReport> reports = trainer.reports();
      // few columns are near their entropy from the start: priors do most
      double first = reports.get(0).trainingBits();
      assertThat(reports.get(1).trainingBits()).as(name).isBetween(0.0, first + 0.05);
      var model =
          new Model(
              data.codec(),
              trainer.architecture(),
              trainer.best(),
              data.modelProfiles(),
              new Provenance(Map.of(), Map.of()));
      Scenario scenario =
          Scenario.DEFAULTS.withHosts(4).withDuration(Duration.ofHours(2)).withFlows(200);
      try (Stream<Flow> flows = new StanflowModel(model).generate(scenario)) {
        assertThat(flows.toList()).hasSize(200).allMatch(f -> f.schema().equals(table.schema()));
      }
    }
  }
}
