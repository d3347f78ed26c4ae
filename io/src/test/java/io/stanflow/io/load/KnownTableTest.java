package io.stanflow.io.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.SchemaDraft;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.schema.SchemaFile;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of the field's tools, which are known by the names of their columns. */
class KnownTableTest {
  @TempDir Path directory;

  /**
   * A table and what its first flow must be: from 10.1.0.1 port 40000 to 192.0.2.1 port 443, 3
   * packets, 400 bytes.
   *
   * @param start of the flow
   * @param micros of its duration
   * @param bytes name of the attribute that counts bytes
   */
  private record Known(String name, String text, String start, long micros, String bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Known> tables() {
    String bytes = Schema.BYTES;
    return List.of(
        new Known(
            "UGR'16 in quotes and capitals, a column less",
            """
            "TE","TD","SA","DA","SP","DP","PR","FLG","STOS","PKT","BYT","LABEL"
            "2023-11-14 22:13:20","0.500","10.1.0.1","192.0.2.1","40000","443","TCP",".AP.SF","0","3","400","background"
            """,
            "2023-11-14T22:13:20Z",
            500_000,
            bytes),
        new Known(
            "CICFlowMeter, blanks before names, a name twice, day first",
            """
            Flow ID, Source IP, Source Port, Destination IP, Destination Port, Protocol, Timestamp, Flow Duration, Total Fwd Packets,Total Length of Fwd Packets, Fwd Header Length,Flow Bytes/s, Fwd Header Length, Label
            10.1.0.1-192.0.2.1-1-2-6,10.1.0.1,40000,192.0.2.1,443,6,14/11/2023 22:13,61201,3,400,60,Infinity,60,BENIGN
            10.1.0.1-192.0.2.1-1-2-6,10.1.0.1,40000,192.0.2.1,443,6,14/11/2023 22:14,9,3,400,60,12.5,60,BENIGN
            """,
            "2023-11-14T22:13:00Z",
            61_201,
            "payloadBytes"),
        new Known(
            "SiLK rwcut",
            """
                        sIP|            dIP|sPort|dPort|pro|   packets|     bytes|   flags|                  sTime| duration|sen|
                   10.1.0.1|      192.0.2.1|40000|  443|  6|         3|       400| SRPA   |2023/11/14T22:13:20.250|    1.500| S0|
            """,
            "2023-11-14T22:13:20.250Z",
            1_500_000,
            bytes),
        new Known(
            "AWS flow logs with a record of nothing",
            """
            version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
            2 123456789010 eni-1235b8ca123456789 10.1.0.1 192.0.2.1 40000 443 6 3 400 1700000000 1700000060 ACCEPT OK
            2 123456789010 eni-1235b8ca123456789 - - - - - - - 1700000000 1700000060 - NODATA
            """,
            "2023-11-14T22:13:20Z",
            60_000_000,
            bytes),
        new Known(
            "AWS flow logs without names",
            """
            2 123456789010 eni-1235b8ca123456789 10.1.0.1 192.0.2.1 40000 443 6 3 400 1700000000 1700000060 ACCEPT OK
            """,
            "2023-11-14T22:13:20Z",
            60_000_000,
            bytes),
        new Known(
            "NEMEA",
            """
            ipaddr DST_IP,ipaddr SRC_IP,uint64 BYTES,time TIME_FIRST,time TIME_LAST,macaddr SRC_MAC,uint32 PACKETS,uint16 DST_PORT,uint16 SRC_PORT,uint8 PROTOCOL,uint8 TCP_FLAGS
            192.0.2.1,10.1.0.1,400,2023-11-14T22:13:20.000001,2023-11-14T22:13:20.000005,00:11:22:33:44:55,3,443,40000,6,27
            """,
            "2023-11-14T22:13:20.000001Z",
            4,
            bytes),
        new Known(
            "TON_IoT",
            """
            ts,src_ip,src_port,dst_ip,dst_port,proto,service,duration,src_bytes,dst_bytes,conn_state,missed_bytes,src_pkts,src_ip_bytes,dst_pkts,dst_ip_bytes,label,type
            1700000000,10.1.0.1,40000,192.0.2.1,443,tcp,-,0.25,240,90,SF,0,3,400,2,200,1,ddos
            """,
            "2023-11-14T22:13:20Z",
            250_000,
            bytes),
        new Known(
            "NFStream",
            """
            id,src_ip,src_mac,src_port,dst_ip,dst_port,protocol,bidirectional_first_seen_ms,bidirectional_duration_ms,bidirectional_packets,src2dst_packets,src2dst_bytes,requested_server_name
            0,10.1.0.1,02:00:00:00:00:01,40000,192.0.2.1,443,6,1700000000926,1500,5,3,400,host.example
            """,
            "2023-11-14T22:13:20.926Z",
            1_500_000,
            bytes),
        new Known(
            "goflow2",
            """
            {"type":"NETFLOW_V9","sampler_address":"192.0.2.9","time_flow_start_ns":1700000000926014000,"time_flow_end_ns":1700000000926015000,"bytes":400,"packets":3,"src_addr":"10.1.0.1","dst_addr":"192.0.2.1","proto":"TCP","src_port":40000,"dst_port":443,"tcp_flags":24}
            """,
            "2023-11-14T22:13:20.926014Z",
            1,
            bytes),
        new Known(
            "pmacct",
            """
            {"event_type": "purge", "ip_src": "10.1.0.1", "ip_dst": "192.0.2.1", "port_src": 40000, "port_dst": 443, "ip_proto": "tcp", "timestamp_start": "2023-11-14 22:13:20.500000", "timestamp_end": "2023-11-14 22:13:21.000000", "packets": 3, "bytes": 400}
            """,
            "2023-11-14T22:13:20.500Z",
            500_000,
            bytes),
        new Known(
            "Elastic's common schema",
            """
            {"event":{"start":"2023-11-14T22:13:20.500Z","duration":5000000},"source":{"ip":"10.1.0.1","port":40000,"bytes":400,"packets":3},"destination":{"ip":"192.0.2.1","port":443},"network":{"transport":"tcp"}}
            """,
            "2023-11-14T22:13:20.500Z",
            5_000,
            bytes),
        new Known(
            "a spreadsheet's semicolons and commas",
            """
            te;td;sa;da;sp;dp;pr;pkt;byt
            14.11.2023 22:13;0,500;10.1.0.1;192.0.2.1;40000;443;TCP;3;400
            """,
            "2023-11-14T22:13:00Z",
            500_000,
            bytes),
        new Known(
            "what pandas wrote of Zeek's log",
            """
            ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|proto|duration|orig_pkts|orig_ip_bytes
            1700000000.5|C1|10.1.0.1|40000.0|192.0.2.1|443.0|tcp|0.25|3.0|400.0
            1700000001.5|C2|10.1.0.1|40000.0|192.0.2.1|443.0|tcp|-|3.0|400.0
            """,
            "2023-11-14T22:13:20.500Z",
            250_000,
            bytes));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTableIsKnownByItsColumns(Known known) throws IOException {
    Path file = Tables.text(directory.resolve("table"), known.text);
    try (DuckTable table = Tables.read(file)) {
      Schema schema = table.schema();
      Flow flow = Tables.flows(table).get(0);
      Instant start = Instant.parse(known.start);
      assertThat(flow.timeMicros() * 1000)
          .isEqualTo(start.getEpochSecond() * 1_000_000_000L + start.getNano());
      assertThat(flow.durationMicros()).isEqualTo(known.micros);
      assertThat(flow.sourceAddress()).isEqualTo(Address.parse("10.1.0.1"));
      assertThat(flow.destinationAddress()).isEqualTo(Address.parse("192.0.2.1"));
      assertThat(flow.sourcePort()).isEqualTo(40000);
      assertThat(flow.destinationPort()).isEqualTo(443);
      assertThat(flow.protocol()).isEqualTo("TCP");
      assertThat(flow.number(schema.index(Schema.PACKETS))).isEqualTo(3);
      assertThat(flow.number(schema.index(known.bytes))).isEqualTo(400);
      assertThat(table.notes()).anyMatch(note -> note.startsWith("columns known by their names"));
      assertThat(schema.attributes())
          .extracting(Attribute::name)
          .doesNotContain("Flow ID", "uid", "id", "src_mac", "account-id", "interface-id");
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void itsDraftReadsItAlikeAndWritesItBack(Known known) throws IOException {
    Path file = Tables.text(directory.resolve("table"), known.text);
    SchemaFile draft = SchemaFile.parse("draft", SchemaDraft.of(file.toString()));
    Path copy = directory.resolve("copy");
    List<Flow> flows;
    try (DuckTable table = Tables.read(file);
        DuckTable drafted = Tables.read(file, ReadOptions.DEFAULTS.withSchemaFile(draft))) {
      flows = Tables.flows(table);
      assertThat(Tables.flows(drafted)).isEqualTo(flows);
      try (FlowWriter writer =
          FlowFiles.writer(copy.toString(), table.schema(), table.layout().get())) {
        for (Flow flow : flows) {
          writer.write(flow);
        }
      }
    }
    if (!draft.layout().header()) {
      return; // what was left out of it leaves a table of other columns
    }
    try (DuckTable again = Tables.read(copy, ReadOptions.DEFAULTS.withSchemaFile(draft))) {
      assertThat(Tables.flows(again)).isEqualTo(flows);
    }
  }

  private static final String CIC =
      "Dst Port,Protocol,Timestamp,Flow Duration,Tot Fwd Pkts,Tot Bwd Pkts,Label\n";

  /** So many rows of CSE-CIC-IDS2018, which has no addresses. */
  private static String cic(int from, int rows) {
    var text = new StringBuilder();
    for (int i = from; i < from + rows; i++) {
      text.append("53,17,%02d/03/2018 08:00:01,%d,%d,4,Benign\n".formatted(1 + i % 20, i, i % 9));
    }
    return text.toString();
  }

  @Test
  void headerLinesWithinAreNoRows() throws IOException {
    String text = CIC + cic(0, 40) + CIC + cic(40, 30) + CIC + CIC + cic(70, 1);
    try (DuckTable table = Tables.read(Tables.text(directory.resolve("t.csv"), text))) {
      assertThat(table.size()).isEqualTo(71);
      assertThat(table.schema().attributes())
          .contains(Attribute.count("Dst Port"), Attribute.count(Schema.PACKETS));
    }
  }

  @Test
  void oneOddValueInThousandsMakesNoWordsOfNumbers() throws IOException {
    String odd = "53,17,01/03/2018 08:00:01,none,3,4,Benign\n";
    Path file = Tables.text(directory.resolve("t.csv"), CIC + cic(0, 2000) + odd + cic(0, 100));
    assertThat(SchemaDraft.of(file.toString()))
        .contains("attribute: duration, kind: duration, unit: us, wrong: 0}")
        .contains("1 lines have other values");
    try (DuckTable table = Tables.read(file)) {
      assertThat(Tables.flows(table)).hasSize(2101).anyMatch(flow -> flow.durationMicros() == 99);
      assertThat(table.notes())
          .contains("Flow Duration: 1 of 2,101 values are none of its kind and are read as 0");
    }
  }

  @Test
  void filesThatAreNotUtf8AreTakenForTheCommonEncoding() throws IOException {
    var files = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      String text = CIC + cic(100 * i, 30).replace("Benign", "Web Attack \u2013 XSS");
      Path file = directory.resolve(i + ".csv");
      files.add(Files.write(file, text.getBytes(InputFile.COMMON_ENCODING)).toString());
    }
    try (DuckTable table = FlowFiles.read(files, ReadOptions.DEFAULTS)) {
      assertThat(table.notes())
          .contains("text that is no UTF-8 is taken for windows-1252; --encoding says another");
      assertThat(Tables.flows(table))
          .hasSize(60)
          .allMatch(flow -> flow.word("label").equals("Web Attack \u2013 XSS"));
    }
  }

  @Test
  void aDraftHoldsForFurtherFiles() throws IOException {
    Path first = Tables.text(directory.resolve("a.csv"), CIC + cic(0, 30));
    Path second = Tables.text(directory.resolve("b.csv"), CIC + cic(90, 20).replace(",4,", ",0,"));
    try (DuckTable table =
        FlowFiles.read(List.of(first.toString(), second.toString()), ReadOptions.DEFAULTS)) {
      assertThat(table.size()).isEqualTo(50);
    }
    ReadOptions alike;
    try (DuckTable table = Tables.read(first)) {
      alike = ReadOptions.DEFAULTS.withDraft(table.draft());
    }
    try (DuckTable table = Tables.read(second, alike)) {
      assertThat(table.notes()).isEmpty();
    }
  }

  @Test
  void columnsOfParquetAreKnownToo() throws IOException {
    Path file = directory.resolve("t.parquet");
    Schema schema =
        new Schema(
            List.of(
                Attribute.categorical("src_ip"),
                Attribute.categorical("dst_ip"),
                Attribute.count("first_seen"),
                Attribute.count("pkts")));
    Flow.Draft draft = new Flow.Draft(schema).word(0, "10.1.0.1").word(1, "192.0.2.1");
    Tables.write(
        file, "parquet", schema, List.of(draft.number(2, 1700000000926L).number(3, 7).flow()));
    SchemaFile schemaFile =
        SchemaFile.parse(
            "s.yaml",
            """
            columns:
            - {column: src_ip, attribute: sourceAddress}
            - {column: dst_ip, attribute: destinationAddress}
            - {column: first_seen, kind: start, unit: ms}
            - {column: pkts, attribute: packets}
            """);
    for (ReadOptions options :
        List.of(ReadOptions.DEFAULTS, ReadOptions.DEFAULTS.withSchemaFile(schemaFile))) {
      try (DuckTable table = Tables.read(file, options)) {
        Flow flow = Tables.flows(table).get(0);
        assertThat(flow.sourceAddress()).isEqualTo(Address.parse("10.1.0.1"));
        assertThat(flow.timeMicros()).isEqualTo(1700000000926000L);
        assertThat(flow.number(3)).isEqualTo(7);
      }
    }
  }

  @Test
  void ourOwnTablesNeedNoDraft() throws IOException {
    String text = "time,duration,protocol,packets,bytes\n2023-11-14 22:13:20,0.5,TCP,3,400\n";
    try (DuckTable table = Tables.read(Tables.text(directory.resolve("t.csv"), text))) {
      assertThat(table.notes()).isEmpty();
      assertThat(table.layout()).isEmpty();
    }
  }

  private void assertRefused(String text, String fact) throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), text);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessageContaining(fact)
        .withMessageContaining("stanflow schema drafts a file for --schema");
  }

