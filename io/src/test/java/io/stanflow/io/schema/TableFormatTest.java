package io.stanflow.io.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.RandomFlows;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the user's own, read and written as a schema file says. */
class TableFormatTest {
  @TempDir Path directory;

  private SchemaFile schema(String yaml) throws IOException {
    return SchemaFile.read(Files.writeString(directory.resolve("schema.yaml"), yaml));
  }

  private DuckTable read(String text, String yaml) throws IOException {
    Path file = Tables.text(directory.resolve("table.csv"), text);
    return Tables.read(file, ReadOptions.DEFAULTS.withSchemaFile(schema(yaml)));
  }

  private Path write(DuckTable table) throws IOException {
    Path copy = directory.resolve("copy.csv");
    try (FlowWriter writer =
        FlowFiles.writer(copy.toString(), table.schema(), table.layout().get())) {
      for (Flow flow : Tables.flows(table)) {
        writer.write(flow);
      }
    }
    return copy;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void anyTableComesBack(int seed) throws IOException {
    var random = new Random(seed);
    long unit = List.of(1L, 1000L, 1_000_000L).get(random.nextInt(3));
    int decimals = unit == 1 ? 6 : unit == 1000 ? 3 : 0;
    boolean quoted = random.nextBoolean();
    Schema schema = randomSchema(random, quoted);
    var columns = new ArrayList<TableLayout.Column>();
    for (Attribute attribute : schema.attributes()) {
      List<Unit> units = Kinds.units(attribute);
      Unit chosen = units.get(random.nextInt(attribute.kind() == Kind.ADDRESS ? 1 : units.size()));
      boolean text = chosen == Unit.TEXT || chosen == Unit.ISO;
      String name = random.nextBoolean() ? attribute.name() : "The " + attribute.name() + " '#:";
      columns.add(new TableLayout.Column(name, chosen, text ? decimals : 0, null));
    }
    String delimiter = List.of(",", ";", "\t", "|").get(random.nextInt(4));
    var layout = new TableLayout(delimiter, quoted, random.nextBoolean(), columns);
    List<Flow> flows = new RandomFlows(random, schema, unit, 1, 8).take(300);
    Path file = directory.resolve("table");
    try (FlowWriter writer = FlowFiles.writer(file.toString(), schema, layout)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
    }
    ReadOptions options =
        ReadOptions.DEFAULTS
            .withInternal(RandomFlows.INTERNAL)
            .withSchemaFile(schema(yaml(schema, layout)));
    try (DuckTable table = Tables.read(file, options)) {
      assertThat(table.schema()).isEqualTo(schema);
      assertThat(table.layout()).contains(layout);
      assertThat(table.unread()).isEmpty();
      if (schema.has(Schema.TIME)) {
        assertThat(Tables.flows(table)).containsExactlyInAnyOrderElementsOf(flows);
      } else {
        assertThat(Tables.flows(table)).isEqualTo(flows);
      }
    }
  }

  private static Schema randomSchema(Random random, boolean quoted) {
    var edge = random.nextBoolean() ? Kind.START : Kind.END;
    boolean time = random.nextInt(4) > 0;
    var all = new ArrayList<List<Attribute>>();
    all.add(List.of(Attribute.duration(Schema.DURATION)));
    all.add(List.of(Attribute.port(Schema.SOURCE_PORT), Attribute.port(Schema.DESTINATION_PORT)));
    all.add(List.of(Attribute.categorical(Schema.PROTOCOL)));
    all.add(List.of(Attribute.flags(Schema.TCP_FLAGS)));
    all.add(List.of(Attribute.count(Schema.PACKETS)));
    all.add(List.of(Attribute.count(Schema.BYTES), Attribute.flags("replied")));
    all.add(List.of(Attribute.continuous("load"), Attribute.port("proxy")));
    all.add(List.of(Attribute.categorical(quoted ? "note" : "label"), Attribute.duration("delay")));
    if (time) {
      all.add(
          List.of(
              Attribute.address(Schema.SOURCE_ADDRESS),
              Attribute.address(Schema.DESTINATION_ADDRESS)));
    }
    Collections.shuffle(all, random);
    var chosen = new ArrayList<Attribute>();
    all.subList(0, 1 + random.nextInt(all.size())).forEach(chosen::addAll);
    if (time) {
      chosen.add(new Attribute(Schema.TIME, edge));
    }
    Collections.shuffle(chosen, random);
    return new Schema(chosen);
  }

  /** The schema file of a table, written without the code under test. */
  private static String yaml(Schema schema, TableLayout layout) {
    var text = new StringBuilder();
    text.append("delimiter: \"").append(layout.delimiter().replace("\t", "\\t")).append("\"\n");
    text.append("quote: ").append(layout.quoted()).append("\nheader: ").append(layout.header());
    text.append("\ncolumns:\n");
    for (int i = 0; i < schema.size(); i++) {
      TableLayout.Column column = layout.columns().get(i);
      Attribute attribute = schema.attributes().get(i);
      text.append("- column: \"").append(column.name()).append("\"\n");
      text.append("  attribute: ").append(attribute.name());
      text.append("\n  kind: ").append(attribute.kind().word());
      if (column.unit() != Unit.PLAIN) {
        text.append("\n  unit: ").append(column.unit().word());
      }
      text.append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource({
    "s, 1460332898, 1460332898000000, 1460332898",
    "s, 1460332898.25, 1460332898250000, 1460332898.25",
    "s, -1.5, -1500000, -1.5",
    "s, 1.460332898e9, 1460332898000000, 1460332898",
    "s, 0.0000005, 1, 0.000001",
    "ms, 1460332898250.0, 1460332898250000, 1460332898250",
    "ms, 1460332898250.5, 1460332898250500, 1460332898250.5",
    "us, 1460332898250001, 1460332898250001, 1460332898250001",
    "ns, 1460332898250001999, 1460332898250002, 1460332898250002000",
    "ns, 0, 0, 0",
    "text, 2016-04-11 00:01:38.25, 1460332898250000, 2016-04-11 00:01:38.250",
    "text, 2016-04-11 00:01:38, 1460332898000000, 2016-04-11 00:01:38",
    "iso, 2016-04-11T00:01:38.000001Z, 1460332898000001, 2016-04-11T00:01:38.000001Z",
  })
  void timesAreReadInEveryUnit(String unit, String text, long micros, String written)
      throws IOException {
    String yaml = "columns:\n- {column: ts, kind: start, unit: " + unit + "}\n";
    try (DuckTable table = read("ts\n" + text + "\n", yaml)) {
      assertThat(Tables.flows(table).get(0).timeMicros()).isEqualTo(micros);
      assertThat(write(table)).hasContent("ts\n" + written + "\n");
    }
  }

  @Test
  void durationsAndNumbersAreReadInTheirUnits() throws IOException {
    String yaml =
        """
        delimiter: ";"
        columns:
        - {column: a, attribute: duration, unit: ms}
        - {column: b, kind: duration, unit: ns}
        - {column: p, attribute: protocol, kind: word, unit: number}
        - {column: q, attribute: tcpFlags, unit: number}
        """;
    String text = "a;b;p;q\n1.5;2000;6;27\n0;9.5e3;17;0\n";
    try (DuckTable table = read(text, yaml)) {
      Flow first = Tables.flows(table).get(0);
      assertThat(first.durationMicros()).isEqualTo(1500);
      assertThat(first.number(1)).isEqualTo(2);
      assertThat(first.protocol()).isEqualTo("TCP");
      assertThat(first.tcpFlags()).isEqualTo(27);
      assertThat(write(table)).hasContent("a;b;p;q\n1.5;2000;6;27\n0;10000;17;0\n");
    }
  }

  @Test
  void columnsThatAreNoAttributesAreLeftOut() throws IOException {
    String yaml = "columns:\n- {column: n, kind: count}\n- {column: w, kind: word}\n";
    try (DuckTable table = read("id,n,n ,w,id\n7,1,2,x,9\n8,3,4,,9\n", yaml)) {
      assertThat(table.unread()).containsExactly("id", "n.1", "id.1");
      assertThat(write(table)).hasContent("n,w\n1,x\n3,\n");
    }
  }

  @Test
  void aTableWithoutHeaderHasTheColumnsOfTheSchema() throws IOException {
    String yaml =
        """
        header: no
        delimiter: tab
        quote: no
        columns:
        - {column: id, kind: none}
        - {column: n, kind: count}
        """;
    try (DuckTable table = read("a\"b\t1\nc\t2\n", yaml)) {
      assertThat(table.unread()).containsExactly("id");
      assertThat(write(table)).hasContent("1\n2\n");
    }
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read("a\t1\nc\t2\t3\n", yaml))
        .withMessageContaining("table.csv:2: the line must have 2 columns but has 3");
  }

  @Test
  void emptyFieldsStandForWhatTheSchemaSays() throws IOException {
    String yaml = "columns:\n- {column: n, kind: count, empty: 5}\n- {column: m, kind: count}\n";
    try (DuckTable table = read("n,m\n,1\n2,3\n", yaml)) {
      assertThat(Tables.flows(table)).extracting(f -> f.number(0)).containsExactly(5L, 2L);
      assertThat(table.layout().get().columns().get(0).empty()).isEqualTo("5");
    }
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read("n,m\n1,\n2,3\n", yaml))
        .withMessageContaining("table.csv:2: m must be a whole number >= 0 but is empty");
  }

  private static final String SIDES =
      """
      columns:
      - {column: ts, kind: start, unit: s}
      - {column: from, attribute: sourceAddress}
      - {column: to, attribute: destinationAddress}
      """;

  private static final String TALK =
      """
      ts,from,to
      1,10.0.0.1,10.0.0.2
      2,10.0.0.1,192.0.2.9
      3,192.0.2.9,10.0.0.2
      4,10.0.0.2,10.0.0.1
      """;

  private List<String> hosts(String yaml) throws IOException {
    try (DuckTable table = read(TALK, yaml)) {
      return Tables.series(table).stream().map(s -> s.host() + " " + s.flows().size()).toList();
    }
  }

  @Test
  void theHostIsTheInternalSideOrTheColumnNamed() throws IOException {
    assertThat(hosts(SIDES)).containsExactly("10.0.0.1 3", "10.0.0.2 1");
    assertThat(hosts("host: from\n" + SIDES)).containsExactly("10.0.0.1 2", "10.0.0.2 1");
    assertThat(hosts("host: to\n" + SIDES)).containsExactly("10.0.0.1 1", "10.0.0.2 2");
  }

  @Test
  void addressesMayBeNumbers() throws IOException {
    String yaml =
        SIDES.replace("sourceAddress", "sourceAddress, unit: number")
            + "- {column: n, kind: count}\n";
    try (DuckTable table = read("ts,from,to,n\n1,167772161,192.0.2.1,4\n", yaml)) {
      assertThat(Tables.flows(table).get(0).sourceAddress()).isEqualTo(Address.parse("10.0.0.1"));
      assertThat(write(table)).hasContent("ts,from,to,n\n1,167772161,192.0.2.1,4\n");
    }
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read("ts,from,to,n\n1,4294967296,192.0.2.1,4\n", yaml))
        .withMessageContaining(
            "table.csv:2: from must be an IPv4 address as a number but is 4294967296");
  }

  @Test
  void aMissingColumnIsNamedWithTheHeader() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read("a;b\n1;2\n", "columns:\n- {column: b, kind: count}\n"))
        .withMessageContaining("table.csv: has no column b; its columns are 'a;b'; fix names")
        .withMessageEndingWith("schema.yaml");
  }

  @Test
  void aWordThatWouldBreakItsLineIsRefused() throws IOException {
    String yaml = "quote: no\ndelimiter: '|'\ncolumns:\n- {column: w, kind: word}\n";
    Schema schema = schema(yaml).schema();
    for (String word : List.of("a|b", "a\nb", "")) {
      Flow flow = new Flow.Draft(schema).word(0, word).flow();
      Path out = directory.resolve("out");
      FlowWriter writer = FlowFiles.writer(out.toString(), schema, schema(yaml).layout());
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> writer.write(flow))
          .withMessageContaining("cannot hold the word '" + word + "' of flow 1");
      assertThat(out).doesNotExist();
    }
  }
}
