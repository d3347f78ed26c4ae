package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
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

  private static List<Flow> read(Path file, String format, long noFlows) throws IOException {
    var flows = new ArrayList<Flow>();
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.format()).isEqualTo(format);
      assertThat(rows.noFlows()).isEqualTo(noFlows);
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
