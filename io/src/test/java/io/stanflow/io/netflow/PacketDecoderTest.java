package io.stanflow.io.netflow;

import static io.stanflow.io.netflow.HexPackets.ADDRESSES;
import static io.stanflow.io.netflow.HexPackets.FLOW;
import static io.stanflow.io.netflow.HexPackets.FLOW_FIELDS;
import static io.stanflow.io.netflow.HexPackets.ipfix;
import static io.stanflow.io.netflow.HexPackets.set;
import static io.stanflow.io.netflow.HexPackets.template;
import static io.stanflow.io.netflow.HexPackets.v9;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets written by hand: what an exporter may send besides what ours does. */
class PacketDecoderTest {
  private static final long EXPORTED = 0x65000000L; // s

  private final PacketDecoder decoder = new PacketDecoder();
  private final List<FlowRecord> flows = new ArrayList<>();

  private void decode(String hex) throws Exception {
    decode(hex, "");
  }

  private void decode(String hex, String exporter) throws Exception {
    decoder.decode(HexPackets.bytes(hex), exporter, flows::add);
  }

  @Test
  void variableLengthsAndElementsOfEnterprisesAreSkipped() throws Exception {
    String template =
        set(
            2,
            "0100"
                + "0006"
                + "0052ffff"
                + "00080004"
                + "8001ffff"
                + "00001a2b"
                + "000c0004"
                + "80020004"
                + "0000727a"
                + "00020004");
    String name = "05" + "65746830" + "61"; // five bytes
    String long_ = "ff" + "0003" + "aabbcc";
    String record = name + "0a000001" + long_ + "c0000207" + "0000ffff" + "00000009";
    decode(ipfix(template, set(256, record + record)));
    assertThat(flows).hasSize(2);
    assertThat(flows.get(1).source()).isEqualTo(Address.parse("10.0.0.1"));
    assertThat(flows.get(1).destination()).isEqualTo(Address.parse("192.0.2.7"));
    assertThat(flows.get(1).packets()).isEqualTo(9); // not the enterprise's count
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seconds           | 00960004 00970004 | 65000001 65000003                 | 1000000       | 3000000
          milliseconds      | 00980008 00990008 | 0000018ab0c70c05 0000018ab0c70c07 | ms            | ms
          microseconds      | 009a0008 009b0008 | e8aa7e8180000000 e8aa7e8240000000 | 1500000       | 2250000
          nanoseconds       | 009c0008 009d0008 | e8aa7e8100000000 e8aa7e82ffffffff | 1000000       | 2999999
          delta             | 009e0004 009f0004 | 000f4240 0007a120                 | -1000000      | -500000
          start and ms      | 00960004 00a10004 | 65000001 000005dc                 | 1000000       | 2500000
          end and us        | 00970004 00a20004 | 65000001 0007a120                 | 500000        | 1000000
          uptime and boot   | 00160004 00150004 00a00008 | 000003e8 000007d0 0000000000000000 | boot | boot
          uptime alone      | 00160004 00150004 | 000003e8 000007d0                 | -1000000      | 0
          nothing           | 00960000          | ''                                | 0             | 0
          """)
  void timesOfAllKinds(String name, String fields, String values, String start, String end)
      throws Exception {
    String[] specifiers = fields.split(" ", -1);
    String[] all = new String[specifiers.length + 1];
    all[0] = FLOW_FIELDS;
    System.arraycopy(specifiers, 0, all, 1, specifiers.length);
    decode(ipfix(template(all), set(256, FLOW + values.replace(" ", ""))));
    FlowRecord flow = flows.get(0);
    if (start.equals("ms")) {
      assertThat(flow.start()).isEqualTo(0x18ab0c70c05L * 1000);
      assertThat(flow.end()).isEqualTo(0x18ab0c70c07L * 1000);
    } else if (start.equals("boot")) {
      assertThat(flow.start()).isEqualTo(1_000_000);
      assertThat(flow.end()).isEqualTo(2_000_000);
    } else {
      assertThat(flow.start() - EXPORTED * 1_000_000).isEqualTo(Long.parseLong(start));
      assertThat(flow.end() - EXPORTED * 1_000_000).isEqualTo(Long.parseLong(end));
    }
  }

  /** Uptime 1,000,000 ms; the flow's times lie at the end of 32 bits. */
  @Test
  void uptimesThatWrappedSinceAreTakenBack() throws Exception {
    String template = set(0, "0100" + "0005" + FLOW_FIELDS + "00160004" + "00150004");
    decode(v9(template, set(256, FLOW + "fffffc18" + "ffffffff"))); // before the wrap
    decode(v9(set(256, FLOW + "fffffc18" + "000003e8"))); // across it
    long boot = EXPORTED * 1000 - 1_000_000;
    assertThat(flows.get(0).start()).isEqualTo((boot - 1000) * 1000);
    assertThat(flows.get(0).end()).isEqualTo((boot - 1) * 1000);
    assertThat(flows.get(1).start()).isEqualTo((boot - 1000) * 1000);
    assertThat(flows.get(1).end()).isEqualTo((boot + 1000) * 1000);
  }

  @ParameterizedTest
  @CsvSource({
    "00200002, 0303, 1, 771",
    "008b0002, 8000, 58, 32768",
    "00b00001 00b10001, 0501, 1, 1281"
  })
  void icmpTypesBecomePorts(String fields, String values, int protocol, int port) throws Exception {
    decode(
        ipfix(
            template(FLOW_FIELDS, "00040001", fields.replace(" ", "")),
            set(256, FLOW + "%02x".formatted(protocol) + values)));
    assertThat(flows.get(0).destinationPort()).isEqualTo(port);
    assertThat(flows.get(0).sourcePort()).isZero();
  }

  @Test
  void whatIsMissingIsZero() throws Exception {
    decode(ipfix(template(FLOW_FIELDS), set(256, FLOW)));
    assertThat(flows)
        .containsExactly(
            new FlowRecord(
                EXPORTED * 1_000_000,
                EXPORTED * 1_000_000,
                Address.parse("10.0.0.1"),
                Address.parse("192.0.2.7"),
                0,
                0,
                0,
                0,
                0,
                1,
                0));
  }

  @Test
  void recordsThatAreNoFlowsAreCounted() throws Exception {
    decode(ipfix(template("00380006"), set(256, "0a0b0c0d0e0f"))); // MAC addresses alone
    decode(ipfix(template("00080004", "000c0004", "00020004"), set(256, ADDRESSES + "00000000")));
    decode(ipfix(template(FLOW_FIELDS, "00e90001"), set(256, FLOW + "01")));
    decode(ipfix(template(FLOW_FIELDS, "00e90001"), set(256, FLOW + "02")));
    decode(
        ipfix(
            template(FLOW_FIELDS, "00960004", "00970004"),
            set(256, FLOW + "65000002" + "65000001")));
    assertThat(flows).hasSize(1); // the deleted flow
    assertThat(decoder.leftOut())
        .containsOnlyKeys(
            "without IP addresses",
            "without packets",
            "firewall events other than a flow's end",
            "with impossible times")
        .allSatisfy((reason, count) -> assertThat(count).isEqualTo(1));
  }

  @Test
  void templatesBelongToAnExporterAndDomain() throws Exception {
    decode(ipfix(template(FLOW_FIELDS)), "192.0.2.1");
    decode(ipfix(set(256, FLOW)), "192.0.2.2");
    assertThat(flows).isEmpty();
    assertThat(decoder.leftOut()).containsEntry("without a template, counted by set", 1L);
    String other = ipfix(set(256, FLOW)).substring(0, 24) + "00000001";
    decode(other + set(256, FLOW), "192.0.2.1");
    assertThat(flows).isEmpty();
    decode(ipfix(set(256, FLOW)), "192.0.2.1");
    assertThat(flows).hasSize(1);
  }

  @Test
  void aTemplateIsReplacedAndWithdrawn() throws Exception {
    decode(ipfix(template(FLOW_FIELDS), set(256, FLOW)));
    decode(ipfix(template("000c0004", "00080004", "00020001"), set(256, FLOW)));
    assertThat(flows.get(1).source()).isEqualTo(flows.get(0).destination());
    decode(ipfix(set(2, "01000000"), set(256, FLOW)));
    assertThat(flows).hasSize(2);
    assertThat(decoder.leftOut()).hasSize(1);
  }

  @Test
  void optionsAreSkippedInBothVersions() throws Exception {
    String v9Options = set(1, "0101" + "0004" + "0004" + "00010004" + "00290004" + "0000");
    decode(v9(v9Options, set(257, "00000001" + "00000002" + "00000001" + "00000002")));
    String ipfixOptions = set(3, "0101" + "0002" + "0001" + "00900004" + "00290004");
    decode(ipfix(ipfixOptions, set(257, "00000001" + "00000002")));
    assertThat(flows).isEmpty();
    assertThat(decoder.leftOut()).isEmpty();
  }

  /** As softflowd sends it: the boot in an option, uptimes in the records. */
  @Test
  void bootTimesInOptionsHoldForTheExporter() throws Exception {
    String options = set(3, "0101" + "0002" + "0001" + "00900004" + "00a00008");
    String init = set(257, "00000001" + "0000018ab0c70c00");
    String template = template(FLOW_FIELDS, "00160004", "00150004");
    decode(ipfix(options, init, template, set(256, FLOW + "00000005" + "00000009")));
    assertThat(flows.get(0).start()).isEqualTo(0x18ab0c70c05L * 1000);
    assertThat(flows.get(0).end()).isEqualTo(0x18ab0c70c09L * 1000);
  }

  @Test
  void addressesOfTheOtherFamilyThatAreZeroAreIgnored() throws Exception {
    String template = set(0, "0100" + "0005" + FLOW_FIELDS + "001b0010" + "001c0010");
    String zeros = "0".repeat(64);
    decode(v9(template, set(256, FLOW + zeros)));
    decode(
        v9(
            set(
                256,
                "00000000"
                    + "00000000"
                    + "01"
                    + "20010db8"
                    + "0".repeat(23)
                    + "1"
                    + "20010db8"
                    + "0".repeat(23)
                    + "2")));
    assertThat(flows.get(0).source()).isEqualTo(Address.parse("10.0.0.1"));
    assertThat(flows.get(1).destination()).isEqualTo(Address.parse("2001:db8::2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00                                       | the packet has no version
          00070001                                 | the version must be 5, 9 or 10 but is 7
          00050000                                 | a v5 packet must have 1 to 30 records but has 0
          0005001f                                 | a v5 packet must have 1 to 30 records but has 31
          00050001                                 | the packet is cut short: it has 4 of 72 bytes
          00090001                                 | the packet is cut short: it has 4 of 20 bytes
          000a000f                                 | an IPFIX message must have at least 16 bytes but has 15
          000a0014650000000000000000000000         | the packet is cut short: it has 16 of 20 bytes
          000a001465000000000000000000000000020003 | set 2 must have 4 to 4 bytes but has 3
          000a001465000000000000000000000000020005 | set 2 must have 4 to 4 bytes but has 5
          000a001465000000000000000000000000040004 | set 4 is reserved
          000a001c65000000000000000000000000020008010000010008000400000000 | a template of 1 fields is cut short
          000a001c6500000000000000000000000002000c00ff00010008000400000000 | a template's number must be >= 256 but is 255
          000a001c6500000000000000000000000002000c010000010008000000000000 | a template's records have no bytes
          """)
  void malformedPacketsAreSaidToBeSo(String hex, String fact) {
    assertThatThrownBy(() -> decode(hex))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessage(fact);
  }

  @Test
  void ofAMalformedPacketNoFlowIsKept() {
    String cut = "0100" + "0003" + FLOW_FIELDS;
    assertThatThrownBy(() -> decode(ipfix(set(2, cut), set(256, FLOW), set(5, "00000000"))))
        .hasMessage("set 5 is reserved");
    assertThat(flows).isEmpty();
    assertThat(decoder.leftOut()).isEmpty();
  }
}
