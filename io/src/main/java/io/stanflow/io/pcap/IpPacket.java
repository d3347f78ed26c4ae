package io.stanflow.io.pcap;

import io.stanflow.flow.Address;
import java.nio.ByteBuffer;

/**
 * What flows need to know of an IP packet.
 *
 * @param micros since the epoch
 * @param destinationPort for ICMP type · 256 + code
 * @param length bytes of layer 3
 * @param part what it is of a fragmented datagram; null for a whole one
 * @param udp what UDP carries of it, as far as captured; else, and in fragments, null
 */
public record IpPacket(
    long micros,
    Address source,
    Address destination,
    int protocol,
    int tos,
    int sourcePort,
    int destinationPort,
    int tcpFlags,
    int length,
    Part part,
    ByteBuffer udp) {
  /**
   * A fragment.
   *
   * @param offset bytes of the datagram before it; only the part at 0 has the transport header
   * @param more whether others come after it
   * @param data its bytes, as far as captured
   * @param length how many it has
   * @param headers how many of them come before the transport header, in the part at 0
   */
  public record Part(
      Datagram datagram, int offset, boolean more, ByteBuffer data, int length, int headers) {}

  /**
   * What the fragments of a datagram have in common.
   *
   * @param protocol 0 in IPv6, where it does not count
   */
  public record Datagram(Address source, Address destination, int protocol, long identification) {}

  /** The datagram that this is the first part of. */
  IpPacket joined(int length, ByteBuffer udp) {
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
        null,
        udp);
  }
}
