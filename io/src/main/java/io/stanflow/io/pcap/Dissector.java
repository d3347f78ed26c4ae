package io.stanflow.io.pcap;

import io.stanflow.flow.Address;
import io.stanflow.io.pcap.IpPacket.Datagram;
import io.stanflow.io.pcap.IpPacket.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes IP packets out of frames of many kinds, with tags and labels below IP: IPv4, IPv6 with
 * extension headers and jumbo payloads; TCP, UDP, SCTP, DCCP and ICMP.
 */
public final class Dissector {
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP6 = 58;
  private static final int HOP_BY_HOP = 0;
  private static final int FRAGMENT = 44;
  private static final int NO_NEXT_HEADER = 59;
  private static final int JUMBO_PAYLOAD = 0xc2; // option
  private static final int WITHOUT_JUMBO = 65_535; // most bytes of a payload
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
    int type = LinkLayer.skip(frame.linkType(), data);
    if (type == LinkLayer.IPV4) {
      return data.remaining() < 20 ? leaveOut(CUT_SHORT) : ipv4(frame, data.slice());
    } else if (type == LinkLayer.IPV6) {
      return data.remaining() < 40 ? leaveOut(CUT_SHORT) : ipv6(frame, data.slice());
    }
    return leaveOut(NOT_IP);
  }

  private IpPacket leaveOut(String reason) {
    leftOut.merge(reason, 1L, Long::sum);
    return null;
  }

  private IpPacket ipv4(CapturedPacket frame, ByteBuffer ip) {
    int header = (ip.get(0) & 15) * 4;
    int total = Short.toUnsignedInt(ip.getShort(2));
    if (total == 0) { // segmented by the network card after the capture
      total = onTheWire(frame, ip);
    }
    if (ip.get(0) >> 4 != 4 || header < 20 || total < header) {
      return leaveOut(WRONG);
    }
    int fragment = Short.toUnsignedInt(ip.getShort(6));
    int offset = (fragment & 0x1fff) * 8;
    boolean more = (fragment & 0x2000) != 0;
    int protocol = ip.get(9) & 0xff;
    Address source = Address.ofIpv4(ip.getInt(12));
    Address destination = Address.ofIpv4(ip.getInt(16));
    Part part = null;
    if (more || offset != 0) {
      long identification = Short.toUnsignedLong(ip.getShort(4));
      var datagram = new Datagram(source, destination, protocol, identification);
      part = part(datagram, offset, more, ip, header, total, header);
    }
    int tos = ip.get(1) & 0xff;
    var network = new Network(frame.micros(), source, destination, protocol, tos, total, part);
    return transport(network, ip, header, total);
  }

  /** Bytes of layer 3 by the length of the frame, which may be padded. */
  private static int onTheWire(CapturedPacket frame, ByteBuffer ip) {
    return Math.max(0, frame.length() - (frame.data().remaining() - ip.limit()));
  }

  /**
   * @param from where the fragment's data begin
   * @param total where they end, captured or not
   * @param transport where the transport header begins if it is the first
   */
  private static Part part(
      Datagram datagram,
      int offset,
      boolean more,
      ByteBuffer ip,
      int from,
      int total,
      int transport) {
    int captured = Math.max(0, Math.min(total, ip.limit()) - from);
    ByteBuffer data = captured == 0 ? ByteBuffer.allocate(0) : ip.slice(from, captured);
    return new Part(datagram, offset, more, data, total - from, transport - from);
  }

  private IpPacket ipv6(CapturedPacket frame, ByteBuffer ip) {
    int total = ipv6Length(frame, ip);
    if (ip.get(0) >> 4 != 6 || total < 40) {
      return leaveOut(WRONG);
    }
    int next = ip.get(6) & 0xff;
    int at = 40;
    int fragment = 0; // where its header begins
    int offset = 0;
    boolean more = false;
    while (offset == 0 && isExtension(next)) {
      if (at + 8 > ip.limit()) {
        return leaveOut(CUT_SHORT);
      }
      int length = ((ip.get(at + 1) & 0xff) + 1) * 8;
      if (next == FRAGMENT) {
        fragment = at;
        offset = ip.getShort(at + 2) & 0xfff8;
        more = (ip.get(at + 3) & 1) != 0;
        length = 8;
      }
      next = ip.get(at) & 0xff;
      at += length;
    }
    var source = new Address(ip.getLong(8), ip.getLong(16));
    var destination = new Address(ip.getLong(24), ip.getLong(32));
    Part part = null;
    if (more || offset != 0) {
      long identification = Integer.toUnsignedLong(ip.getInt(fragment + 4));
      var datagram = new Datagram(source, destination, 0, identification);
      part = part(datagram, offset, more, ip, fragment + 8, total, at);
    }
    int tos = Short.toUnsignedInt(ip.getShort(0)) >> 4 & 0xff;
    var network = new Network(frame.micros(), source, destination, next, tos, total, part);
    return transport(network, ip, at, total);
  }

  private static boolean isExtension(int header) {
    return switch (header) {
      case HOP_BY_HOP, 43, FRAGMENT, 60, 135 -> true; // routing, destination options, mobility
      default -> false;
    };
  }

  /** Bytes with the header; payloads beyond 16 bits have length 0. Negative if they are wrong. */
  private static int ipv6Length(CapturedPacket frame, ByteBuffer ip) {
    int payload = Short.toUnsignedInt(ip.getShort(4));
    int next = ip.get(6) & 0xff;
    if (payload != 0 || next == NO_NEXT_HEADER) {
      return 40 + payload;
    }
    long jumbo = next == HOP_BY_HOP ? jumboPayload(ip) : 0;
    if (jumbo == 0) { // segmented by the network card after the capture
      return Math.max(40, onTheWire(frame, ip));
    }
    return jumbo <= WITHOUT_JUMBO || jumbo > Integer.MAX_VALUE - 40 ? -1 : 40 + (int) jumbo;
  }

  /** The length in the options of the hop-by-hop header (RFC 2675), or 0. */
  private static long jumboPayload(ByteBuffer ip) {
    if (ip.limit() < 48) {
      return 0;
    }
    int end = Math.min(ip.limit(), 40 + ((ip.get(41) & 0xff) + 1) * 8);
    int at = 42;
    while (at + 6 <= end) {
      int option = ip.get(at) & 0xff;
      if (option == JUMBO_PAYLOAD && ip.get(at + 1) == 4) {
        return Integer.toUnsignedLong(ip.getInt(at + 2));
      }
      at += option == 0 ? 1 : 2 + (ip.get(at + 1) & 0xff);
    }
    return 0;
  }

  /** What the IP headers say. */
  private record Network(
      long micros,
      Address source,
      Address destination,
      int protocol,
      int tos,
      int length,
      Part part) {
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
          part,
          udp);
    }
  }

  /**
   * @param at where the transport header begins
   * @param end where the packet ends, captured or not
   */
  private IpPacket transport(Network network, ByteBuffer ip, int at, int end) {
    if (network.part != null && network.part.offset() != 0) {
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
    ByteBuffer udp = network.part == null ? udp(network.protocol, ip, at, end) : null;
    return network.with(source, destination, flags, udp);
  }

  /** What UDP carries, as far as captured; null if it is not UDP. */
  static ByteBuffer udp(int protocol, ByteBuffer ip, int at, int end) {
    if (protocol != UDP || at + 8 > Math.min(end, ip.limit())) {
      return null;
    }
    int length = Math.max(8, Short.toUnsignedInt(ip.getShort(at + 4)));
    int last = Math.min(Math.min(end, ip.limit()), at + length);
    return ip.slice(at + 8, last - at - 8).order(ByteOrder.BIG_ENDIAN);
  }
}
