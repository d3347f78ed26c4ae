package io.stanflow.io.netflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers, sizes and clocks of our packets; the bytes are written out from the specifications. */
class PacketEncoderTest {
  private static final long T0 = 1_700_000_000_000L; // ms

  private final List<byte[]> packets = new ArrayList<>();

  private PacketEncoder encoder(NetflowVersion version, int payload) {
    return PacketEncoder.of(
        version,
        payload,
        (packet, millis) -> {
          byte[] bytes = new byte[packet.remaining()];
          packet.get(bytes);
          packets.add(bytes);
        });
  }

  /** From {@code start} to {@code end} ms after T0. */
  private static FlowRecord flow(long start, long end, boolean ipv6) {
    Address source = Address.parse(ipv6 ? "2001:db8::1" : "10.0.0.1");
    Address destination = Address.parse(ipv6 ? "2001:db8::2" : "192.0.2.7");
    long micros = T0 * 1000;
    return new FlowRecord(
        micros + start * 1000,
        micros + end * 1000,
        source,
        destination,
        40_000,
        443,
        6,
        0x1b,
        8,
        7,
        900);
  }

  private String hex(int packet) {
    return HexFormat.of().formatHex(packets.get(packet));
  }

  @Test
  void v5AsTheFormatHasIt() throws IOException {
    PacketEncoder encoder = encoder(NetflowVersion.V5, 1464);
    encoder.add(flow(0, 1500, false));
    encoder.flush();
    assertThat(hex(0))
        .isEqualTo(
            "0005"
                + "0001" // version, records
                + "0036f45c" // uptime: an hour and 1.5 s
                + "6553f101"
                + "1dcd6500" // 1700000001 s, 500000000 ns
                + "00000000"
                + "00000000" // sequence; engine, sampling
                + "0a000001"
                + "c0000207"
                + "00000000"
                + "00000000" // addresses, hop, interfaces
                + "00000007"
                + "00000384" // packets, bytes
                + "0036ee80"
                + "0036f45c" // first, last
                + "9c40"
                + "01bb"
                + "00"
                + "1b"
                + "06"
                + "08" // ports, padding, flags, TCP, ToS
                + "0000000000000000");
  }

  @Test
  void v9AsTheRfcHasIt() throws IOException {
    PacketEncoder encoder = encoder(NetflowVersion.V9, 1400);
    encoder.add(flow(0, 1500, false));
    encoder.flush();
    assertThat(hex(0))
        .isEqualTo(
            "0009"
                + "0003" // version; two templates and a record
                + "0036f650"
                + "6553f102" // uptime and time, at the next whole second
                + "00000000"
                + "00000000" // sequence, source
                + "0000"
                + "0064" // templates, 100 bytes
                + "0100000b"
                + "00080004"
                + "000c0004"
                + "00160004"
                + "00150004"
                + "00020008"
                + "00010008"
                + "00070002"
                + "000b0002"
                + "00040001"
                + "00060001"
                + "00050001"
                + "0101000b"
                + "001b0010"
                + "001c0010"
                + "00160004"
                + "00150004"
                + "00020008"
                + "00010008"
                + "00070002"
                + "000b0002"
                + "00040001"
                + "00060001"
                + "00050001"
                + "0100"
                + "002c" // 44 bytes by template 256
                + "0a000001"
                + "c0000207"
                + "0036ee80"
                + "0036f45c"
                + "0000000000000007"
                + "0000000000000384"
                + "9c40"
                + "01bb"
                + "06"
                + "1b"
                + "08"
                + "00");
  }

  @Test
  void ipfixAsTheRfcHasIt() throws IOException {
    PacketEncoder encoder = encoder(NetflowVersion.IPFIX, 1400);
    encoder.add(flow(0, 1500, true));
    encoder.flush();
    assertThat(hex(0))
        .startsWith(
            "000a"
                + "00c0" // version, length
                + "6553f102"
                + "00000000"
                + "00000000" // export time, sequence, domain
                + "0002"
                + "0064"
                + "0100000b"
                + "00080004"
                + "000c0004"
                + "00980008"
                + "00990008")
        .endsWith(
            "0101"
                + "004c" // 76 bytes by template 257
                + "20010db8000000000000000000000001"
                + "20010db8000000000000000000000002"
                + "0000018bcfe56800"
                + "0000018bcfe56ddc"
                + "0000000000000007"
                + "0000000000000384"
                + "9c40"
                + "01bb"
                + "06"
                + "1b"
                + "08"
                + "00");
  }

