package io.stanflow.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.Tables;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-made lines of each format, as its documents and tools have them. */
class FormatGoldenTest {
  private static final String ARGUS =
      "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,"
          + "SrcBytes,Label\n";
  private static final String CIDDS =
      "Date first seen,Duration,Proto,Src IP Addr,Src Pt,Dst IP Addr,Dst Pt,Packets,Bytes,Flows,"
          + "Flags,Tos,class,attackType,attackID,attackDescription\n";
  private static final String FAST =
      "cnt,af,firstSeen,lastSeen,proto,srcAddr,srcPort,dstAddr,dstPort,srcAS,dstAS,input,output,"
          + "flags,srcTos,packets,bytes\n";
  private static final String LONG =
      "Date first seen             Duration     Proto      Src IP Addr:Port          Dst IP"
          + " Addr:Port     Flags Tos  Packets    Bytes Flows\n";

  @TempDir Path directory;

  @Test
  void argusHasHexadecimalMessagesAndRecordsThatAreNoFlows() throws IOException {
    Path file =
        Tables.text(
            directory.resolve("f"),
            ARGUS
                + "1970/01/01 01:00:00.000000,0.000000,llc,00:0a:00:00:00:00,0,  "
                + " ->,00:00:00:00:00:00,0,INT,,,1,60,60,\n"
                + "2011/08/10 09:46:53.047277,3550.182373,icmp,10.0.0.1,0x0403,  "
                + " ->,192.0.2.1,0x95dd,URF,192,,12,875,413,flow=Background\n"
                + "2011/08/10 09:46:54.000000,0.000000,arp,10.0.0.1,, "
                + " who,10.0.0.2,,INT,,,1,60,60,\n");
    List<Flow> flows = read(file, "argus", 1);
    assertThat(flows).hasSize(2);
    Flow icmp = flows.get(0);
    assertThat(icmp.destinationPort()).isEqualTo(3 * 256 + 4);
    assertThat(icmp.sourcePort()).isEqualTo(0x95dd);
    assertThat(icmp.timeMicros()).isEqualTo(1_312_969_613_047_277L);
    Path copy = Tables.write(directory.resolve("g"), "argus", icmp.schema(), flows);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(1);
    assertThat(Files.readAllLines(copy)).isEqualTo(lines);
    malformed(file, ARGUS + lines.get(1).replace("875", "8.5"), 2, "TotBytes must be a whole");
    malformed(file, ARGUS + lines.get(1).replace("0x0403", "http"), 2, "Sport must be in [0, 6");
  }

  @Test
  void ciddsHasAnonymousAndNamedAddresses() throws IOException {
    String row =
        "2017-03-15 00:01:16.632,0.003,TCP  ,10008_251,8,EXT_SERVER,445,1,108,1,.AP...,0,normal,"
            + "---,---,---\n";
    String scaled =
        "2017-03-15 00:01:16.632,    0.003,ICMP ,192.168.1.1,0,255.255.255.255,8.0,     2,"
            + "    1.2 M,1,......,0,attacker,dos,3,---\n";
    Path file = Tables.text(directory.resolve("f"), CIDDS + row + scaled);
    List<Flow> flows = read(file, "cidds", 0);
    assertThat(flows.get(0).sourceAddress())
        .isEqualTo(Address.ofIpv4(0xf0000000 | 10008 << 8 | 251));
    assertThat(flows.get(0).destinationAddress()).isEqualTo(Address.parse("0.0.0.1"));
    assertThat(flows.get(1).bytes()).isEqualTo(1_200_000);
    assertThat(flows.get(1).destinationPort()).isEqualTo(2048);
    Path copy = Tables.write(directory.resolve("g"), "cidds", flows.get(0).schema(), flows);
    assertThat(Files.readString(copy))
        .isEqualTo(
            CIDDS
                + row
                + "2017-03-15 00:01:16.632,0.003,ICMP ,192.168.1.1,0,255.255.255.255,8.0,2,1200000,"
                + "1,......,0,attacker,dos,3,---\n");
    String named = CIDDS + row.replace("EXT_SERVER", "SOMEBODY");
    malformed(file, named, 2, "Dst IP Addr must be an IP address, or as 10008_251 or EXT_SERVER");
    String label = Files.readString(copy).replace("class", "label");
    assertThat(read(Tables.text(file, label), "cidds", 0)).isEqualTo(flows);
  }

