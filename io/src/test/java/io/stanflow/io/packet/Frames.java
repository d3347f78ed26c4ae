package io.stanflow.io.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** IP packets by hand, and captures of them. */
final class Frames {
  private Frames() {}

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** A pcap file of raw IP, a packet each ms. */
  static byte[] capture(List<byte[]> packets) {
    int length = packets.stream().mapToInt(packet -> 16 + packet.length).sum();
    ByteBuffer out = ByteBuffer.allocate(24 + length);
    out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    out.putInt(65_535).putInt(101);
    int time = 0;
    for (byte[] packet : packets) {
      out.putInt(1_700_000_000).putInt(1000 * time++);
      out.putInt(packet.length).putInt(packet.length).put(packet);
    }
    return out.array();
  }

  /** From 192.0.2.10, port 50000. */
  static byte[] udp(byte[] payload, int port) {
    byte[] datagram = datagram(payload, port);
    return ipv4(datagram, 0, datagram.length, 0);
  }

  /** The same as fragments of at most {@code most} bytes, a multiple of 8. */
  static List<byte[]> fragments(byte[] payload, int port, int most, int id, boolean ipv6) {
    byte[] datagram = datagram(payload, port);
    var parts = new ArrayList<byte[]>();
    for (int at = 0; at < datagram.length; at += most) {
      int end = Math.min(datagram.length, at + most);
      parts.add(ipv6 ? ipv6(datagram, at, end, id) : ipv4(datagram, at, end, id));
    }
    return parts;
  }

  private static byte[] datagram(byte[] payload, int port) {
    ByteBuffer out = ByteBuffer.allocate(8 + payload.length);
    out.putShort((short) 50_000).putShort((short) port).putShort((short) out.capacity());
    return out.putShort((short) 0).put(payload).array();
  }

  private static byte[] ipv4(byte[] datagram, int from, int to, int id) {
    ByteBuffer out = ByteBuffer.allocate(20 + to - from);
    int more = to < datagram.length ? 0x2000 : 0;
    out.putShort((short) 0x4500).putShort((short) out.capacity());
    out.putShort((short) id).putShort((short) (more | from / 8));
    out.putInt(0x40110000).putInt(0xc000020a).putInt(0xc0000214);
    return out.put(datagram, from, to - from).array();
  }

  private static byte[] ipv6(byte[] datagram, int from, int to, int id) {
    ByteBuffer out = ByteBuffer.allocate(48 + to - from);
    out.putInt(0x60000000).putShort((short) (8 + to - from)).putShort((short) 0x2c40);
    out.putLong(0x20010db800000000L).putLong(1).putLong(0x20010db800000000L).putLong(2);
    int more = to < datagram.length ? 1 : 0;
    out.putShort((short) 0x1100).putShort((short) (from | more)).putInt(id);
    return out.put(datagram, from, to - from).array();
  }
}
