package io.stanflow.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
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
class PreparedTrainingTest {
  private static final String INTERNAL = "10.0.0.0/24,10.9.0.7,fd00::/16,::/8";
  private static final List<Cidr> BLOCKS =
      Stream.of(INTERNAL.split(",", -1)).map(Cidr::parse).toList();

  @TempDir private static Path folder;
  private static Path flat;
  private static Path text;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    flat = folder.resolve("flat.parquet");
    text = folder.resolve("flat.csv");
    InsideTraffic.write(flat, "parquet");
    InsideTraffic.write(text, "csv");
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.codegen.wholeStage", "false") // compiling takes longer than running
            .config("spark.sql.files.openCostInBytes", "0")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static ReadOptions options(int minFlows, int mostHosts) {
    return ReadOptions.DEFAULTS
        .withInternal(BLOCKS)
        .withMinFlowsPerHost(minFlows)
        .withMostHosts(mostHosts);
  }

  private static Map<String, String> options(Path output) {
    var options = new HashMap<String, String>();
    options.put("internal", INTERNAL);
    options.put("output", output.toString());
    return options;
  }

  private static Path output() throws IOException {
    return Files.createTempDirectory(folder, "prepared").resolve("flows");
  }

  /** Prepares for these hosts, and returns the folder. */
  private static Path prepare(
      Dataset<Row> flows, int minFlows, int mostHosts, Map<String, String> more)
      throws IOException {
    Path output = output();
    Map<String, String> options = options(output);
    options.put("minFlows", Integer.toString(minFlows));
    options.put("mostHosts", Integer.toString(mostHosts));
    options.putAll(more);
    PreparedTraining.prepare(flows, PrepareOptions.of(options));
    return output;
  }

  private static DuckTable read(Path file, ReadOptions options) throws IOException {
    return FlowFiles.read(List.of(file.toString()), options);
  }

  private static void assertSame(
      Path prepared, Path file, int minFlows, int mostHosts, boolean exact) throws IOException {
    try (DuckTable expected = read(file, options(minFlows, mostHosts));
        DuckTable table = read(prepared, ReadOptions.DEFAULTS)) {
      assertThat(InsideTraffic.series(table)).isEqualTo(InsideTraffic.series(expected));
      assertThat(InsideTraffic.places(table, exact))
          .isEqualTo(InsideTraffic.places(expected, exact));
      assertThat(table.schema()).isEqualTo(expected.schema());
      assertThat(table.size()).isEqualTo(expected.size());
      assertThat(table.hosts()).isEqualTo(expected.hosts());
      assertThat(table.internal()).isEqualTo(expected.internal());
      assertThat(table.recording()).isEqualTo(expected.recording());
      assertThat(table.leftOut()).isEqualTo(expected.leftOut());
      assertThat(table.whose()).isEqualTo(expected.whose());
      assertThat(table.notes().subList(1, table.notes().size()))
          .isEqualTo(expected.notes().subList(1, expected.notes().size()));
    }
  }

  /** Whatever the partitions are and in whatever order rows lie in them. */
  @ParameterizedTest
  @CsvSource({"1, 1, 4096", "4, 60, 7", "13, 1, 19"})
  void seriesAreThoseOfTheFile(int partitions, int minFlows, int mostHosts) throws IOException {
    Dataset<Row> flows =
        spark
            .read()
            .parquet(flat.toString())
            .withColumn("row", monotonically_increasing_id())
            .repartition(partitions);
    Path prepared = prepare(flows, minFlows, mostHosts, Map.of("order", "row"));
    assertSame(prepared, flat, minFlows, mostHosts, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 13})
  void withoutAnOrderItIsThatInWhichTheFileIsRead(int partitions) throws IOException {
    spark.conf().set("spark.sql.files.maxPartitionBytes", Files.size(text) / partitions + 1);
    Dataset<Row> flows = spark.read().option("header", true).csv(text.toString());
    assertThat(flows.javaRDD().getNumPartitions()).isEqualTo(partitions);
    Path prepared = prepare(flows, 20, 19, Map.of());
    spark.conf().unset("spark.sql.files.maxPartitionBytes");
    assertSame(prepared, text, 20, 19, false);
  }

  @Test
  void whatIsFittedIsTheSame() throws IOException {
    Path prepared = prepare(spark.read().parquet(flat.toString()), 30, 15, Map.of());
    try (DuckTable expected = read(flat, options(30, 15));
        DuckTable table = read(prepared, options(1, 1))) {
      assertThat(table.format()).isEqualTo(expected.format());
      assertThat(table.schema().kind(0)).isEqualTo(Kind.END);
      var fitted = TrainingData.fit(table, TrainingData.Options.DEFAULTS);
      var fittedToAll = TrainingData.fit(expected, TrainingData.Options.DEFAULTS);
      assertThat(fitted.codec().spec())
          .usingRecursiveComparison()
          .isEqualTo(fittedToAll.codec().spec());
      assertThat(fitted.modelProfiles())
          .usingRecursiveComparison()
          .isEqualTo(fittedToAll.modelProfiles());
      assertThat(fitted.ownProfiles())
          .hasSize(15)
          .usingRecursiveComparison()
          .isEqualTo(fittedToAll.ownProfiles());
    }
  }

