package io.stanflow.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.report.Column;
import io.stanflow.evaluate.report.Report;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkUserAppException;
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

@ResourceLock("spark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StanflowSparkTest {
  private static final List<Cidr> INTERNAL = List.of(SimulatedTraffic.INTERNAL);
  private static final Judging JUDGING = Judging.of(INTERNAL);

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Path real;

  @BeforeAll
  static void start() throws IOException {
    spark = Engines.spark(folder);
    real = Engines.write(SimulatedTraffic.table(7, 120, true, 1), folder.resolve("real.parquet"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> table(Path file) {
    return spark.read().parquet(file.toString());
  }

  @Test
  void figuresAreThoseOfDuckDb() throws IOException {
    Report report = StanflowSpark.evaluate(table(real), Map.of(), JUDGING);
    List<FlowStatistics> all = Engines.measure(real, INTERNAL);
    FlowStatistics whole = all.get(0);
    assertThat(whole.file().flows()).isGreaterThan(1000);
    var words = Fidelity.frequentWords(whole, List.of());
    List<Column> columns = report.columns();
    assertThat(columns).extracting(Column::name).containsExactly("real", "otherHosts");
    Engines.compare(columns.get(0), whole, whole, whole, words);
    Engines.compare(columns.get(1), all.get(1), all.get(2), whole, words);
    assertThat(columns.get(1).fidelity().network().distances()).hasSizeGreaterThan(40);
    assertThat(report.markdown()).contains("## Distance from real", "| jsd.protocol ");
    assertThat(spark.catalog().listTables().collectAsList()).isEmpty();
    assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
  }

  @Test
  void whatATableLacksIsNotMeasured() throws IOException {
    Path other = folder.resolve("other.parquet");
    Engines.write(SimulatedTraffic.table(5, 150, true, 2), other);
    Path few = few(real, "few");
    Path made = few(other, "made");
    Report report =
        StanflowSpark.evaluate(table(few), Map.of("made", table(made)), Judging.of(List.of()));
    FlowStatistics whole = Engines.measure(part(few), List.of()).get(0);
    FlowStatistics synthetic = Engines.measure(part(made), List.of()).get(0);
    var words = Fidelity.frequentWords(whole, List.of(synthetic));
    List<Column> columns = report.columns();
    assertThat(columns).extracting(Column::name).containsExactly("real", "made");
    Engines.compare(columns.get(0), whole, whole, whole, words);
    Engines.compare(columns.get(1), whole, synthetic, whole, words);
    assertThat(columns.get(0).fidelity().distances())
        .containsKeys("jsd.label", "w1.gapMillis")
        .doesNotContainKeys("jsd.protocol", "w1.packets", "curve.peerPopularity");
  }

  /** A few columns in order of time, since rows of one time have an order in files alone. */
  private static Path few(Path of, String name) {
    Path few = folder.resolve(name);
    table(of)
        .select("bytes", "time", "label", "tcpFlags")
        .dropDuplicates("time")
        .coalesce(1)
        .write()
        .parquet(few.toString());
    return few;
  }

  private static Path part(Path few) throws IOException {
    try (var files = Files.list(few)) {
      return files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "*, 'x' AS bytes | table real: column bytes is STRING, not a whole number; cast it, or name"
            + " another with columns=bytes:COLUMN",
        "*, '08:59' AS time | table real: column time is STRING, not a TIMESTAMP",
        "*, -1 AS packets | table real: packets is not a number of at least 0 in",
        "*, 65536 AS sourcePort | table real: sourcePort is not a port from 0 to 65535 in",
        "*, '10.0.0' AS sourceAddress | table real: sourceAddress is not an IP address in",
        "*, NULL::STRING AS label | table real: label is not a word in",
        "*, '10.0.0.1' AS sourceAddress, '10.0.0.2' AS destinationAddress | table real has no flow"
            + " with a side in 192.168.0.0/16; say other internal blocks",
        "1 AS host_low | table real: a column is named host_low, a name we use ourselves; rename"
            + " it",
        "current_timestamp() AS seen | table real has no column that is an attribute; name some"
      })
  void tablesThatCannotBeMeasuredAreRefused(String columns, String message) {
    Dataset<Row> table = table(real);
    for (String name : table.columns()) { // in place of the real one
      table = columns.contains(" AS " + name) ? table.drop(name) : table;
    }
    Dataset<Row> wrong = table.selectExpr(columns.split(", "));
    assertThatThrownBy(() -> StanflowSpark.evaluate(wrong, Map.of(), JUDGING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
  }

  @Test
  void whoseHostsTheyAreMustBeSaid() {
    var nobody = Judging.of(List.of());
    assertThatThrownBy(() -> StanflowSpark.evaluate(table(real), Map.of(), nobody))
        .hasMessage("table real has addresses: say whose the hosts are, as internal=10.0.0.0/8");
    var missing = new Judging(INTERNAL, INTERNAL, Map.of("bytes", "octets"));
    assertThatThrownBy(() -> StanflowSpark.evaluate(table(real).drop("bytes"), Map.of(), missing))
        .hasMessageStartingWith(
            "table real has no column octets, which is to be bytes; it has time, duration");
    Map<String, Dataset<Row>> real = Map.of("real", table(StanflowSparkTest.real));
    assertThatThrownBy(() -> StanflowSpark.evaluate(real.get("real"), real, JUDGING))
        .hasMessage("a synthetic table cannot be named real");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3",
    "255.255.255.255",
    "001.2.3.4",
    "::",
    "::1",
    "1::",
    "2001:db8::1:0:0:ff",
    "FE80:0:0:0:1:2:3:4",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33",
    "1:2:3:4:5:6:7::"
  })
  void addressesAreHalves(String text) {
    Address address = Address.parse(text);
    assertThat(halves("'" + text + "'", false)).isEqualTo(address);
    String hex = "%016x%016x".formatted(address.high(), address.low());
    assertThat(halves("X'" + hex + "'", true)).isEqualTo(address);
    if (address.isIpv4()) {
      assertThat(halves("X'" + hex.substring(24) + "'", true)).isEqualTo(address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3",
    "1.2.3.256",
    "1.2.3.4.5",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "12345::",
    ":1:2:3:4:5:6:7",
    "g::",
    "::1.2.3.400",
    "host"
  })
  void whatIsNoAddressIsNull(String text) {
    assertThat(halves("'" + text + "'", false)).isNull();
  }

  private static Address halves(String literal, boolean binary) {
    String from = "(SELECT %s AS a)".formatted(literal);
    from = "(SELECT %s AS a FROM %s)".formatted(AddressSql.text("a", binary), from);
    from = "(SELECT %s AS a FROM %s)".formatted(AddressSql.filled("a"), from);
    Row row =
        spark
            .sql("SELECT %s, %s FROM %s".formatted(AddressSql.high("a"), AddressSql.low("a"), from))
            .first();
    return row.isNullAt(1)
        ? null
        : new Address(row.getDecimal(0).longValue(), row.getDecimal(1).longValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "speed=3 | there is no option speed; there are real, synthetic, format",
        "format=csv | say what to judge: real=PATH synthetic=PATH",
        "real=x synthetic=x internal=10.0.0.0/99 | option internal: prefix length 99 is not in",
        "real=x synthetic=x columns=bytes | option columns: 'bytes' is not ATTRIBUTE:COLUMN"
      })
  void wrongOptionsOfTheJobAreRefused(String arguments, String message) {
    assertThatThrownBy(() -> EvaluateJob.main(arguments.split(" ")))
        .isInstanceOf(SparkUserAppException.class)
        .cause()
        .hasMessageStartingWith(message);
  }

  /** Last: the job stops Spark. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theJobWritesTheReport() throws Exception {
    String table = folder.resolve("renamed").toString();
    table(real).selectExpr("bytes AS octets", "protocol").write().parquet(table);
    Path json = folder.resolve("report.json");
    Path markdown = folder.resolve("report.md");
    assertThatThrownBy(
            () -> EvaluateJob.main(new String[] {"real=" + table, "synthetic=" + folder + "/none"}))
        .isInstanceOf(SparkUserAppException.class)
        .hasStackTraceContaining("none");
    EvaluateJob.main(
        new String[] {
          "real=" + table,
          "synthetic.a=" + table,
          "synthetic.b=" + table,
          "columns=bytes:octets",
          "output=" + json,
          "markdown=" + markdown
        });
    assertThat(json).content().contains("\"name\": \"b\"", "\"w1.bytes\": 0.0");
    assertThat(markdown).content().contains("| w1.bytes ");
  }
}
