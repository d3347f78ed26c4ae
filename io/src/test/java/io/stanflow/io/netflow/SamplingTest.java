package io.stanflow.io.netflow;

import static io.stanflow.io.netflow.HexPackets.ADDRESSES;
import static io.stanflow.io.netflow.HexPackets.ADDRESS_FIELDS;
import static io.stanflow.io.netflow.HexPackets.ipfix;
import static io.stanflow.io.netflow.HexPackets.set;
import static io.stanflow.io.netflow.HexPackets.template;
import static io.stanflow.io.netflow.HexPackets.v9;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an exporter tells that it sampled, and what becomes of its counters. */
class SamplingTest {
  private static final String FLOW_FIELDS = ADDRESS_FIELDS + "00020001" + "00010002";
  private static final String FLOW = ADDRESSES + "03" + "0200"; // 3 packets, 512 bytes
  private static final String UNSCALED = "; --scale-sampled multiplies them";

  private final List<FlowRecord> flows = new ArrayList<>();
  private PacketDecoder decoder = new PacketDecoder(true);

  private void decode(String hex) throws Exception {
    decoder.decode(HexPackets.bytes(hex), "", flows::add);
  }

  private void checkCounters(long packets, long bytes) {
    assertThat(flows.get(flows.size() - 1))
        .extracting(FlowRecord::packets, FlowRecord::bytes)
        .containsExactly(packets, bytes);
  }

  /** One record; sampling field as given. */
  private static String v5(String sampling) {
    String header = "00050001" + "00000000" + "65000000" + "00000000" + "00000000" + "0000";
    String counters = "00000003" + "00000200";
    return header + sampling + ADDRESSES + "0".repeat(16) + counters + "0".repeat(48);
  }

  @ParameterizedTest
  @CsvSource({"43e8, 1000", "03e8, 1000", "8064, 100", "0000, 1", "4000, 1", "4001, 1"})
  void v5TellsInItsHeader(String field, long rate) throws Exception {
    decode(v5(field));
    checkCounters(3 * rate, 512 * rate);
    assertThat(decoder.notes()).hasSize(rate == 1 ? 0 : 1);
  }

  @Test
  void countersStayAsTheyAreUnlessAskedFor() throws Exception {
    decoder = new PacketDecoder();
    decode(v5("43e8"));
    decode(v5("43e8"));
    checkCounters(3, 512);
    assertThat(decoder.notes())
        .containsExactly(
            "the exporter sampled 1 in 1000: packets and bytes of 2 flows are the sample's"
                + UNSCALED);
    decoder = new PacketDecoder(true);
    decode(v5("43e8"));
    assertThat(decoder.notes())
        .containsExactly(
            "the exporter sampled 1 in 1000: packets and bytes of 1 flows are multiplied");
  }

  /** Values in hexadecimal digits; 3 packets and 512 bytes were counted. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "interval, 00220004, 00000064, 300, 51200",
    "random interval, 00320004, 00000064, 300, 51200",
    "interval and space, 01310004 01320004, 00000001 00000063, 300, 51200",
    "3 of 10, 01310004 01320004, 00000003 00000007, 10, 1707",
    "interval alone, 01310004, 00000064, 300, 51200",
    "none left out, 01310004 01320004, 00000005 00000000, 3, 512",
    "2 of 200, 01350004 01360004, 00000002 000000c8, 300, 51200",
    "probability, 01370008, 3f847ae147ae147b, 300, 51200",
    "all, 00220004, 00000001, 3, 512",
    "zero, 00220004, 00000000, 3, 512",
    "nonsense, 00220008, ffffffffffffffff, 3, 512",
    "more than there are, 01350004 01360004, 00000002 00000001, 3, 512",
    "no probability, 01370008, 7ff8000000000000, 3, 512"
  })
  void ratesOfAllKinds(String name, String fields, String values, long packets, long bytes)
      throws Exception {
    String field = fields.replace(" ", "");
    String value = values.replace(" ", "");
    decode(ipfix(template(FLOW_FIELDS + field), set(256, FLOW + value))); // in the record itself
    checkCounters(packets, bytes);
    decoder = new PacketDecoder(true);
    String options =
        set(3, "0101" + "%04x".formatted(1 + field.length() / 8) + "0001" + "00900004" + field);
    decode(ipfix(options, set(257, "00000001" + value), template(FLOW_FIELDS), set(256, FLOW)));
    checkCounters(packets, bytes); // in an option of the exporter
  }

  /** Two samplers in v9's options; records name theirs by element 48. */
  @Test
  void recordsNameTheirSampler() throws Exception {
    String options = set(1, "0101" + "0004" + "0008" + "00010004" + "00300001" + "00320002");
    String samplers = set(257, "00000000" + "01" + "0064" + "00000000" + "02" + "000a" + "0000");
    String template = set(0, "0100" + "0005" + FLOW_FIELDS + "00300001");
    decode(v9(options, samplers, template, set(256, FLOW + "01" + FLOW + "02" + FLOW + "03")));
    assertThat(flows).extracting(FlowRecord::packets).containsExactly(300L, 30L, 3L);
    decode(v9(set(0, "0100" + "0004" + FLOW_FIELDS), set(256, FLOW)));
    checkCounters(3, 512); // it may be either
    decode(v9(set(257, "00000000" + "02" + "0064")));
    decode(v9(set(256, FLOW)));
    checkCounters(300, 51_200); // now both have the same rate
  }

