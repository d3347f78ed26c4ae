package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Cidr;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.train.EpochReport;
import io.stanflow.train.TrainMonitor;
import io.stanflow.train.TrainOptions;
import io.stanflow.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
  @TempDir private Path folder;

  @Test
  void trainsMeasuresAndTellsOfIt() throws IOException {
    Path flows = SmallFlows.write(folder.resolve("secretname.csv"), 8);
    Path later = SmallFlows.write(folder.resolve("later.csv"), 12);
    Path file = folder.resolve("model.stanflow");
    Path own = folder.resolve("own.stanflow");
    CommandRun run = SmallFlows.train(flows, file, "--later", later, "--own-profiles", own);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("1,200 flows of 12 hosts read", "held-out (classes)");
    assertThat(run.err().lines()).filteredOn(l -> l.matches(" +[12] .*")).hasSize(2);
    assertThat(run.err()).containsPattern("all, exact values +[0-9.]+ +[0-9.]+ +[0-9.]+");
    Model model = ModelFile.read(file);
    assertThat(model.provenance().training()).containsEntry("profileK", "3");
    assertThat(ModelFile.read(own).profiles())
        .hasSize(12)
        .allMatch(profile -> profile.spec().hosts() == 1);
    Map<String, String> training = model.provenance().training();
    assertThat(String.join(" ", training.keySet()))
        .isEqualTo(
            "program flows hosts flowsLeftOut malformedLinesDropped minFlows mostHosts firstDay"
                + " lastDay k profileK heldOutShare seed epochs patience workers device"
                + " learningRate batchRows chunkRows clipNorm weightDecay dropout profileNoise"
                + " heldOutHosts heldOutPlaces epochsDone bestEpoch trainingSeconds");
    assertThat(training)
        .containsEntry("flows", Integer.toString(SmallFlows.FLOWS))
        .containsEntry("hosts", "12")
        .containsEntry("firstDay", "2016-04-11")
        .containsEntry("lastDay", "2016-04-11")
        .containsEntry("heldOutHosts", "1")
        .containsEntry("epochsDone", "2")
        .containsEntry("program", "stanflow " + Version.text());
    assertThat(training.toString()).doesNotContain("192.0.2", "secretname", folder.toString());
    assertThat(model.provenance().metrics())
        .containsKeys("heldOut.exact", "heldOut.classes", "heldOut.gap", "later.exact");
    assertThat(folder).isDirectoryNotContaining("glob:**.checkpoint");
  }

  @Test
  void inspectPrintsWhatTheModelHolds() {
    CommandRun text = CommandRun.of("inspect", SmallFlows.model());
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("sourceAddress", "popular", "parameters", "profiles:", "for 12 hosts")
        .contains("firstDay", "bits per flow", "held-out")
        .containsPattern("dns client +[0-9.]+ % .*round the clock");
    CommandRun json = CommandRun.of("inspect", "--json", SmallFlows.model());
    Map<?, ?> parsed = new Gson().fromJson(json.out(), Map.class);
    assertThat(parsed.keySet().stream().map(Object::toString))
        .contains("attributes", "fields", "profiles", "training", "metrics", "parameters", "kinds");
    assertThat(json.out() + text.out()).doesNotContain("192.0.2.", "198.51.100.");
  }

  @Test
  void resumedTrainingGivesTheSameWeights() throws IOException {
    Path flows = SmallFlows.write(folder.resolve("flows.csv"), 8);
    Path checkpoint = folder.resolve("b.stanflow.checkpoint");
    stopAfterFirstEpoch(flows, checkpoint);
    Path whole = folder.resolve("a.stanflow");
    Path resumed = folder.resolve("b.stanflow");
    assertThat(SmallFlows.train(flows, whole).code()).isZero();
    CommandRun refused = SmallFlows.train(flows, resumed);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.lastError()).contains("b.stanflow.checkpoint", "--resume");
    CommandRun run = SmallFlows.train(flows, resumed, "--resume");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().lines()).filteredOn(l -> l.matches(" +[12] .*")).hasSize(1);
    Map<String, float[]> expected = ModelFile.read(whole).weights().tensors();
    ModelFile.read(resumed)
        .weights()
        .tensors()
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    assertThat(checkpoint).doesNotExist();
  }

  /** What is left of the training of {@link SmallFlows#train} when it is stopped. */
  private static void stopAfterFirstEpoch(Path flows, Path checkpoint) throws IOException {
    ReadOptions reading =
        ReadOptions.DEFAULTS
            .withInternal(List.of(Cidr.parse(SmallFlows.INTERNAL)))
            .withMinFlowsPerHost(20);
    TrainOptions defaults = TrainOptions.DEFAULTS;
    TrainOptions.Fit fit = defaults.fit();
    TrainOptions options =
        defaults
            .withSize(
                new TrainOptions.Size(8, 8, defaults.size().dilations(), defaults.size().key()))
            .withFit(
                new TrainOptions.Fit(
                    fit.learningRate(),
                    fit.chunkRows(),
                    256,
                    fit.clipNorm(),
                    fit.weightDecay(),
                    fit.dropout(),
                    fit.profileNoise()))
            .withData(new TrainingData.Options(3, 3, 0.1, 1))
            .withEpochs(2)
            .withDevice("cpu")
            .withWorkers(1);
    var stop = new boolean[1];
    var monitor =
        new TrainMonitor() {
          @Override
          public void epoch(EpochReport report) {
            stop[0] = true;
          }

          @Override
          public boolean cancelled() {
            return stop[0];
          }
        };
    try (DuckTable table = FlowFiles.read(List.of(flows.toString()), reading)) {
      new Training(table, options, Training.Origin.UNKNOWN)
          .train(Optional.of(checkpoint), false, monitor);
    }
    assertThat(Files.exists(checkpoint)).isTrue();
  }
}
