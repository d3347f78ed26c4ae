package io.stanflow.io.pcap;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Capture files by hand. */
final class Captures {
  private Captures() {}

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** A pcap file with one packet at 1 s and 500,000 units. */
  static byte[] pcap(int magic, ByteOrder order, int linkType, byte[] packet) {
    ByteBuffer out = ByteBuffer.allocate(40 + packet.length).order(order);
    out.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535);
    out.putInt(linkType);
    out.putInt(1).putInt(500_000).putInt(packet.length).putInt(packet.length + 3);
    return out.put(packet).array();
  }

  /** A pcapng file: section, an unknown block, interface with a resolution, packet. */
  static byte[] pcapng(ByteOrder order, int resolution, long time, byte[] packet) {
    int padded = packet.length + 3 & ~3;
    ByteBuffer out = ByteBuffer.allocate(28 + 16 + 32 + 32 + padded).order(order);
    out.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putInt(1).putLong(-1).putInt(28);
    out.putInt(0x0bad).putInt(16).putInt(0).putInt(16);
    out.putInt(1).putInt(32).putShort((short) 1).putShort((short) 0).putInt(0);
    out.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    out.putInt(0).putInt(32);
    int length = 32 + padded;
    out.putInt(6).putInt(length).putInt(0).putInt((int) (time >>> 32)).putInt((int) time);
    out.putInt(packet.length).putInt(packet.length + 3).put(packet);
    return out.position(out.capacity() - 4).putInt(length).array();
  }

  static CaptureReader reader(byte[] file) throws Exception {
    return new CaptureReader(new ByteArrayInputStream(file));
  }
}