  /** Of other names and types: instants, and addresses of which some are bytes. */
  @Test
  void columnsCanBeNamed() throws IOException {
    UDF1<String, byte[]> bytes = address -> InetAddress.getByName(address).getAddress();
    Dataset<Row> flows =
        spark
            .read()
            .parquet(flat.toString())
            .withColumn("te", col("time").cast("timestamp"))
            .withColumnRenamed("bytes", "in bytes")
            .withColumn("extra", lit(new int[] {1}))
            .withColumn("sa", udf(bytes, DataTypes.BinaryType).apply(col("sourceAddress")));
    String columns =
        "time:end=te,duration,sourceAddress=sa,destinationAddress,sourcePort,destinationPort,"
            + "protocol,tcpFlags,packets,bytes=in bytes,forwardingStatus,tos,label:word";
    Path prepared = prepare(flows, 20, 19, Map.of("columns", columns));
    assertSame(prepared, flat, 20, 19, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "columns | sourceAddress=src,destinationAddress | the table has no column src; it has"
            + " time,",
        "columns | sourceAddress,bytes | no column is destinationAddress; option columns says"
            + " which",
        "columns | time:when | column time: no kind is named 'when'; there are start, end",
        "columns | time,time | two columns are named time",
        "columns | outgoing=tos | a column is named outgoing, a name we use ourselves",
        "columns | sourceAddress=bytes,destinationAddress | column bytes is of type bigint;"
            + " addresses",
        "order | label | option order: label has no whole numbers",
        "order | none | the table has no column none",
        "internal | 10.0.0.0/99 | option internal: prefix length 99 is not in [0, 32]",
        "internal | 11.0.0.0/8 | no host of [11.0.0.0/8] has 20 or more flows; pass other",
        "minFlows | 0 | option minFlows: '0' is no whole number of at least 1",
        "mostHosts | all | option mostHosts: 'all' is no whole number of at least 1",
        "hosts | 3 | there is no option hosts; there are internal, minFlows, mostHosts, columns"
      })
  void wrongOptionsAreRefused(String name, String value, String message) throws IOException {
    Map<String, String> options = options(output());
    options.put(name, value);
    assertThatThrownBy(
            () ->
                PreparedTraining.prepare(
                    spark.read().parquet(flat.toString()), PrepareOptions.of(options)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void rowsWithoutAddressesAreCountedAndRefused() {
    Dataset<Row> flows =
        spark
            .read()
            .parquet(flat.toString())
            .withColumn(
                "sourceAddress",
                org.apache
                    .spark
                    .sql
                    .functions
                    .when(col("sourceAddress").equalTo("10.0.0.1"), "10.0.0.")
                    .otherwise(col("sourceAddress")));
    assertThatThrownBy(() -> prepare(flows, 1, 9, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "rows without an IP address on each side: \\d+, such as sourceAddress 10.0.0.;"
                + " leave them out of the table");
  }

  @Test
  void aRowWithoutAPlaceEndsTheJob() {
    Dataset<Row> flows =
        spark.read().parquet(flat.toString()).withColumn("row", lit(null).cast("bigint"));
    assertThatThrownBy(() -> prepare(flows, 1, 9, Map.of("order", "row")))
        .hasStackTraceContaining("a row has no row, which is its place");
  }

  @Test
  void anOutputThatExistsIsRefused() {
    Map<String, String> options = options(folder);
    assertThatThrownBy(
            () ->
                PreparedTraining.prepare(
                    spark.read().parquet(flat.toString()), PrepareOptions.of(options)))
        .hasMessage(folder + ": is there already; name another output");
  }

  /** Last: the job stops Spark. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theJobPrepares() throws Exception {
    Path output = output();
    for (String wrong :
        List.of(
            "internal=" + INTERNAL,
            "input=" + flat,
            "input=none.parquet internal=10.0.0.0/8 output=x",
            "input=" + flat + " internal=10.0.0.0/8 columns=x output=" + output)) {
      assertThatThrownBy(() -> PrepareJob.main(wrong.split(" ", -1)))
          .isInstanceOf(SparkUserAppException.class);
    }
    PrepareJob.main(
        new String[] {
          "input=" + text, "format=csv", "internal=" + INTERNAL, "mostHosts=9", "output=" + output
        });
    assertThat(output.resolve(PreparedFlows.FILE)).exists();
    assertSame(output, text, 20, 9, false);
  }
}
