package io.stanflow.io.pcap;

import io.stanflow.flow.Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes IP packets out of frames: Ethernet with VLAN tags, Linux cooked captures (SLL, SLL2),
 * loopback and raw IP; IPv4, IPv6 with extension headers; TCP, UDP, SCTP, DCCP and ICMP.
 */
public final class Dissector {
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP6 = 58;
  private static final int NOTHING = -1;
  private static final String NOT_IP = "not IP";
  private static final String CUT_SHORT = "cut short in their headers";
  private static final String WRONG = "with wrong IP headers";

  private final Map<String, Long> leftOut = new TreeMap<>();

  /** Packets that are left out by the reason, which completes "N packets ...". */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  /** The IP packet in a frame, or null if there is none or too little of it was captured. */
  public IpPacket dissect(CapturedPacket frame) {
    ByteBuffer data = frame.data().slice(); // big-endian
    int type = skipLinkHeader(frame.linkType(), data);
    if (type == ETHERTYPE_IPV4) {
      return data.remaining() < 20 ? leaveOut(CUT_SHORT) : ipv4(frame, data.slice());
    } else if (type == ETHERTYPE_IPV6) {
      return data.remaining() < 40 ? leaveOut(CUT_SHORT) : ipv6(frame, data.slice());
    }
    return leaveOut(NOT_IP);
  }

  private IpPacket leaveOut(String reason) {
    leftOut.merge(reason, 1L, Long::sum);
    return null;
  }

  /** Moves to layer 3 and gives its Ethertype, or NOTHING. */
  private static int skipLinkHeader(int linkType, ByteBuffer data) {
    return switch (linkType) {
      case 1 -> etherType(data, 12); // ETHERNET
      case 113 -> etherType(data, 14); // LINUX_SLL
      case 276 -> { // LINUX_SLL2, whose type comes first
        int type = data.remaining() < 20 ? NOTHING : Short.toUnsignedInt(data.getShort(0));
        data.position(Math.min(20, data.limit()));
        yield type;
      }
      case 0, 108 -> family(data); // NULL, LOOP
      case 12, 14, 101, 228, 229 -> version(data); // RAW by several names, IPV4, IPV6
      default -> NOTHING;
    };
  }

  private static int etherType(ByteBuffer data, int offset) {
    int at = offset;
    while (at + 2 <= data.limit()) {
      int type = Short.toUnsignedInt(data.getShort(at));
      at += 2;
      if (type == 0x8100 || type == 0x88a8 || type == 0x9100) { // VLAN tags
        at += 2;
        continue;
      }
      data.position(at);
      return type;
    }
    return NOTHING;
  }

  /** A protocol family in the byte order of the machine that captured; IPv6's has three values. */
  private static int family(ByteBuffer data) {
    if (data.remaining() < 4) {
      return NOTHING;
    }
    int family = data.getInt();
    family = family >>> 16 == 0 ? family : Integer.reverseBytes(family);
    return switch (family) {
      case 2 -> ETHERTYPE_IPV4;
      case 10, 24, 28, 30 -> ETHERTYPE_IPV6;
      default -> NOTHING;
    };
  }

  private static int version(ByteBuffer data) {
    int version = data.hasRemaining() ? data.get(data.position()) >> 4 : 0;
    return version == 4 ? ETHERTYPE_IPV4 : version == 6 ? ETHERTYPE_IPV6 : NOTHING;
  }