  @Test
  void nfdumpsOtherTextsAreTheSameFlows() throws IOException {
    Path fast =
        Tables.text(
            directory.resolve("fast"),
            FAST
                + "1,2,1515771450940,1515771450960,6,147.32.82.62,22,147.32.83.209,44948,0,0,0,0,"
                + "...AP...,16,3,580\n");
    Path pipe =
        Tables.text(
            directory.resolve("pipe"),
            "2|1515771450940|1515771450960|6|0|0|0|2468368958|22|0|0|0|2468369361|44948|0|0|0|0|24"
                + "|16|3|580\n");
    Path text =
        Tables.text(
            directory.resolve("long"),
            LONG
                + "2018-01-12 15:37:30.940     00:00:00.020 TCP       147.32.82.62:22    ->   "
                + " 147.32.83.209:44948 ...AP...  16        3      580     1\n");
    List<Flow> flows = read(fast, "nfdump-fast", 0);
    assertThat(read(pipe, "nfdump-pipe", 0)).isEqualTo(flows);
    assertThat(read(text, "nfdump-long", 0)).isEqualTo(flows);
    assertThat(flows.get(0).durationMicros()).isEqualTo(20_000);
    for (Path file : List.of(fast, pipe, text)) {
      String format = "nfdump-" + file.getFileName();
      Path copy = Tables.write(directory.resolve("g"), format, flows.get(0).schema(), flows);
      assertThat(copy).hasSameTextualContentAs(file);
    }
    malformed(
        fast,
        Files.readString(fast).replace("450960", "450930"),
        2,
        "lastSeen must be ms since 1970, not before firstSeen");
    malformed(
        text,
        Files.readString(text).replace("->", "<-"),
        2,
        "the line must be as nfdump -o long prints it, or with IPv6 -o long6");
    malformed(pipe, Files.readString(pipe) + "2|1515771450940\n", 2, "the line must have 22 col");
  }

  @ParameterizedTest
  @CsvSource({
    "'2021-06-06T16:38:55.5+0200', 1622990335500000",
    "'2021-06-06T16:38:55.5-0130'," + " 1623002935500000",
    "'2021-06-06T16:38:55Z', 1622997535000000"
  })
  void suricatasTimesHaveOffsets(String time, long micros) throws IOException {
    String event =
        "{\"event_type\":\"flow\",\"src_ip\":\"10.0.0.1\",\"src_port\":5,\"dest_ip\":\"192.0.2.1\",\"dest_port\":80,\"proto\":\"TCP\",\"flow\":{\"pkts_toserver\":1,\"pkts_toclient\":0,\"bytes_toserver\":60,\"bytes_toclient\":0,\"start\":\"TIME\",\"end\":\"TIME\"},\"tcp\":{\"tcp_flags_ts\":\"1b\"}}\n";
    String alert = "{\"event_type\":\"alert\",\"src_ip\":\"10.0.0.1\"}\n";
    Path file = Tables.text(directory.resolve("f"), alert + event.replace("TIME", time));
    List<Flow> flows = read(file, "suricata", 1);
    assertThat(flows).hasSize(1);
    assertThat(flows.get(0).timeMicros()).isEqualTo(micros);
    assertThat(flows.get(0).tcpFlags()).isEqualTo(0x1b);
    malformed(file, event, 1, "flow.start must be a time such as");
  }

  @Test
  void integersAreAddressesInNetShare() throws IOException {
    String text =
        """
        srcip,dstip,srcport,dstport,proto,ts,td,pkt,byt,type
        1730436467,719036359,0,0,ICMP,1458298072364000.0,305.636,62,1736,background
        """;
    Path file = Tables.text(directory.resolve("f"), text);
    List<Flow> flows = read(file, "netshare", 0);
    assertThat(flows.get(0).sourceAddress()).isEqualTo(Address.parse("103.36.93.115"));
    Path copy = Tables.write(directory.resolve("g"), "netshare", flows.get(0).schema(), flows);
    assertThat(copy).hasContent(text);
    malformed(file, text.replace("1730436467", "17304364670"), 2, "srcip must be an IP address");
  }

