package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  private static final ReadOptions INTERNAL =
      ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL);

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}{1}, seed {2}")
  @CsvSource({
    "ugr16, '', 1", "ugr16, .gz, 2", "ugr16, .zst, 3",
    "nfdump, '', 4", "nfdump, .gz, 5", "nfdump, .zst, 6",
    "nfdump48, '', 7", "nfdump48, .gz, 8", "nfdump48, .zst, 9",
    "csv, '', 10", "csv, .gz, 11", "csv, .zst, 12",
    "parquet, '', 13"
  })
  void everyValueComesBack(String format, String suffix, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    RandomFlows source =
        switch (format) {
          case "ugr16" -> new RandomFlows(random, RandomFlows.UGR16, 1_000_000, 1000, 6);
          case "nfdump" -> new RandomFlows(random, RandomFlows.NFDUMP, 1000, 1000, 8);
          case "nfdump48" -> new RandomFlows(random, RandomFlows.NFDUMP48, 1_000_000, 1000, 8);
          default -> new RandomFlows(random, RandomFlows.UGR16, 1, 1, 8);
        };
    List<Flow> flows = source.take(2000);
    Schema schema = flows.get(0).schema();
    Path file = Tables.write(directory.resolve("flows" + suffix), format, schema, flows);
    try (DuckTable table = Tables.read(file, INTERNAL)) {
      assertThat(table.format()).isEqualTo(format);
      assertThat(table.schema()).isEqualTo(schema);
      assertThat(table.size()).isEqualTo(2000);
      assertThat(Tables.flows(table)).containsExactlyInAnyOrderElementsOf(flows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void aTableWithoutTimeOrAddressesKeepsItsOrder(String format) throws IOException {
    Schema schema = new Schema(List.of(Attribute.continuous("x"), Attribute.continuous("y")));
    var random = new SplittableRandom(21);
    List<Flow> flows =
        java.util.stream.Stream.generate(
                () ->
                    new Flow.Draft(schema)
                        .real(0, random.nextGaussian())
                        .real(1, random.nextGaussian())
                        .flow())
            .limit(5000)
            .toList();
    Path file = Tables.write(directory.resolve("rows"), format, schema, flows);
    try (DuckTable table = Tables.read(file)) {
      assertThat(table.schema()).isEqualTo(schema);
      assertThat(table.internal()).isEmpty();
      assertThat(table.hosts()).isEqualTo(1);
      assertThat(Tables.series(table).get(0).host()).isNull();
      assertThat(Tables.flows(table)).isEqualTo(flows);
    }
  }

  @Test
  void kindsAreInferredOrGiven() throws IOException {
    Path file =
        Tables.text(
            directory.resolve("t.csv"),
            "n,x,w,at:address,weekday:word\n1,-0.5,a,10.0.0.1,1\n22,7,\"b, \"\"c\"\"\",::1,2\n");
    Schema schema =
        new Schema(
            List.of(
                Attribute.count("n"),
                Attribute.continuous("x"),
                Attribute.categorical("w"),
                Attribute.address("at"),
                Attribute.categorical("weekday")));
    try (DuckTable table = Tables.read(file)) {
      assertThat(table.schema()).isEqualTo(schema);
      Flow last = Tables.flows(table).get(1);
      assertThat(last.number(0)).isEqualTo(22);
      assertThat(last.real(1)).isEqualTo(7);
      assertThat(last.word(2)).isEqualTo("b, \"c\"");
      assertThat(last.address(3)).isEqualTo(Address.parse("::1"));
      assertThat(last.word(4)).isEqualTo("2");
    }
    Schema given = new Schema(List.of(Attribute.continuous("n"), Attribute.categorical("x")));
    try (DuckTable table = Tables.read(file, ReadOptions.DEFAULTS.withSchema(given))) {
      assertThat(table.schema()).isEqualTo(given);
      assertThat(Tables.flows(table).get(1).real(0)).isEqualTo(22);
    }
  }

  @Test
  void anotherFormatGetsDefaults() throws IOException {
    Schema schema = new Schema(List.of(Attribute.count("packets")));
    Flow flow = new Flow.Draft(schema).number(0, 3).flow();
    Path file = Tables.write(directory.resolve("f"), "ugr16", schema, List.of(flow));
    assertThat(Files.readString(file))
        .isEqualTo(
            Tables.UGR_HEADER
                + "1970-01-01 00:00:00,0.000,0.0.0.0,0.0.0.0,0,0,TCP,......,0,0,3,0,background\n");
    file = Tables.write(directory.resolve("f"), "nfdump", schema, List.of(flow));
    assertThat(Files.readString(file))
        .endsWith("\n1970-01-01 00:00:00.000,0.000,6,0.0.0.0,0,0.0.0.0,0,3,0,1\n");
    file = Tables.write(directory.resolve("f"), "nfdump48", schema, List.of(flow));
    assertThat(Files.readAllLines(file).get(1).split(",", -1)).hasSize(48);
    assertThat(Files.readString(file))
        .endsWith("Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n1,0,3,0,0,0\n");
  }

  @Test
  void theSchemaTellsWhichEndIsRecorded() throws IOException {
    Path file =
        Tables.text(
            directory.resolve("f"),
            "2016-04-11 00:01:40,22.052,10.0.0.1,192.0.2.1,5,80,IPv6,.AP.S.,0,0,35,3928,dos\n");
    try (DuckTable table = Tables.read(file)) {
      Flow flow = Tables.flows(table).get(0);
      assertThat(flow.endMicros()).isEqualTo(1_460_332_900_000_000L);
      assertThat(flow.startMicros()).isEqualTo(1_460_332_877_948_000L);
      assertThat(flow.protocol()).isEqualTo("IPV6");
      Path nfdump = Tables.write(directory.resolve("g"), "nfdump", flow.schema(), List.of(flow));
      assertThat(Files.readString(nfdump))
          .endsWith("\n2016-04-11 00:01:17.948,22.052,41,10.0.0.1,5,192.0.2.1,80,35,3928,1\n");
      Path ugr = Tables.write(directory.resolve("h"), "ugr16", flow.schema(), List.of(flow));
      assertThat(Files.readString(ugr)).isEqualTo(Tables.UGR_HEADER + Files.readString(file));
    }
  }

  @Test
  void icmpTypesArePrintedAsNfdumpDoes() throws IOException {
    String line = "2016-04-11 00:01:17.948,0.000,1,10.0.0.1,0,192.0.2.1,3.13,1,56,1\n";
    String header =
        "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n";
    Path file = Tables.text(directory.resolve("f"), header + line);
    try (DuckTable table = Tables.read(file)) {
      Flow flow = Tables.flows(table).get(0);
      assertThat(flow.destinationPort()).isEqualTo(3 * 256 + 13);
      assertThat(flow.protocol()).isEqualTo("ICMP");
      Path copy = Tables.write(directory.resolve("g"), "nfdump", flow.schema(), List.of(flow));
      assertThat(Files.readString(copy)).isEqualTo(header + line);
    }
  }
}