  @Test
  void whatNamesHostsOrTimesIsNeverSilentlyAWord() throws IOException {
    assertRefused("who,n\n10.0.0.1,4\n10.0.0.2,5\n", "column who has addresses");
    assertRefused("who,n\n2001:db8::1,4\n", "column who has addresses");
    assertRefused("when,n\n2020-01-01 00:00:00,4\n", "column when has times");
    var text = new StringBuilder("session,n\n");
    for (int i = 0; i < 200; i++) {
      text.append('s').append(i * 7919).append(",1\n");
    }
    assertRefused(text.toString(), "column session has words that are in one row each");
    Path told = Files.writeString(directory.resolve("told.csv"), text.insert(7, ":word"));
    try (DuckTable table = Tables.read(told)) {
      assertThat(table.size()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000, s",
    "1700000000.926, s",
    "1700000000926, ms",
    "1700000000926014, us",
    "1700000000926014720, ns"
  })
  void timesThatAreNumbersHaveTheUnitOfTheirSize(String time, String unit) throws IOException {
    Path file = Tables.text(directory.resolve("t.csv"), "time,bytes\n" + time + ",1\n");
    try (DuckTable table = Tables.read(file)) {
      assertThat(Tables.flows(table).get(0).timeMicros() / 1_000_000).isEqualTo(1700000000);
      assertThat(table.notes())
          .containsExactly(
              "times such as %s are read as %s since 1970, by their size; --time-unit says another"
                  .formatted(time, unit));
    }
  }

  @Test
  void theUserMaySayTheUnit() throws IOException {
    Path file = Tables.text(directory.resolve("t.csv"), "time,bytes\n1700000000926,1\n");
    ReadOptions options = ReadOptions.DEFAULTS.withTimeUnit(Unit.US);
    try (DuckTable table = Tables.read(file, options)) {
      assertThat(Tables.flows(table).get(0).timeMicros()).isEqualTo(1700000000926L);
      assertThat(table.notes()).isEmpty();
    }
  }
}
