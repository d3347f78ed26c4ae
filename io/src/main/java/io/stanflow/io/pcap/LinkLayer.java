package io.stanflow.io.pcap;

import java.nio.ByteBuffer;

/**
 * What lies below IP: Ethernet with VLAN tags, MPLS labels and PPPoE, PPP, Cisco HDLC, Linux cooked
 * captures, loopback.
 */
final class LinkLayer {
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;
  private static final int MPLS = 0x8847;
  private static final int MPLS_MULTICAST = 0x8848;
  private static final int PPPOE = 0x8864;
  private static final int NOTHING = -1;

  private LinkLayer() {}

  /** Moves to layer 3 and gives its Ethertype, or another number where that is not known. */
  static int skip(int linkType, ByteBuffer data) {
    return switch (linkType) {
      case 1 -> etherType(data, 12); // ETHERNET
      case 104 -> etherType(data, 2); // C_HDLC
      case 113 -> etherType(data, 14); // LINUX_SLL
      case 276 -> { // LINUX_SLL2, whose type comes first
        if (data.remaining() < 20) {
          yield NOTHING;
        }
        int type = Short.toUnsignedInt(data.getShort(0));
        data.position(20);
        yield skipTags(type, data);
      }
      case 9, 50 -> skipPpp(data); // PPP, PPP_HDLC
      case 51 -> skipPppoe(data); // PPP_ETHER
      case 0, 108 -> family(data); // NULL, LOOP
      case 12, 14, 101, 228, 229 -> version(data); // RAW by several names, IPV4, IPV6
      default -> NOTHING;
    };
  }

  private static int etherType(ByteBuffer data, int at) {
    if (data.remaining() < at + 2) {
      return NOTHING;
    }
    data.position(at + 2);
    return skipTags(Short.toUnsignedInt(data.getShort(at)), data);
  }

  /** Skips what an Ethertype announces until that of layer 3. */
  private static int skipTags(int first, ByteBuffer data) {
    int type = first;
    while (type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200) { // VLAN
      if (data.remaining() < 4) {
        return NOTHING;
      }
      type = data.getInt() & 0xffff;
    }
    return switch (type) {
      case MPLS, MPLS_MULTICAST -> skipLabels(data);
      case PPPOE -> skipPppoe(data);
      default -> type;
    };
  }

  /** MPLS does not say what it carries. */
  private static int skipLabels(ByteBuffer data) {
    while (data.remaining() >= 4) {
      boolean bottom = (data.getInt() & 0x100) != 0;
      if (bottom) {
        return version(data);
      }
    }
    return NOTHING;
  }

  private static int skipPppoe(ByteBuffer data) {
    boolean session = data.remaining() >= 6 && data.getShort() == 0x1100; // version, type, code
    if (!session) {
      return NOTHING;
    }
    data.position(data.position() + 4);
    return skipPpp(data);
  }

  private static int skipPpp(ByteBuffer data) {
    if (data.remaining() >= 2 && data.getShort(data.position()) == (short) 0xff03) {
      data.position(data.position() + 2); // address and control
    }
    int protocol = data.hasRemaining() ? data.get() & 0xff : 0;
    if (protocol % 2 == 0 && data.hasRemaining()) { // not compressed to one byte
      protocol = protocol << 8 | Byte.toUnsignedInt(data.get());
    }
    return switch (protocol) {
      case 0x21 -> IPV4;
      case 0x57 -> IPV6;
      case 0x281, 0x283 -> skipLabels(data);
      default -> NOTHING;
    };
  }

  /** A protocol family in the byte order of the machine that captured; IPv6's has three values. */
  private static int family(ByteBuffer data) {
    if (data.remaining() < 4) {
      return NOTHING;
    }
    int family = data.getInt();
    family = family >>> 16 == 0 ? family : Integer.reverseBytes(family);
    return switch (family) {
      case 2 -> IPV4;
      case 10, 24, 28, 30 -> IPV6;
      default -> NOTHING;
    };
  }

  private static int version(ByteBuffer data) {
    int version = data.hasRemaining() ? data.get(data.position()) >> 4 : 0;
    return version == 4 ? IPV4 : version == 6 ? IPV6 : NOTHING;
  }
}
