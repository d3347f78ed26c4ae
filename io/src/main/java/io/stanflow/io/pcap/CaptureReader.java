package io.stanflow.io.pcap;

import io.stanflow.io.netflow.MalformedPacketException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets of a capture file: pcap in both byte orders with µs or ns, and pcapng's enhanced
 * packet blocks. Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
 */
public final class CaptureReader implements Closeable {
  private static final int MICROS = 0xa1b2c3d4;
  private static final int NANOS = 0xa1b23c4d;
  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int RESOLUTION = 9; // option of an interface

  /** Most bytes of a packet, as libpcap has it (MAXIMUM_SNAPLEN). */
  private static final int LONGEST = 262_144;

  private static final int MOST_INTERFACES = 65_536;

  /** Timestamps of an interface: {@code units} in a second; its packets' link type. */
  private record Interface(int linkType, long units) {}

  private final InputStream in;
  private final boolean blocks;
  private final List<Interface> interfaces = new ArrayList<>();
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private boolean damaged;

  /**
   * @param in should be buffered
   * @throws MalformedPacketException if the file's header is wrong
   */
  public CaptureReader(InputStream in) throws IOException, MalformedPacketException {
    this.in = in;
    ByteBuffer magic = read(4, "the file's header");
    blocks = magic.getInt(0) == SECTION;
    if (blocks) {
      section();
    } else {
      header(magic);
    }
  }

  /** Whether a file that begins with these four bytes is one. */
  public static boolean isCapture(int first) {
    int swapped = Integer.reverseBytes(first);
    return first == SECTION
        || first == MICROS
        || first == NANOS
        || swapped == MICROS
        || swapped == NANOS;
  }

  private void header(ByteBuffer magic) throws IOException, MalformedPacketException {
    int first = magic.getInt(0);
    if (first != MICROS && first != NANOS) {
      order = ByteOrder.LITTLE_ENDIAN;
      first = Integer.reverseBytes(first);
    }
    if (first != MICROS && first != NANOS) {
      throw new MalformedPacketException("the file is no capture");
    }
    int network = read(20, "the file's header").getInt(16);
    // the upper 16 bits say whether frames end in check sums
    interfaces.add(new Interface(network & 0xffff, first == NANOS ? 1_000_000_000 : 1_000_000));
  }

  /**
   * The next packet, or null at the end.
   *
   * @throws MalformedPacketException if it is not known where the packet ends; nothing follows then
   */
  public CapturedPacket next() throws IOException, MalformedPacketException {
    if (damaged) {
      return null;
    }
    try {
      return blocks ? nextBlock() : nextRecord();
    } catch (MalformedPacketException e) {
      damaged = true;
      throw e;
    }
  }

  private CapturedPacket nextRecord() throws IOException, MalformedPacketException {
    ByteBuffer head = readOrEnd(16, "a packet's header");
    if (head == null) {
      return null;
    }
    Interface source = interfaces.get(0);
    long fraction = Integer.toUnsignedLong(head.getInt(4));
    long micros = source.units == 1_000_000 ? fraction : fraction / 1000;
    long time = Integer.toUnsignedLong(head.getInt(0)) * 1_000_000 + micros;
    ByteBuffer data = read(checked(head.getInt(8)), "a packet");
    return new CapturedPacket(time, source.linkType, data, head.getInt(12));
  }

  private static int checked(int captured) throws MalformedPacketException {
    if (captured < 0 || captured > LONGEST) {
      throw new MalformedPacketException(
          "a captured packet must have at most %d bytes but has %s"
              .formatted(LONGEST, Integer.toUnsignedString(captured)));
    }
    return captured;
  }