  @ParameterizedTest
  @CsvSource({
    "V5, 1464, 30, 1464",
    "V5, 1400, 28, 1368",
    "V9, 1400, 35, 1400",
    "IPFIX, 1400, 29, 0"
  })
  void packetsAreFilledButNoLongerThanAllowed(
      NetflowVersion version, int payload, int flows, int length) throws IOException {
    PacketEncoder encoder = encoder(version, payload);
    for (int i = 0; i < 1000; i++) {
      encoder.add(flow(i, i, false));
    }
    encoder.flush();
    assertThat(packets).allMatch(packet -> packet.length <= payload);
    int header = version == NetflowVersion.V5 ? 24 : version == NetflowVersion.V9 ? 24 : 20;
    int record = version == NetflowVersion.V5 ? 48 : version == NetflowVersion.V9 ? 39 : 47;
    assertThat((packets.get(1).length - header) / record).isEqualTo(flows);
    if (length > 0) {
      assertThat(packets.get(1)).hasSizeBetween(length - 12, length);
    }
    assertThat(encoder.flows()).isEqualTo(1000);
    assertThat(encoder.packets()).isEqualTo(packets.size());
  }

  @ParameterizedTest
  @EnumSource
  void sequencesCountFlowsOrPackets(NetflowVersion version) throws IOException {
    PacketEncoder encoder = encoder(version, 1400);
    for (int i = 0; i < 200; i++) {
      encoder.add(flow(i, i, false));
    }
    encoder.flush();
    int at = version == NetflowVersion.V5 ? 16 : version == NetflowVersion.V9 ? 12 : 8;
    long flows = 0;
    for (int n = 0; n < packets.size(); n++) {
      ByteBuffer packet = ByteBuffer.wrap(packets.get(n));
      assertThat((long) packet.getInt(at)).isEqualTo(version == NetflowVersion.V9 ? n : flows);
      flows += records(version, packet, n == 0);
    }
    assertThat(flows).isEqualTo(200);
    assertThat(packets).hasSizeGreaterThan(5);
  }

  private static int records(NetflowVersion version, ByteBuffer packet, boolean first) {
    return switch (version) {
      case V5 -> packet.getShort(2);
      case V9 -> packet.getShort(2) - (first ? 2 : 0);
      case IPFIX -> (packet.limit() - 16 - (first ? 100 : 0) - 4) / 47;
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"V9", "IPFIX"})
  void templatesAreSentAgain(NetflowVersion version) throws IOException {
    PacketEncoder encoder = encoder(version, 1400);
    for (int i = 0; i < 1500; i++) {
      encoder.add(flow(i, i, i % 2 == 0));
    }
    encoder.flush();
    int header = version == NetflowVersion.V9 ? 20 : 16;
    int templates = version == NetflowVersion.V9 ? 0 : 2;
    assertThat(packets).hasSizeGreaterThan(41);
    for (int n = 0; n < packets.size(); n++) {
      int set = ByteBuffer.wrap(packets.get(n)).getShort(header);
      assertThat(set == templates).as("packet %d begins with templates", n).isEqualTo(n % 20 == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V5", "V9"})
  void theUptimeStartsAnewWhereItWouldNotHold(NetflowVersion version) throws Exception {
    long day = 86_400_000;
    List<FlowRecord> flows =
        List.of(
            flow(0, 10, false),
            flow(-2 * 3_600_000L, 20, false), // began before the boot
            flow(60 * day, 60 * day + 1, false), // 60 days later
            flow(61 * day, 61 * day + 48 * day, false));
    PacketEncoder encoder = encoder(version, 1400);
    for (FlowRecord flow : flows) {
      assertThat(encoder.misfit(flow)).isNull();
      encoder.add(flow);
    }
    encoder.flush();
    assertThat(packets).hasSize(4);
    var decoder = new PacketDecoder();
    var read = new ArrayList<FlowRecord>();
    for (byte[] packet : packets) {
      decoder.decode(ByteBuffer.wrap(packet), "", read::add);
    }
    assertThat(read).isEqualTo(flows);
    assertThat(encoder.misfit(flow(0, 50 * day, false))).isEqualTo("spans above 49 days");
  }

  @Test
  void aPayloadTooSmallIsRefused() {
    assertThatThrownBy(() -> encoder(NetflowVersion.V9, 575))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
