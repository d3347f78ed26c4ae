package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.schema.SchemaFile;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaDraftTest {
  @TempDir Path directory;

  private Path table(String text) throws IOException {
    return Tables.text(directory.resolve("table.csv"), text);
  }

  private static List<String> lines(String draft) {
    return draft.lines().toList();
  }

  /** Reads a table by its own draft. */
  private DuckTable readAsDrafted(Path file) throws IOException {
    Path schema =
        Files.writeString(directory.resolve("draft.yaml"), SchemaDraft.of(file.toString()));
    return Tables.read(file, ReadOptions.DEFAULTS.withSchemaFile(SchemaFile.read(schema)));
  }

  @Test
  void namesAndValuesTellWhatColumnsAre() throws IOException {
    Path file =
        table(
            """
            Start Time|Src_IP|Dst_IP|sport|dport|Proto|TCP Flags|pkts|bytes|load|verdict|mac|end time|n'1|empty
            1594168228968772|10.0.0.1|192.0.2.1|1|80|tcp|27|3|180|1.5|ok|b8:27:eb:6d:4f:4b|1594168228968773||
            1594168228968773|10.0.0.1|192.0.2.2|2|443|udp|0|1|60|-2|"bad|x"|b8:27:eb:6d:4f:4b|1594168228968774|5|
            """);
    assertThat(lines(SchemaDraft.of(file.toString())))
        .containsExactly(
            "# Drafted from table.csv; docs/schema.md describes this file.",
            "delimiter: \"|\"",
            "quote: yes",
            "header: yes",
            "host: internal  # or Src_IP, Dst_IP - internal network 10.0.0.0/8 detected: it has one"
                + " side of 100.0 % of the flows",
            "columns:",
            "  - {column: 'Start Time', kind: start, unit: us}  # 1594168228968772",
            "  - {column: Src_IP, attribute: sourceAddress, kind: address}  # 10.0.0.1",
            "  - {column: Dst_IP, attribute: destinationAddress, kind: address}  # 192.0.2.1",
            "  - {column: sport, attribute: sourcePort, kind: port}  # 1",
            "  - {column: dport, attribute: destinationPort, kind: port}  # 80",
            "  - {column: Proto, attribute: protocol, kind: word, unit: lowercase}  # tcp",
            "  - {column: 'TCP Flags', attribute: tcpFlags, kind: flags, unit: number}  # 27",
            "  - {column: pkts, attribute: packets, kind: count}  # 3",
            "  - {column: bytes, kind: count}  # 180",
            "  - {column: load, kind: real}  # 1.5",
            "  - {column: verdict, kind: word}  # ok",
            "  - {column: mac, kind: none}  # b8:27:eb:6d:4f:4b - names hosts; only IP addresses of"
                + " both sides are learned",
            "  - {column: 'end time', attribute: duration, kind: end, unit: us}  #"
                + " 1594168228968773",
            "  - {column: 'n''1', kind: count, empty: 0}  # empty - empty in 1 of 2 lines",
            "  - {column: empty, kind: word}  # empty");
    try (DuckTable table = readAsDrafted(file)) {
      assertThat(table.size()).isEqualTo(2);
      assertThat(table.unread()).containsExactly("mac");
      assertThat(Tables.flows(table)).extracting(Flow::durationMicros).containsExactly(1L, 1L);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1594168228, s",
    "1594168228.25, s",
    "1594168228968, ms",
    "1594168228968772, us",
    "1594168228968772999, ns",
    "2020-07-08 00:30:28, text",
    "2020-07-08T00:30:28.5Z, iso"
  })
  void timesHaveTheUnitOfTheirSize(String time, String unit) throws IOException {
    Path file = table("ts,n\n" + time + ",1\n" + time + ",2\n");
    assertThat(SchemaDraft.of(file.toString())).contains("ts, kind: start, unit: " + unit + "}");
    try (DuckTable table = readAsDrafted(file)) {
      Flow flow = Tables.flows(table).get(0);
      assertThat(flow.timeMicros() / 1_000_000).isEqualTo(1594168228);
    }
  }

  @Test
  void aColumnIsOnlyWhatAllItsValuesCanBe() throws IOException {
    var text = new StringBuilder("time,protocol,bytes,duration,src,dst,id\n");
    for (int i = 0; i < 300; i++) {
      text.append(i < 299 ? i : "x").append(i == 7 ? ",," : ",TCP,").append(i - 1);
      text.append(',').append(-i).append(",10.0.0.1,").append(i == 3 ? "" : "10.0.0.2");
      text.append(",u").append(i).append('\n');
    }
    Path file = table(text.toString());
    assertThat(lines(SchemaDraft.of(file.toString())).subList(4, 13))
        .containsExactly(
            "host: none  # no addresses of both sides: one series",
            "# no column is a time of all flows",
            "columns:",
            "  - {column: time, kind: none}  # 0 - about 300 different words"
                .replace("300", distinct(file, "time")),
            "  - {column: protocol, attribute: protocol_, kind: word}  # TCP",
            "  - {column: bytes, kind: count, wrong: 0}  # -1 - 1 lines have other values",
            "  - {column: duration, attribute: duration_, kind: real}  # 0",
            "  - {column: src, kind: none}  # 10.0.0.1 - names hosts; only IP addresses of both"
                + " sides are learned",
            "  - {column: dst, kind: none}  # 10.0.0.2 - names hosts; only IP addresses of both"
                + " sides are learned");
    try (DuckTable table = readAsDrafted(file)) {
      assertThat(table.size()).isEqualTo(300);
    }
  }

  /** The count is DuckDB's estimate. */
  private static String distinct(Path file, String column) throws IOException {
    return SchemaDraft.of(file.toString())
        .replaceAll("(?s).*column: " + column + "[^#]*# \\S+ - about (\\d+) different.*", "$1");
  }

  @Test
  void aTableWithoutHeaderHasNumberedColumns() throws IOException {
    Path file = table("7,ab\n9,cd\n");
    assertThat(lines(SchemaDraft.of(file.toString())).subList(3, 9))
        .containsExactly(
            "header: no",
            "host: none  # no addresses of both sides: one series",
            "# no column is a time of all flows",
            "columns:",
            "  - {column: c1, kind: count}  # 7",
            "  - {column: c2, kind: word}  # ab");
    try (DuckTable table = readAsDrafted(file)) {
      assertThat(table.size()).isEqualTo(2);
    }
  }

  @Test
  void columnsOfOneNameAreNumberedAndThoseWithoutAreMissing() throws IOException {
    Path file = table(",n,a, A\n0,1,2,3\n");
    try (DuckTable table = readAsDrafted(file)) {
      assertThat(table.unread()).containsExactly("Unnamed: 0");
      assertThat(table.schema().attributes())
          .extracting(Attribute::name)
          .containsExactly("n", "a", "A.1");
      assertThat(Tables.flows(table).get(0).number(2)).isEqualTo(3);
    }
  }

  @Test
  void whatNeedsNoSchemaOrIsNoTableIsRefused() throws IOException {
    Path ugr = table(Tables.UGR_HEADER + Tables.ugr(1, "10.0.0.1", "10.0.0.2"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SchemaDraft.of(ugr.toString()))
        .withMessageEndingWith("is ugr16, which needs no schema; read it as it is");
    Path empty = table("a,b\n");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SchemaDraft.of(empty.toString()))
        .withMessageEndingWith("has no rows; name a table with some");
    Path binary = Files.write(directory.resolve("b"), new byte[] {1, 2, 3, 10, 4});
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SchemaDraft.of(binary.toString()))
        .withMessageEndingWith("is no text table; name a table in text");
  }

  @ParameterizedTest
  @CsvSource({"sample_luflow.csv, 1000, 13", "sample_westermo_icsflow.csv, 500, 55"})
  void samplesAreReadByTheirDrafts(String name, long rows, int attributes) throws IOException {
    Path file = Path.of(System.getProperty("stanflow.data", "missing")).resolve("samples");
    assumeThat(file).isDirectory();
    try (DuckTable table = readAsDrafted(file.resolve(name))) {
      assertThat(table.size() + table.leftOut()).isEqualTo(rows);
      assertThat(table.schema().size()).isEqualTo(attributes);
    }
  }
}