  private IpPacket ipv4(CapturedPacket frame, ByteBuffer ip) {
    int header = (ip.get(0) & 15) * 4;
    int total = Short.toUnsignedInt(ip.getShort(2));
    if (total == 0) { // segmented by the network card after the capture
      total = Math.max(0, frame.length() - (frame.data().remaining() - ip.limit()));
    }
    if (ip.get(0) >> 4 != 4 || header < 20 || total < header) {
      return leaveOut(WRONG);
    }
    int fragment = Short.toUnsignedInt(ip.getShort(6));
    int offset = fragment & 0x1fff;
    boolean part = offset != 0 || (fragment & 0x2000) != 0;
    Address source = Address.ofIpv4(ip.getInt(12));
    Address destination = Address.ofIpv4(ip.getInt(16));
    var network =
        new Network(
            frame.micros(),
            source,
            destination,
            ip.get(9) & 0xff,
            ip.get(1) & 0xff,
            total,
            part ? Short.toUnsignedLong(ip.getShort(4)) : IpPacket.WHOLE,
            offset == 0);
    return transport(network, ip, header, total);
  }

  private IpPacket ipv6(CapturedPacket frame, ByteBuffer ip) {
    int total = 40 + Short.toUnsignedInt(ip.getShort(4));
    if (ip.get(0) >> 4 != 6) {
      return leaveOut(WRONG);
    }
    int next = ip.get(6) & 0xff;
    int at = 40;
    long fragment = IpPacket.WHOLE;
    boolean first = true;
    while (first && (next == 0 || next == 43 || next == 44 || next == 60 || next == 135)) {
      if (at + 8 > ip.limit()) {
        return leaveOut(CUT_SHORT);
      }
      if (next == 44) {
        fragment = Integer.toUnsignedLong(ip.getInt(at + 4));
        first = (ip.getShort(at + 2) & 0xfff8) == 0;
      }
      int length = next == 44 ? 8 : ((ip.get(at + 1) & 0xff) + 1) * 8;
      next = ip.get(at) & 0xff;
      at += length;
    }
    var network =
        new Network(
            frame.micros(),
            new Address(ip.getLong(8), ip.getLong(16)),
            new Address(ip.getLong(24), ip.getLong(32)),
            next,
            Short.toUnsignedInt(ip.getShort(0)) >> 4 & 0xff,
            total,
            fragment,
            first);
    return transport(network, ip, at, total);
  }

  /** What the IP headers say. */
  private record Network(
      long micros,
      Address source,
      Address destination,
      int protocol,
      int tos,
      int length,
      long fragment,
      boolean first) {
    IpPacket with(int sourcePort, int destinationPort, int tcpFlags, ByteBuffer udp) {
      return new IpPacket(
          micros,
          source,
          destination,
          protocol,
          tos,
          sourcePort,
          destinationPort,
          tcpFlags,
          length,
          fragment,
          first,
          udp);
    }
  }

  /**
   * @param at where the transport header begins
   * @param end where the packet ends, captured or not
   */
  private IpPacket transport(Network network, ByteBuffer ip, int at, int end) {
    if (!network.first) {
      return network.with(0, 0, 0, null);
    }
    int needed =
        switch (network.protocol) {
          case TCP -> 14; // up to the flags
          case UDP -> 8;
          case 33, 132, 136 -> 4; // DCCP, SCTP, UDPLITE
          case ICMP, ICMP6 -> 2;
          default -> 0;
        };
    if (needed > 0 && at + needed > Math.min(end, ip.limit())) {
      return leaveOut(at + needed > end ? WRONG : CUT_SHORT);
    }
    if (needed == 0) {
      return network.with(0, 0, 0, null);
    }
    int source = Short.toUnsignedInt(ip.getShort(at));
    if (needed == 2) {
      return network.with(0, source, 0, null);
    }
    int destination = Short.toUnsignedInt(ip.getShort(at + 2));
    int flags = network.protocol == TCP ? ip.get(at + 13) & 0xff : 0;
    ByteBuffer udp = network.protocol == UDP ? udpPayload(ip, at, end) : null;
    return network.with(source, destination, flags, udp);
  }

  private static ByteBuffer udpPayload(ByteBuffer ip, int at, int end) {
    int length = Math.max(8, Short.toUnsignedInt(ip.getShort(at + 4)));
    int last = Math.min(Math.min(end, ip.limit()), at + length);
    return ip.slice(at + 8, last - at - 8).order(ByteOrder.BIG_ENDIAN);
  }
}
