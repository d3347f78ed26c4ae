package io.stanflow.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.PreparedFlows;
import io.stanflow.generate.Scenario;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** On executors that are processes of their own; skipped where Spark cannot start any. */
@ResourceLock("spark")
class LocalClusterTest {
  private static final int FLOWS = 2000;

  @TempDir private static Path folder;
  private static Path model;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    model = GoldenFlows.model(folder);
    try {
      spark =
          SparkSession.builder()
              .master("local-cluster[2,1,1024]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "localhost")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
              .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
              .getOrCreate();
      assertThat(spark.range(10).count()).isEqualTo(10);
    } catch (RuntimeException e) {
      Assumptions.abort("Spark cannot start here: " + e);
    }
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  private static Dataset<Row> flows() {
    return spark
        .read()
        .format("stanflow")
        .option("hosts", 9)
        .option("flows", FLOWS)
        .option("partitions", 4)
        .load(model.toString());
  }

  private static List<String> expected() throws IOException {
    Scenario scenario = Scenario.DEFAULTS.withHosts(9).withDuration(null).withFlows(FLOWS);
    return GoldenFlows.expected(model, scenario);
  }

  @Test
  void executorsGenerateTheFlowsOfTheLibrary() throws IOException {
    assertThat(GoldenFlows.lines(flows())).isEqualTo(expected());
  }

  /** The first executor that comes to the middle of its partition ends, and never another. */
  @Test
  void anExecutorThatDiesLosesAndDoublesNothing() throws IOException {
    String killed = folder.resolve("killed").toString();
    Dataset<Row> flows = flows();
    MapFunction<Row, Row> kill =
        row -> {
          if (TaskContext.get().taskMetrics().inputMetrics().recordsRead() > 100) {
            killOnce(Path.of(killed));
          }
          return row;
        };
    Dataset<Row> through = flows.map(kill, Encoders.row(flows.schema()));
    assertThat(GoldenFlows.lines(through)).isEqualTo(expected());
    assertThat(Path.of(killed)).exists();
  }

  private static void killOnce(Path mark) throws IOException {
    try {
      Files.createFile(mark);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    Runtime.getRuntime().halt(1);
  }

  @Test
  void executorsPrepareFlowsForTraining() throws IOException {
    String output = folder.resolve("prepared").toString();
    var options = Map.of("internal", "10.0.0.0/16,fd00::/64", "minFlows", "1", "output", output);
    PreparedFlows says = PreparedTraining.prepare(flows(), PrepareOptions.of(options));
    assertThat(says.table().flows()).isEqualTo(FLOWS);
    try (DuckTable table = FlowFiles.read(List.of(output), ReadOptions.DEFAULTS)) {
      assertThat(table.size()).isEqualTo(FLOWS - says.table().outside()).isGreaterThan(FLOWS / 2);
      assertThat(table.hosts()).isGreaterThanOrEqualTo(9); // and peers in their blocks
    }
  }

  @Test
  void aModelThatIsGoneEndsTheJobWithOneSentence() throws IOException {
    Path gone = Files.copy(model, folder.resolve("gone.stanflow"));
    Dataset<Row> flows =
        spark.read().format("stanflow").option("hosts", 9).option("flows", 7).load(gone.toString());
    Files.delete(gone);
    assertThatThrownBy(flows::count).hasStackTraceContaining("gone.stanflow");
  }
}