  /** The header line as the data set is published; values made by hand. */
  @Test
  void theThirdNetflowDataSetIsRead() throws IOException {
    String header =
        "FLOW_START_MILLISECONDS,FLOW_END_MILLISECONDS,IPV4_SRC_ADDR,L4_SRC_PORT,IPV4_DST_ADDR,"
            + "L4_DST_PORT,PROTOCOL,L7_PROTO,IN_BYTES,IN_PKTS,OUT_BYTES,OUT_PKTS,TCP_FLAGS,"
            + "CLIENT_TCP_FLAGS,SERVER_TCP_FLAGS,FLOW_DURATION_MILLISECONDS,DURATION_IN,"
            + "DURATION_OUT,MIN_TTL,MAX_TTL,LONGEST_FLOW_PKT,SHORTEST_FLOW_PKT,MIN_IP_PKT_LEN,"
            + "MAX_IP_PKT_LEN,SRC_TO_DST_SECOND_BYTES,DST_TO_SRC_SECOND_BYTES,"
            + "RETRANSMITTED_IN_BYTES,RETRANSMITTED_IN_PKTS,RETRANSMITTED_OUT_BYTES,"
            + "RETRANSMITTED_OUT_PKTS,SRC_TO_DST_AVG_THROUGHPUT,DST_TO_SRC_AVG_THROUGHPUT,"
            + "NUM_PKTS_UP_TO_128_BYTES,NUM_PKTS_128_TO_256_BYTES,NUM_PKTS_256_TO_512_BYTES,"
            + "NUM_PKTS_512_TO_1024_BYTES,NUM_PKTS_1024_TO_1514_BYTES,TCP_WIN_MAX_IN,"
            + "TCP_WIN_MAX_OUT,ICMP_TYPE,ICMP_IPV4_TYPE,DNS_QUERY_ID,DNS_QUERY_TYPE,"
            + "DNS_TTL_ANSWER,FTP_COMMAND_RET_CODE,SRC_TO_DST_IAT_MIN,SRC_TO_DST_IAT_MAX,"
            + "SRC_TO_DST_IAT_AVG,SRC_TO_DST_IAT_STDDEV,DST_TO_SRC_IAT_MIN,DST_TO_SRC_IAT_MAX,"
            + "DST_TO_SRC_IAT_AVG,DST_TO_SRC_IAT_STDDEV,Label,Attack\n";
    String row =
        "1518633543480,1518633544480,10.0.0.1,36526,192.0.2.1,22,6,92.0,4000,23,2000,21,31,27,22,"
            + "1000,368,368,63,64,1028,52,52,1028,4000,2000,10,8,0,0,32000,16000,35,7,1,2,1,26883,"
            + "26847,0,0,0,0,0,0,0,95,16,29,0,132,16,35,1,SSH-Bruteforce\n";
    Path file = Tables.text(directory.resolve("f"), header + row);
    List<Flow> flows = read(file, "netflow-v3", 0);
    Flow flow = flows.get(0);
    assertThat(flow.durationMicros()).isEqualTo(1_000_000);
    assertThat(flow.bytes()).isEqualTo(4000);
    assertThat(flow.tcpFlags()).isEqualTo(27);
    assertThat(flow.number(flow.schema().index("reverseTcpFlags"))).isEqualTo(22);
    assertThat(flow.number(flow.schema().index("minTtl"))).isEqualTo(63);
    assertThat(flow.word(flow.schema().index("attack"))).isEqualTo("SSH-Bruteforce");
    Path copy = Tables.write(directory.resolve("g"), "netflow-v3", flow.schema(), flows);
    assertThat(copy).hasContent(header + row);
    String untimed =
        header.substring(header.indexOf("IPV4")).replaceAll("SRC_TO_DST_IAT.*DEV,", "");
    String second = row.substring(28).replace("0,95,16,29,0,132,16,35,1,SSH", "1,SSH");
    List<Flow> before = read(Tables.text(file, untimed + second), "netflow-v2", 0);
    assertThat(before.get(0).schema().has("time")).isFalse();
    copy = Tables.write(directory.resolve("g"), "netflow-v2", before.get(0).schema(), before);
    assertThat(copy).hasContent(untimed + second);
    malformed(file, header + row.replace(",27,22,", ",27,256,"), 2, "SERVER_TCP_FLAGS must be TCP");
  }

  @Test
  void unswHasNoHeaderLineAndOddPorts() throws IOException {
    String row =
        "59.166.0.0,-,149.171.126.6,0x000b,icmp,CON,0.001055,132,164,31,29,0,0,dns,500473.9375,"
            + "621800.9375,2,2,0,0,0,0,66,82,0,0,9.5,0,1421927414,1421927414,0.017,0.013,0,0,0,0,0,"
            + ",0, ,3,7,1,3,1,1,1, Fuzzers ,1\n";
    Path file = Tables.text(directory.resolve("f"), "\ufeff" + row);
    List<Flow> flows = read(file, "unsw-nb15", 0);
    Flow flow = flows.get(0);
    assertThat(flow.sourcePort()).isZero();
    assertThat(flow.destinationPort()).isEqualTo(11);
    assertThat(flow.timeMicros()).isEqualTo(1_421_927_414_000_000L);
    assertThat(flow.real(flow.schema().index("jitter"))).isEqualTo(9.5);
    assertThat(flow.word(flow.schema().index("attack"))).isEqualTo("Fuzzers");
    assertThat(flow.number(flow.schema().index("ftpCommands"))).isZero();
    Path copy = Tables.write(directory.resolve("g"), "unsw-nb15", flow.schema(), flows);
    assertThat(read(copy, "unsw-nb15", 0)).isEqualTo(flows);
    assertThat(Files.readAllLines(copy).get(1))
        .startsWith(
            "59.166.0.0,0,149.171.126.6,11,icmp,CON,0.001055,132,164,31,29,0,0,dns,500473.9336")
        .contains(",66,82,")
        .endsWith(",1,1,1,1,1,1,1,Fuzzers,1");
    malformed(file, row.replace("9.5", "x"), 1, "Sjit must be a finite number but is x");
  }

  private static List<Flow> read(Path file, String format, long noFlows) throws IOException {
    var flows = new ArrayList<Flow>();
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.format()).isEqualTo(format);
      assertThat(rows.notes())
          .isEqualTo(
              noFlows == 0
                  ? List.of()
                  : List.of("records that are no IP flows left out: " + noFlows));
      rows.forEach(flows::add);
    }
    return flows;
  }

  private static void malformed(Path file, String text, long line, String fact) throws IOException {
    Files.writeString(file, text);
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS).close())
        .withMessageStartingWith(file + ":" + line + ": " + fact);
  }
}
