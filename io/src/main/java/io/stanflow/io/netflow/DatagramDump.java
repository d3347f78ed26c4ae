package io.stanflow.io.netflow;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Packets that lie in a file back to back. Versions 5 and 10 say their lengths; a v9 packet goes up
 * to where a set cannot begin, as versions are no numbers of sets.
 */
public final class DatagramDump implements Closeable {
  private static final int LONGEST = 65_535;

  private final DataInputStream in;
  private final ByteBuffer packet = ByteBuffer.allocate(LONGEST);
  private boolean damaged;

  /**
   * @param in should be buffered; supports mark and reset
   */
  public DatagramDump(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * The next packet, valid until the one after; null at the end.
   *
   * @throws MalformedPacketException if it is not known where the packet ends; nothing follows then
   */
  public ByteBuffer next() throws IOException, MalformedPacketException {
    packet.clear();
    if (damaged || !peek(2)) {
      if (!damaged && take(1) == 1) {
        damaged = true;
        throw new MalformedPacketException("a single byte is no packet");
      }
      return null;
    }
    try {
      take(4);
      PacketLengths.require(packet.duplicate().flip(), 4);
      NetflowVersion version = NetflowVersion.ofNumber(Short.toUnsignedInt(packet.getShort(0)));
      if (version == null) {
        throw new MalformedPacketException(
            "the version must be 5, 9 or 10 but is " + Short.toUnsignedInt(packet.getShort(0)));
      }
      switch (version) {
        case V5 -> takeUpTo(PacketLengths.v5(packet));
        case IPFIX -> takeUpTo(PacketLengths.ipfix(packet));
        case V9 -> takeSets();
      }
    } catch (MalformedPacketException e) {
      damaged = true;
      throw e;
    }
    return packet.flip();
  }

  private void takeSets() throws IOException, MalformedPacketException {
    takeUpTo(PacketLengths.V9_HEADER);
    while (peek(4)) {
      in.mark(4);
      int id = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      in.reset();
      if (id > 1 && id < 256) {
        return; // the next packet's version
      }
      if (length < 4 || packet.position() + length > LONGEST) {
        throw new MalformedPacketException("set " + id + " cannot have " + length + " bytes");
      }
      takeUpTo(packet.position() + length);
    }
  }

  /** Whether there are {@code count} more bytes. */
  private boolean peek(int count) throws IOException {
    in.mark(count);
    boolean there = in.readNBytes(count).length == count;
    in.reset();
    return there;
  }

  private void takeUpTo(int length) throws IOException, MalformedPacketException {
    take(length - packet.position());
    PacketLengths.require(packet.duplicate().flip(), length);
  }

  private int take(int count) throws IOException {
    int read = in.readNBytes(packet.array(), packet.position(), count);
    packet.position(packet.position() + read);
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
