package io.stanflow.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock("spark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlowSourceTest {
  private static final Scenario SCENARIO =
      Scenario.DEFAULTS.withHosts(9).withDuration(Duration.ofMinutes(30)).withSeed(7);

  @TempDir private static Path folder;
  private static Path model;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    model = GoldenFlows.model(folder);
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static DataFrameReader reader() {
    return spark
        .read()
        .format("stanflow")
        .option("model", model.toUri().toString())
        .option("hosts", 9)
        .option("duration", "30m")
        .option("seed", 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void flowsAreThoseOfTheLibraryOnAnyNumberOfPartitions(int partitions) throws IOException {
    Dataset<Row> flows = reader().option("partitions", partitions).load();
    List<String> expected = GoldenFlows.expected(model, SCENARIO);
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(GoldenFlows.lines(flows)).isEqualTo(expected);
    assertThat(flows.javaRDD().getNumPartitions()).isBetween(1, Math.min(partitions, 9));
  }

  @Test
  void everyOptionOfTheScenarioCounts() throws IOException {
    Dataset<Row> flows =
        spark
            .read()
            .format("stanflow")
            .option("hosts", "all")
            .option("START", "2026-02-03T08:00:00+02:00")
            .option("flows", 333)
            .option("seed", -5)
            .option("internal", "172.16.0.0/20, 192.168.0.0/24")
            .load(model.toString());
    Scenario scenario =
        SCENARIO
            .withHosts(0)
            .withStart(Instant.parse("2026-02-03T06:00:00Z"))
            .withZone(ZoneOffset.ofHours(2))
            .withDuration(null)
            .withFlows(333)
            .withSeed(-5)
            .withInternal(List.of(Cidr.parse("172.16.0.0/20"), Cidr.parse("192.168.0.0/24")));
    assertThat(GoldenFlows.lines(flows))
        .hasSize(333)
        .isEqualTo(GoldenFlows.expected(model, scenario));
  }

  @Test
  void columnsHaveTypesOfTheirAttributes() {
    assertThat(Arrays.stream(reader().load().dtypes()).map(Object::toString))
        .containsExactly(
            "(time,TimestampType)",
            "(duration,LongType)",
            "(sourceAddress,StringType)",
            "(destinationAddress,StringType)",
            "(sourcePort,IntegerType)",
            "(destinationPort,IntegerType)",
            "(protocol,StringType)",
            "(tcpFlags,IntegerType)",
            "(packets,LongType)",
            "(bytes,LongType)",
            "(forwardingStatus,StringType)",
            "(tos,StringType)",
            "(label,StringType)");
  }

  @Test
  void columnsThatAreNotWantedAreNotMade() throws IOException {
    Dataset<Row> flows = reader().load();
    long bytes;
    try (var all = StanflowModel.load(model).generate(SCENARIO)) {
      bytes = all.mapToLong(Flow::bytes).sum();
    }
    Dataset<Row> total = flows.agg(sum("bytes"));
    assertThat(total.first().getLong(0)).isEqualTo(bytes);
    String plan = total.queryExecution().executedPlan().toString();
    assertThat(plan).contains("bytes").doesNotContain("sourceAddress");
    assertThat(flows.count()).isEqualTo(GoldenFlows.expected(model, SCENARIO).size());
  }

  @Test
  void limitEndsEachPartition() throws IOException {
    Dataset<Row> some = reader().option("partitions", 3).load().limit(10);
    assertThat(GoldenFlows.expected(model, SCENARIO)).containsAll(GoldenFlows.lines(some));
    assertThat(some.collectAsList()).hasSize(10);
    var builder =
        new ScenarioScanBuilder(
            ModelPath.of(model.toString(), spark.sessionState().newHadoopConf()),
            ScenarioOptions.of(Map.of("model", model.toString(), "hosts", "9")),
            reader().load().schema());
    assertThat(builder.pushLimit(4)).isTrue();
    assertThat(builder.isPartiallyPushed()).isTrue();
    var batch = builder.build().toBatch();
    var parts = batch.planInputPartitions();
    for (var part : parts) {
      try (var rows = batch.createReaderFactory().createReader(part)) {
        int count = 0;
        while (rows.next()) {
          count++;
        }
        assertThat(count).isLessThanOrEqualTo(4);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void addressesCanBeBytes() {
    Dataset<Row> flows = reader().option("addresses", "binary").load();
    Row source = flows.select(col("sourceAddress"), length(col("sourceAddress"))).first();
    assertThat((byte[]) source.get(0)).hasSize(4);
    assertThat(source.getInt(1)).isEqualTo(4);
    assertThat(
            flows
                .selectExpr("hex(sourceAddress)")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .anyMatch(hex -> hex.startsWith("0A00"));
  }

  @Test
  void filesLieByTheHour() throws IOException {
    Path out = folder.resolve("by-hour");
    reader()
        .option("start", "2026-01-05T10:45:00Z")
        .option("hour", true)
        .load()
        .write()
        .partitionBy("hour")
        .parquet(out.toString());
    assertThat(out.resolve("hour=2026-01-05T10")).isDirectory();
    assertThat(out.resolve("hour=2026-01-05T11")).isDirectory();
    Scenario scenario = SCENARIO.withStart(Instant.parse("2026-01-05T10:45:00Z"));
    assertThat(GoldenFlows.lines(spark.read().parquet(out.toString()).drop("hour")))
        .isEqualTo(GoldenFlows.expected(model, scenario));
  }

  @Test
  void canBeReadInSql() {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW flows USING stanflow OPTIONS (model '%s', flows '200', hosts '9')"
            .formatted(model));
    assertThat(spark.sql("SELECT count(*) FROM flows").first().getLong(0)).isEqualTo(200);
  }

  @Test
  void howManyFlowsThereWillBeIsKnownToTheOptimizer() {
    Dataset<Row> flows = reader().option("flows", 200).load();
    var statistics = flows.queryExecution().optimizedPlan().stats();
    assertThat(statistics.rowCount().get().toLong()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts | none | option hosts: 'none' is neither a number >= 1 nor 'all'",
        "duration | 3 weeks | option duration: '3 weeks' is no span; write 90s, 15m, 16h or 2d",
        "start | monday | option start: 'monday' is no instant",
        "seed | x | option seed: 'x' is no whole number",
        "flows | 0 | option flows: must be at least 1 but is 0",
        "internal | 10.0.0.0/99 | option internal: prefix length 99 is not in [0, 32]",
        "partitions | -1 | option partitions: must be at least 1 but is -1",
        "addresses | hex | option addresses: 'hex' is none of string, binary",
        "hour | maybe | option hour: 'maybe' is none of true, false",
        "speed | 3 | stanflow has no option speed; there are model, hosts, start",
        "hosts | 2000000 | hosts must be at most 1,000,000",
        "where | label=x:101% | option where: the share of label=x is 101.0, not from 0"
      })
  void wrongOptionsAreRefusedOnTheDriver(String name, String value, String message) {
    assertThatThrownBy(() -> reader().option(name, value).load())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theModelMustBeNamed() {
    assertThatThrownBy(() -> spark.read().format("stanflow").load())
        .hasMessageContaining("stanflow needs the option model");
  }

  @Test
  void modelsThatCannotBeReadAreRefusedOnTheDriver() throws IOException {
    Path none = folder.resolve("none.stanflow");
    assertThatThrownBy(() -> reader().option("model", none.toString()).load())
        .hasMessageContaining("none.stanflow: there is no such file; name a model that");
    assertThatThrownBy(() -> reader().option("model", folder.toString()).load())
        .hasMessageContaining(": a folder, not a file; name a model that");
    Path half = folder.resolve("half.stanflow");
    byte[] whole = Files.readAllBytes(model);
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> reader().option("model", half.toString()).load())
        .hasMessageContaining("half.stanflow: ")
        .hasMessageContaining("truncated");
  }

  @Test
  void aModelThatChangesMeanwhileIsNotMixed() throws IOException {
    Path changing = Files.copy(model, folder.resolve("changing.stanflow"));
    ModelPath found = ModelPath.of(changing.toString(), spark.sessionState().newHadoopConf());
    Files.write(changing, new byte[] {1, 2, 3});
    assertThatThrownBy(found::read).hasMessageContaining("it was changed since the read began");
  }

  /** Last: the job stops Spark. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theJobWritesFiles() throws Exception {
    Path out = folder.resolve("job");
    for (String wrong : List.of("hosts=9", "hosts", "model=none.stanflow output=x")) {
      String[] arguments = ("model=" + model + " " + wrong).split(" ");
      assertThatThrownBy(() -> GenerateJob.main(arguments))
          .isInstanceOf(SparkUserAppException.class);
    }
    GenerateJob.main(
        new String[] {
          "model=" + model, "hosts=9", "flows=150", "hour=true", "format=csv", "output=" + out
        });
    assertThat(out.resolve("_SUCCESS")).exists();
    long lines = 0;
    try (var files = Files.walk(out)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        assertThat(file.getParent().getFileName().toString()).startsWith("hour=2026-01-05T1");
        lines += Files.readAllLines(file).size();
      }
    }
    assertThat(lines).isEqualTo(150);
  }
}