  @Test
  void selectorsOfIpfix() throws Exception {
    String options = set(3, "0101" + "0003" + "0001" + "012e0008" + "01310004" + "01320004");
    String selector = set(257, "0000000000000007" + "00000001" + "00000009");
    String flow = template(FLOW_FIELDS + "012e0008");
    decode(ipfix(options, selector, flow, set(256, FLOW + "0000000000000007")));
    checkCounters(30, 5120);
    decode(ipfix(template(FLOW_FIELDS), set(256, FLOW)));
    checkCounters(30, 5120); // the only sampler there is
  }

  /** V9's scope 2; records have the interface in element 10. */
  @Test
  void samplersOfInterfaces() throws Exception {
    String options = set(1, "0101" + "0004" + "0004" + "00020002" + "00220002");
    String samplers = set(257, "0007" + "0064" + "0008" + "000a");
    String template = set(0, "0100" + "0005" + FLOW_FIELDS + "000a0004");
    decode(v9(options, samplers, template, set(256, FLOW + "00000007" + FLOW + "00000008")));
    assertThat(flows).extracting(FlowRecord::packets).containsExactly(300L, 30L);
  }

  @Test
  void otherExportersAreNotMeant() throws Exception {
    String options = set(1, "0101" + "0004" + "0004" + "00010002" + "00220002");
    decoder.decode(HexPackets.bytes(v9(options, set(257, "0000" + "0064"))), "a", flows::add);
    String flow = v9(set(0, "0100" + "0004" + FLOW_FIELDS), set(256, FLOW));
    decoder.decode(HexPackets.bytes(flow), "b", flows::add);
    checkCounters(3, 512);
    decoder.decode(HexPackets.bytes(flow), "a", flows::add);
    checkCounters(300, 51_200);
  }

  @Test
  void flowsBeforeTheOptionsAreTold() throws Exception {
    decode(v9(set(0, "0100" + "0004" + FLOW_FIELDS), set(256, FLOW + FLOW)));
    assertThat(decoder.notes()).isEmpty();
    String options = set(1, "0101" + "0004" + "0004" + "00010002" + "00220002");
    decode(v9(options, set(257, "0000" + "0064"), set(256, FLOW)));
    assertThat(decoder.notes())
        .containsExactly(
            "the exporter sampled 1 in 100: packets and bytes of 1 flows are multiplied",
            "flows before their exporter told that it samples, not multiplied: 2");
  }

  @Test
  void countersThatDoNotFitAreLeftOut() throws Exception {
    String fields = ADDRESS_FIELDS + "00020008" + "00220002";
    String most = "7fffffffffffffff";
    decode(
        ipfix(template(fields), set(256, ADDRESSES + most + "0001" + ADDRESSES + most + "0002")));
    checkCounters(Long.MAX_VALUE, 0);
    assertThat(flows).hasSize(1);
    assertThat(decoder.leftOut())
        .containsExactly(java.util.Map.entry("with counters beyond 63 bits when multiplied", 1L));
  }

  @Test
  void bothWaysOfABiflowAreMultiplied() throws Exception {
    String fields = FLOW_FIELDS + "00220001" + "012b0001" + "00e80001";
    decode(ipfix(template(fields), set(256, FLOW + "0a" + "05" + "06")));
    assertThat(flows).extracting(FlowRecord::packets).containsExactly(30L, 50L);
    assertThat(flows).extracting(FlowRecord::bytes).containsExactly(5120L, 60L);
  }

  /** Whoever invents rates makes neither notes nor memory grow. */
  @Test
  void manyRatesAreSummedUp() throws Exception {
    var random = new SplittableRandom(71);
    String template = template(FLOW_FIELDS + "00220004");
    for (int i = 0; i < 5000; i++) {
      decode(ipfix(template, set(256, FLOW + "%08x".formatted(2 + random.nextInt(1 << 30)))));
    }
    assertThat(decoder.notes()).hasSize(4);
    assertThat(decoder.notes().get(3))
        .isEqualTo(
            "the exporter sampled at other rates: packets and bytes of 4,997 flows are multiplied");
  }
}
