package io.stanflow.io.netflow;

import static io.stanflow.io.netflow.HexPackets.ADDRESSES;
import static io.stanflow.io.netflow.HexPackets.ipfix;
import static io.stanflow.io.netflow.HexPackets.set;
import static io.stanflow.io.netflow.HexPackets.template;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records of both directions. */
class BiflowTest {
  private final PacketDecoder decoder = new PacketDecoder();
  private final List<FlowRecord> flows = new ArrayList<>();

  private void decode(String hex) throws Exception {
    decoder.decode(HexPackets.bytes(hex), "", flows::add);
  }

  /** As YAF sends them: elements of the way back under enterprise 29305; silence has 0 packets. */
  @Test
  void biflowsAreTwoFlows() throws Exception {
    String reverse = "00007279";
    String template =
        template(
            "00080004",
            "000c0004",
            "00070002",
            "000b0002",
            "00040001",
            "00020004",
            "00010004",
            "00980008",
            "00990008",
            "80020004" + reverse,
            "80010004" + reverse,
            "80060001" + reverse,
            "80980008" + reverse);
    String flow = ADDRESSES + "c001" + "0035" + "11" + "00000002" + "00000078";
    String times = "0000018ab0c70c00" + "0000018ab0c70c09";
    String answer = "00000003" + "00000200" + "12" + "0000018ab0c70c02";
    String silence = "00000000" + "00000000" + "00" + "0000000000000000";
    decode(ipfix(template, set(256, flow + times + answer + flow + times + silence)));
    assertThat(flows).hasSize(3);
    FlowRecord there = flows.get(0);
    FlowRecord back = flows.get(1);
    assertThat(flows.get(2)).isEqualTo(there);
    assertThat(back.source()).isEqualTo(there.destination());
    assertThat(back.destination()).isEqualTo(there.source());
    assertThat(back)
        .extracting(
            FlowRecord::sourcePort,
            FlowRecord::destinationPort,
            FlowRecord::packets,
            FlowRecord::bytes,
            FlowRecord::tcpFlags)
        .containsExactly(0x35, 0xc001, 3L, 0x200L, 0x12);
    assertThat(back.start()).isEqualTo(there.start() + 2000);
    assertThat(back.end()).isEqualTo(there.end());
    assertThat(decoder.leftOut()).isEmpty();
  }

  @Test
  void respondersOfCiscosBiflowsAnswer() throws Exception {
    String template =
        template("00080004", "000c0004", "00e70004", "00e80004", "012a0004", "012b0004");
    decode(ipfix(template, set(256, ADDRESSES + "0000000a0000000b" + "0000000100000002")));
    assertThat(flows).extracting(FlowRecord::bytes).containsExactly(10L, 11L);
    assertThat(flows).extracting(FlowRecord::packets).containsExactly(1L, 2L);
    assertThat(flows.get(1).start()).isEqualTo(flows.get(0).start());
  }
}
