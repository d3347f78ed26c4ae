package io.stanflow.io.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.io.pcap.IpPacket.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames by hand. */
class DissectorTest {
  private static final String MACS = "020000000002 020000000001 ";
  private static final String UDP = "04d2 0035 000c 0000 cafebabe";
  private static final String IPV4 = "45b80020 00010000 40110000 0a000001 c0000207 ";
  private static final String IPV6 =
      "6b800000 000c1140 20010db8000000000000000000000001 20010db8000000000000000000000002 ";
  private static final String EXTENDED =
      IPV6.replace("000c1140", "00340040")
          + "3c00000000000000 " // hop by hop, then destination options
          + "2b00000000000000 " // these, then routing
          + "2c01000000000000 0000000000000000 " // this, then fragment
          + "1100000000000009 " // this, then UDP
          + UDP;

  private final Dissector dissector = new Dissector();

  private IpPacket dissect(int linkType, String hex) {
    byte[] bytes = Captures.bytes(hex);
    return dissector.dissect(new CapturedPacket(7, linkType, ByteBuffer.wrap(bytes), bytes.length));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Ethernet, 1, 020000000002 020000000001 0800",
    "VLAN, 1, 020000000002 020000000001 8100 0064 0800",
    "QinQ, 1, 020000000002 020000000001 88a8 0064 8100 0065 0800",
    "MPLS, 1, 020000000002 020000000001 8847 00010040 00011140",
    "MPLS multicast in a VLAN, 1, 020000000002 020000000001 8100 0064 8848 00010140",
    "PPPoE, 1, 020000000002 020000000001 8864 1100 0001 0022 0021",
    "PPPoE in QinQ, 1, 020000000002 020000000001 88a8 0064 8100 0065 8864 1100 0001 0022 0021",
    "PPPoE of a compressed protocol, 1, 020000000002 020000000001 8864 1100 0001 0022 21",
    "MPLS in PPP, 9, ff03 0281 00010140",
    "PPP in HDLC, 50, ff03 0021",
    "PPPoE alone, 51, 1100 0001 0022 0021",
    "Cisco HDLC, 104, 0f00 0800",
    "VLAN in cooked 2, 276, 8100 0000 00000001 0001 00 06 0200000000010000 0064 0800",
    "cooked, 113, 0000 0001 0006 0200000000010000 0800",
    "cooked 2, 276, 0800 0000 00000001 0001 00 06 0200000000010000",
    "BSD loopback, 0, 02000000",
    "OpenBSD loopback, 108, 00000002",
    "raw, 101, ''",
    "raw of BSD, 12, ''",
    "raw IPv4, 228, ''"
  })
  void everyLinkLayerIsPassed(String name, int linkType, String header) {
    IpPacket packet = dissect(linkType, header + " " + IPV4 + UDP);
    assertThat(packet).as(() -> dissector.leftOut().toString()).isNotNull();
    assertThat(packet.source()).isEqualTo(Address.parse("10.0.0.1"));
    assertThat(packet.destination()).isEqualTo(Address.parse("192.0.2.7"));
    assertThat(packet.protocol()).isEqualTo(17);
    assertThat(packet.tos()).isEqualTo(0xb8);
    assertThat(packet.sourcePort()).isEqualTo(1234);
    assertThat(packet.destinationPort()).isEqualTo(53);
    assertThat(packet.length()).isEqualTo(32);
    assertThat(packet.micros()).isEqualTo(7);
    assertThat(packet.part()).isNull();
    assertThat(packet.udp().remaining()).isEqualTo(4);
    assertThat(packet.udp().getInt()).isEqualTo(0xcafebabe);
  }

  @Test
  void ipv6ExtensionHeadersArePassed() {
    IpPacket plain = dissect(1, MACS + "86dd " + IPV6 + UDP);
    assertThat(plain.destination()).isEqualTo(Address.parse("2001:db8::2"));
    assertThat(plain.tos()).isEqualTo(0xb8);
    assertThat(plain.length()).isEqualTo(52);
    assertThat(plain.destinationPort()).isEqualTo(53);
    IpPacket packet = dissect(229, EXTENDED);
    assertThat(packet.protocol()).isEqualTo(17);
    assertThat(packet.destinationPort()).isEqualTo(53);
    assertThat(packet.part()).isNull(); // all in one fragment
    assertThat(packet.udp().getInt(0)).isEqualTo(0xcafebabe);
    IpPacket first = dissect(229, EXTENDED.replace("1100000000000009", "1100000100000009"));
    assertThat(first.udp()).isNull();
    assertThat(first.part().datagram().identification()).isEqualTo(9);
    assertThat(first.part().more()).isTrue();
    assertThat(first.part().length()).isEqualTo(12);
    assertThat(first.part().headers()).isZero();
  }

  @Test
  void tcpFlagsAndIcmpTypes() {
    String tcp = "0050 9c40 00000001 00000002 50d2 1000 0000 0000";
    assertThat(
            dissect(
                101, IPV4.replace("40110000", "40060000").replace("45b80020", "45b80028") + tcp))
        .extracting(IpPacket::tcpFlags, IpPacket::sourcePort)
        .containsExactly(0xd2, 80);
    assertThat(dissect(101, IPV4.replace("40110000", "40010000") + "0303 0000 00000000 00000000"))
        .extracting(IpPacket::sourcePort, IpPacket::destinationPort)
        .containsExactly(0, 0x0303);
    assertThat(dissect(101, IPV4.replace("40110000", "402f0000") + UDP)) // GRE
        .extracting(IpPacket::sourcePort, IpPacket::destinationPort, IpPacket::protocol)
        .containsExactly(0, 0, 47);
  }

  @Test
  void fragmentsAreKnown() {
    IpPacket first = dissect(101, IPV4.replace("00010000", "00072000") + UDP);
    assertThat(first.part())
        .extracting(Part::offset, Part::more, Part::length, part -> part.data().getInt(8))
        .containsExactly(0, true, 12, 0xcafebabe);
    assertThat(first.destinationPort()).isEqualTo(53);
    IpPacket later = dissect(101, IPV4.replace("00010000", "00070003") + UDP);
    assertThat(later.part().datagram()).isEqualTo(first.part().datagram());
    assertThat(later.part())
        .extracting(Part::offset, Part::more, Part::length)
        .containsExactly(24, false, 12);
    assertThat(later.destinationPort()).isZero();
  }

  /** As Linux sends them (BIG TCP), with the option and without. */
  @Test
  void jumboPayloadsCount() {
    String tcp = "0050 9c40 00000001 00000002 5010 1000 0000 0000";
    String header = IPV6.replace("000c1140", "00000040");
    IpPacket jumbo = dissect(229, header + "0600 c204 00011178 " + tcp);
    assertThat(jumbo)
        .extracting(IpPacket::length, IpPacket::protocol, IpPacket::sourcePort)
        .containsExactly(40 + 70_008, 6, 80);
    jumbo = dissect(229, header + "0601 0104 00000000 0000 c204 00020000 " + tcp);
    assertThat(jumbo.length()).isEqualTo(40 + 131_072); // the option is not the first
    assertThat(dissect(229, header + "0600 c204 0000ffff " + tcp)).isNull(); // no jumbo
    assertThat(dissect(229, header + "0600 c204 ffffffff " + tcp)).isNull();
    assertThat(dissector.leftOut()).containsEntry("with wrong IP headers", 2L);
    byte[] bytes = Captures.bytes(MACS + "86dd " + IPV6.replace("000c1140", "00000640") + tcp);
    var frame = new CapturedPacket(0, 1, ByteBuffer.wrap(bytes), 80_014);
    assertThat(dissector.dissect(frame).length()).isEqualTo(80_000);
    IpPacket nothing = dissect(229, IPV6.replace("000c1140", "00003b40") + "0000");
    assertThat(nothing.length()).isEqualTo(40); // what follows is no payload
  }

  @Test
  void packetsSegmentedByTheCardHaveTheirLengthOnTheWire() {
    byte[] bytes = Captures.bytes(MACS + "0800 " + IPV4.replace("45b80020", "45b80000") + UDP);
    var frame = new CapturedPacket(0, 1, ByteBuffer.wrap(bytes), 5014);
    assertThat(dissector.dissect(frame).length()).isEqualTo(5000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not IP                     | 1   | 020000000002 020000000001 0806 0001
          not IP                     | 1   | 0200
          not IP                     | 147 | 45b80020
          not IP                     | 1   | 020000000002 020000000001 8847 0001
          not IP                     | 1   | 020000000002 020000000001 8847 00010040 00010040
          not IP                     | 1   | 020000000002 020000000001 8847 00010140 00000000
          not IP                     | 1   | 020000000002 020000000001 8863 1109 0000 0004 01010000
          not IP                     | 1   | 020000000002 020000000001 8864 1100 0001
          not IP                     | 1   | 020000000002 020000000001 8864 1100 0001 0002 c021
          cut short in their headers | 101 | 45b80020 00010000 40110000 0a000001
          cut short in their headers | 101 | 45b80020 00010000 40110000 0a000001 c0000207 04d2
          cut short in their headers | 101 | 6b800000 000c0040
          with wrong IP headers      | 228 | 44b80020 00010000 40110000 0a000001 c0000207 04d20035
          with wrong IP headers      | 228 | 45b80013 00010000 40110000 0a000001 c0000207 04d20035
          with wrong IP headers      | 228 | 45b80018 00010000 40110000 0a000001 c0000207 04d20035000c0000
          """)
  void whatIsLeftOutIsCounted(String reason, int linkType, String hex) {
    assertThat(dissect(linkType, hex)).isNull();
    assertThat(dissector.leftOut()).containsOnlyKeys(reason).containsEntry(reason, 1L);
  }

  @ParameterizedTest
  @CsvSource({"false, 48", "true, 88"})
  void everyCutIsCounted(boolean extended, int needed) {
    byte[] bytes = Captures.bytes(extended ? EXTENDED : IPV6 + UDP);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      dissector.dissect(new CapturedPacket(0, 229, ByteBuffer.wrap(cut), bytes.length));
    }
    long counted = dissector.leftOut().values().stream().mapToLong(Long::longValue).sum();
    assertThat(counted).isEqualTo(needed); // longer ones have their ports
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {61, 62})
  void damagedFramesAreDissectedOrCounted(long seed) {
    var random = new SplittableRandom(seed);
    int packets = Integer.getInteger("stanflow.fuzz", 30_000);
    String[] frames = {
      MACS + "8100 0064 0800 " + IPV4 + UDP,
      MACS + "86dd " + IPV6 + UDP,
      MACS + "8864 1100 0001 0022 0281 00010040 00010140 " + IPV4 + UDP,
      IPV4 + UDP,
      EXTENDED,
      IPV6.replace("000c1140", "00000040") + "0600 c204 00011178 " + UDP + UDP
    };
    int[] linkTypes = {0, 1, 9, 51, 101, 108, 113, 229, 276};
    long dissected = 0;
    for (int i = 0; i < packets; i++) {
      int frame = random.nextInt(frames.length);
      byte[] bytes = Captures.bytes(frames[frame]);
      for (int n = random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length / 2, bytes.length + 1));
      int linkType = random.nextInt(3) == 0 ? linkTypes[random.nextInt(9)] : frame < 3 ? 1 : 101;
      IpPacket packet =
          dissector.dissect(
              new CapturedPacket(0, linkType, ByteBuffer.wrap(cut), random.nextInt()));
      dissected += packet == null ? 0 : 1;
      assertThat(packet == null || packet.length() >= 20).isTrue();
    }
    long counted = dissector.leftOut().values().stream().mapToLong(Long::longValue).sum();
    assertThat(counted + dissected).isEqualTo(packets);
    assertThat(dissected).isPositive();
  }
}
