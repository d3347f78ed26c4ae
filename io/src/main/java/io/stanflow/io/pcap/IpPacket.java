package io.stanflow.io.pcap;

import io.stanflow.flow.Address;
import java.nio.ByteBuffer;

/**
 * What flows need to know of an IP packet.
 *
 * @param micros since the epoch
 * @param destinationPort for ICMP type · 256 + code
 * @param length bytes of layer 3
 * @param fragment identification of the packet that this is a part of, or {@link #WHOLE}
 * @param first whether it has the transport header
 * @param udp what UDP carries of it, as far as captured; else null
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
    long fragment,
    boolean first,
    ByteBuffer udp) {
  /** Not a fragment. */
  public static final long WHOLE = -1;
}