  private CapturedPacket nextBlock() throws IOException, MalformedPacketException {
    while (true) {
      ByteBuffer type = readOrEnd(4, "a block's header");
      if (type == null) {
        return null;
      }
      if (type.getInt(0) == SECTION) {
        section();
        continue;
      }
      long length = Integer.toUnsignedLong(read(4, "a block's header").getInt(0));
      if (length < 12 || length % 4 != 0) {
        throw new MalformedPacketException("a block cannot have " + length + " bytes");
      }
      boolean packet = type.getInt(0) == ENHANCED_PACKET;
      if (!packet && type.getInt(0) != INTERFACE) {
        skip(length - 8);
        continue;
      }
      if (length > LONGEST + 65_536) {
        throw new MalformedPacketException("a block cannot have " + length + " bytes");
      }
      ByteBuffer body = read((int) length - 12, "a block");
      skip(4); // the length again
      if (packet) {
        return packet(body);
      }
      addInterface(body);
    }
  }

  /** Reads a section header after its type. */
  private void section() throws IOException, MalformedPacketException {
    ByteBuffer head = read(8, "a section's header").order(ByteOrder.BIG_ENDIAN);
    order = head.getInt(4) == BYTE_ORDER ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    if (head.order(order).getInt(4) != BYTE_ORDER) {
      throw new MalformedPacketException("a section's byte order is unknown");
    }
    long length = Integer.toUnsignedLong(head.getInt(0));
    if (length < 28 || length % 4 != 0) {
      throw new MalformedPacketException("a section's header cannot have " + length + " bytes");
    }
    skip(length - 12);
    interfaces.clear();
  }

  private void addInterface(ByteBuffer body) throws MalformedPacketException {
    if (body.remaining() < 8 || interfaces.size() == MOST_INTERFACES) {
      throw new MalformedPacketException("an interface's description is wrong");
    }
    long units = 1_000_000;
    int at = 8;
    while (at + 4 <= body.limit()) {
      int option = Short.toUnsignedInt(body.getShort(at));
      int length = Short.toUnsignedInt(body.getShort(at + 2));
      if (option == RESOLUTION && length == 1 && at + 4 < body.limit()) {
        units = units(body.get(at + 4));
      }
      at += 4 + (length + 3 & ~3);
    }
    interfaces.add(new Interface(Short.toUnsignedInt(body.getShort(0)), units));
  }

  /** Powers of ten, or of two with the high bit. */
  private static long units(byte resolution) throws MalformedPacketException {
    int power = resolution & 0x7f;
    if (resolution < 0 ? power > 62 : power > 18) {
      throw new MalformedPacketException("an interface's timestamps are too fine");
    }
    return resolution < 0 ? 1L << power : (long) Math.pow(10, power);
  }

  private CapturedPacket packet(ByteBuffer body) throws MalformedPacketException {
    if (body.remaining() < 20) {
      throw new MalformedPacketException("a packet's block is cut short");
    }
    int number = body.getInt(0);
    if (number < 0 || number >= interfaces.size()) {
      throw new MalformedPacketException("interface " + number + " is not described");
    }
    int captured = checked(body.getInt(12));
    if (captured > body.limit() - 20) {
      throw new MalformedPacketException("a packet's block is cut short");
    }
    Interface source = interfaces.get(number);
    long time = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
    ByteBuffer data = body.slice(20, captured); // big-endian
    return new CapturedPacket(micros(time, source.units), source.linkType, data, body.getInt(16));
  }

  /** µs of a count of units, without overflow in between. */
  private static long micros(long time, long units) {
    long rest = Long.remainderUnsigned(time, units);
    double part = 1e6 * rest / units;
    return Long.divideUnsigned(time, units) * 1_000_000 + (long) part;
  }

  private ByteBuffer readOrEnd(int count, String what)
      throws IOException, MalformedPacketException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length == 0) {
      return null;
    } else if (bytes.length < count) {
      throw cutShort(what);
    }
    return ByteBuffer.wrap(bytes).order(order);
  }

  private ByteBuffer read(int count, String what) throws IOException, MalformedPacketException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw cutShort(what);
    }
    return ByteBuffer.wrap(bytes).order(order);
  }

  private void skip(long count) throws IOException, MalformedPacketException {
    try {
      in.skipNBytes(count);
    } catch (java.io.EOFException e) {
      throw cutShort("a block");
    }
  }

  private static MalformedPacketException cutShort(String what) {
    return new MalformedPacketException("the file is cut short in " + what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
