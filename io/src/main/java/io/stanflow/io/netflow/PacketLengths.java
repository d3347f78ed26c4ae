package io.stanflow.io.netflow;

import java.nio.ByteBuffer;

/** How long packets are by their own word. */
final class PacketLengths {
  static final int V9_HEADER = 20;
  static final int IPFIX_HEADER = 16;

  private PacketLengths() {}

  static int v5(ByteBuffer in) throws MalformedPacketException {
    require(in, 4);
    int count = Short.toUnsignedInt(in.getShort(2));
    if (count < 1 || count > V5Encoder.MOST_RECORDS) {
      throw new MalformedPacketException("a v5 packet must have 1 to 30 records but has " + count);
    }
    return V5Encoder.HEADER + count * V5Encoder.RECORD;
  }

  /** Header and all sets. */
  static int v9(ByteBuffer in) throws MalformedPacketException {
    require(in, V9_HEADER + 4);
    int length = V9_HEADER;
    while (in.limit() - length >= 4) {
      int set = Short.toUnsignedInt(in.getShort(length + 2));
      if (set < 4) {
        throw new MalformedPacketException("a set cannot have " + set + " bytes");
      }
      length += set;
    }
    return length;
  }

  static int ipfix(ByteBuffer in) throws MalformedPacketException {
    require(in, 4);
    int length = Short.toUnsignedInt(in.getShort(2));
    if (length < IPFIX_HEADER) {
      throw new MalformedPacketException(
          "an IPFIX message must have at least 16 bytes but has " + length);
    }
    return length;
  }

  static void require(ByteBuffer in, int length) throws MalformedPacketException {
    if (in.limit() < length) {
      throw new MalformedPacketException(
          "the packet is cut short: it has " + in.limit() + " of " + length + " bytes");
    }
  }
}
