package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.train.TrainMonitor;
import io.stanflow.train.TrainOptions;
import io.stanflow.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library use that README.md and docs/library.md show, word for word. */
class LibraryTest {
  private static final Path ROOT = Path.of(System.getProperty("stanflow.root", ".."));

  private static final String SOURCE = "cli/src/test/java/io/stanflow/cli/LibraryTest.java";

  /** A fifth of a second of training. */
  private static final TrainOptions SHORT =
      TrainOptions.DEFAULTS
          .withSize(new TrainOptions.Size(8, 8, List.of(1, 2), 4))
          .withEpochs(1)
          .withDevice("cpu");

  @TempDir private Path folder;

  /** Bytes that 20 hosts send and receive in an hour. */
  static long bytesOfAnHour(Path model) throws IOException {
    Scenario scenario = Scenario.DEFAULTS.withHosts(20).withSeed(7);
    try (Stream<Flow> flows = StanflowModel.load(model).generate(scenario)) {
      return flows.mapToLong(Flow::bytes).sum();
    }
  }

  /** Trains on a file of any format; {@code network} holds the hosts to learn. */
  static void train(String flows, String network, TrainOptions options, Path to)
      throws IOException {
    ReadOptions reading = ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse(network)));
    try (DuckTable table = FlowFiles.read(List.of(flows), reading)) {
      Model model = Training.run(table, options, TrainMonitor.NONE);
      ModelFile.write(to, model);
    }
  }

  /** Copies the flows of one protocol, from a file of any format to Parquet. */
  static void copy(String from, String protocol, String to) throws IOException {
    try (FlowRows flows = FlowFiles.inTime(List.of(from), ReadOptions.DEFAULTS);
        FlowWriter writer = FlowFiles.writer(to, "parquet", flows.schema())) {
      for (Flow flow = flows.next(); flow != null; flow = flows.next()) {
        if (flow.protocol().equals(protocol)) {
          writer.write(flow);
        }
      }
    }
  }

  /** Flows of hosts 0 to 9 of 20; another machine has the rest. */
  static long flowsOfTheFirstHalf(Path model) throws IOException {
    Scenario scenario = Scenario.DEFAULTS.withHosts(20).withSeed(7);
    try (Generation flows = StanflowModel.load(model).plan(scenario).start(0, 10)) {
      return flows.flows();
    }
  }

  @Test
  void snippetsThatGenerateRun() throws IOException {
    assertThat(bytesOfAnHour(SmallFlows.model())).isPositive();
    Scenario all = Scenario.DEFAULTS.withHosts(20).withSeed(7);
    try (Generation whole = StanflowModel.load(SmallFlows.model()).start(all)) {
      long half = flowsOfTheFirstHalf(SmallFlows.model());
      assertThat(half).isBetween(1L, whole.flows() - 1);
    }
  }

  @Test
  void snippetThatTrainsRuns() throws IOException {
    Path flows = SmallFlows.write(folder.resolve("flows.csv"), 8);
    Path model = folder.resolve("model.stanflow");
    train(flows.toString(), SmallFlows.INTERNAL, SHORT, model);
    assertThat(ModelFile.read(model).provenance().training())
        .containsEntry("flows", Integer.toString(SmallFlows.FLOWS))
        .containsEntry("epochsDone", "1")
        .doesNotContainKey("program");
    assertThat(bytesOfAnHour(model)).isPositive();
  }

  @Test
  void snippetThatCopiesRuns() throws IOException {
    Path flows = SmallFlows.write(folder.resolve("flows.csv"), 8);
    Path copy = folder.resolve("copy.parquet");
    copy(flows.toString(), "TCP", copy.toString());
    try (FlowRows rows = FlowFiles.rows(List.of(copy.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.size()).isBetween(1L, SmallFlows.FLOWS - 1L);
      rows.forEach(flow -> assertThat(flow.protocol()).isEqualTo("TCP"));
    }
  }

  @Test
  void documentsShowNothingElse() throws IOException {
    String source = Files.readString(ROOT.resolve(SOURCE)).replaceAll("(?m)^  ", "");
    String documents =
        Files.readString(ROOT.resolve("README.md"))
            + Files.readString(ROOT.resolve("docs/library.md"));
    List<String> snippets =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(documents)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(snippets).hasSize(4).allSatisfy(snippet -> assertThat(source).contains(snippet));
  }
}
