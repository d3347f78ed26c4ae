package io.stanflow.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.Tables;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packets made by hand, and real ones of many exporters where this machine has them, which tshark
 * and nfdump have counted.
 */
class PacketDataTest {
  private static final Path HAND_MADE = Tables.sample("packets");

  private final Path samples =
      Path.of(System.getProperty("stanflow.data", "missing")).resolve("samples");

  @ParameterizedTest
  @CsvSource({"v5, v5, 4", "v9_template v9_data, v9, 3", "ipfix_template ipfix_data, ipfix, 3"})
  void handMadeDumps(String names, String format, long flows) throws IOException {
    checkDumps(HAND_MADE, names, format, flows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          netflow5                                                       | v5    | 30
          netflow9_test_softflowd_tpl_data                               | v9    | 7
          netflow9_test_cisco_asa_1_tpl netflow9_test_cisco_asa_1_data   | v9    | 14
          netflow9_test_nprobe_tpl netflow9_test_nprobe_data             | v9    | 1
          netflow9_test_nprobe_dpi                                       | v9    | 1
          ipfix                                                          | ipfix | 12
          ipfix_test_openbsd_pflow_tpl ipfix_test_openbsd_pflow_data     | ipfix | 26
          ipfix_test_vmware_vds_tpl ipfix_test_vmware_vds_data264        | ipfix | 1
          ipfix_test_vmware_vds_tpl ipfix_test_vmware_vds_data266        | ipfix | 2
          ipfix_test_vmware_vds_tpl ipfix_test_vmware_vds_data266_267    | ipfix | 2
          ipfix_test_yaf_tpl45841 ipfix_test_yaf_data45841               | ipfix | 2
          ipfix_test_yaf_tpls_option_tpl ipfix_test_yaf_data45873        | ipfix | 2
          """)
  void dumpsOfManyExporters(String names, String format, long flows) throws IOException {
    assumeThat(samples).isDirectory();
    checkDumps(samples.resolve("netflow_packets"), names, format, flows);
  }

  @Test
  void recordsOfMacsAloneCountNothing() {
    assumeThat(samples).isDirectory();
    Path folder = samples.resolve("netflow_packets");
    List<String> files =
        List.of(
            folder.resolve("netflow9_test_macaddr_tpl.dat").toString(),
            folder.resolve("netflow9_test_macaddr_data.dat").toString());
    assertThatThrownBy(() -> FlowFiles.inTime(files, ReadOptions.DEFAULTS))
        .hasMessageContaining("(records left out: 29 without counters)");
  }

  private static void checkDumps(Path folder, String names, String format, long flows)
      throws IOException {
    List<String> files =
        Arrays.stream(names.split(" ", -1))
            .map(name -> folder.resolve(name + ".dat").toString())
            .toList();
    try (FlowRows read = FlowFiles.inTime(files, ReadOptions.DEFAULTS.withFormat(format))) {
      assertThat(read.size()).isEqualTo(flows);
      assertThat(read.notes())
          .allMatch(note -> note.startsWith("records without a counter of packets, read as 1"));
    }
    try (FlowRows read = FlowFiles.inTime(files, ReadOptions.DEFAULTS)) { // detected
      assertThat(read.size()).isEqualTo(flows);
    }
  }

  @Test
  void anInvalidHeaderIsNamed() {
    checkInvalid(HAND_MADE.resolve("v5_invalid.dat"), 4711);
  }

  @Test
  void aRealInvalidHeaderIsNamed() {
    assumeThat(samples).isDirectory();
    checkInvalid(samples.resolve("netflow_packets/netflow5_test_invalid01.dat"), 55_582);
  }

  private static void checkInvalid(Path file, int records) {
    assertThatThrownBy(() -> FlowFiles.inTime(List.of(file + ""), ReadOptions.DEFAULTS))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith(
            file + ":packet 1: a v5 packet must have 1 to 30 records but has " + records + "; ");
  }

  /** Two flows each of DNS and TCP, one of ICMP in a VLAN; two frames of ARP. */
  @Test
  void aHandMadeCaptureOfTraffic() throws IOException {
    checkTraffic(HAND_MADE.resolve("traffic.pcap"), 5, 8, 592, 2);
  }

  /** Packets and bytes as nfpcapd counts them too. */
  @ParameterizedTest
  @CsvSource({
    "ipfixprobe_dns, 16, 16, 2322, 0",
    "ipfixprobe_http, 17, 46, 65524, 0",
    "ipfixprobe_mixed, 55, 157, 21606, 48",
    "ipfixprobe_ntp, 8, 56, 4256, 0",
    "ipfixprobe_sip, 15, 50, 22450, 0",
    "ipfixprobe_vlan, 2, 6, 1020, 0",
    "test12-icmp-portscan, 29, 37, 1036, 0"
  })
  void capturesOfTraffic(String name, long flows, long packets, long bytes, long leftOut)
      throws IOException {
    assumeThat(samples).isDirectory();
    checkTraffic(samples.resolve("pcap").resolve(name + ".pcap"), flows, packets, bytes, leftOut);
  }

  private static void checkTraffic(Path file, long flows, long packets, long bytes, long leftOut)
      throws IOException {
    try (FlowRows read = FlowFiles.inTime(List.of(file + ""), ReadOptions.DEFAULTS)) {
      assertThat(read.size()).isEqualTo(flows);
      long packetSum = 0;
      long byteSum = 0;
      for (Flow flow; (flow = read.next()) != null; ) {
        packetSum += flow.packets();
        byteSum += flow.bytes();
      }
      assertThat(packetSum).isEqualTo(packets);
      assertThat(byteSum).isEqualTo(bytes);
      assertThat(read.notes().toString())
          .isEqualTo(leftOut == 0 ? "[]" : "[packets left out: " + leftOut + " not IP]");
    }
  }

  @Test
  void anNfcapdFile() throws IOException {
    assumeThat(samples).isDirectory();
    assumeThat(TsharkTest.installed("nfdump")).as("nfdump is installed").isTrue();
    Path file = samples.resolve("sample_nfcapd_v1.nfdump");
    try (FlowRows read = FlowFiles.inTime(List.of(file + ""), ReadOptions.DEFAULTS)) {
      assertThat(read.size()).isEqualTo(4593);
    }
  }
}
