package io.stanflow.io.netflow;

import io.stanflow.flow.Address;
import java.nio.ByteBuffer;

/** What the fields of one data record say, gathered in any order. */
final class RecordDraft {
  private static final long UNKNOWN = -1;
  private static final int ICMP = 1;
  private static final int ICMP6 = 58;
  private static final int FLOW_DELETED = 2; // firewallEvent

  private final FlowTimes times;
  private final Counters counters = new Counters();
  private final SampledRecord sampled = new SampledRecord();
  private Address source;
  private Address destination;
  private long firewallEvent;
  private int sourcePort;
  private int destinationPort;
  private int icmp;
  private int protocol;
  private int tcpFlags;
  private int tos;

  /** Of the way back in a biflow; null until a field of it comes. */
  private RecordDraft reverse;

  RecordDraft(FlowTimes times) {
    this.times = times;
  }

  void clear() {
    source = null;
    destination = null;
    times.clear();
    counters.clear();
    sampled.clear();
    firewallEvent = UNKNOWN;
    sourcePort = 0;
    destinationPort = 0;
    icmp = 0;
    protocol = 0;
    tcpFlags = 0;
    tos = 0;
    if (reverse != null) {
      reverse.clear();
    }
  }

  /** Takes a field of {@code length} bytes at the buffer's position, which it need not advance. */
  void set(int element, ByteBuffer in, int length) {
    if (element >= Element.REVERSE) {
      reverse().set(element - Element.REVERSE, in, length);
      return;
    }
    switch (element) {
      case Element.SOURCE_IPV4_ADDRESS, Element.SOURCE_IPV6_ADDRESS ->
          source = address(source, in, length);
      case Element.DESTINATION_IPV4_ADDRESS, Element.DESTINATION_IPV6_ADDRESS ->
          destination = address(destination, in, length);
      default -> {
        if (length >= 1 && length <= 8) {
          setNumber(element, number(in, length));
        }
      }
    }
  }

  /** The address, unless it is all zeros beside a known one: exporters fill in the other family. */
  private static Address address(Address known, ByteBuffer in, int length) {
    int at = in.position();
    if (length == 4) {
      int bits = in.getInt(at);
      return bits == 0 && known != null ? known : Address.ofIpv4(bits);
    } else if (length == 16) {
      long high = in.getLong(at);
      long low = in.getLong(at + 8);
      return (high | low) == 0 && known != null ? known : new Address(high, low);
    }
    return known;
  }

  private RecordDraft reverse() {
    if (reverse == null) {
      reverse = new RecordDraft(times.another());
      reverse.clear();
    }
    return reverse;
  }

  private static long number(ByteBuffer in, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | Byte.toUnsignedLong(in.get(in.position() + i));
    }
    return value;
  }

  private void setNumber(int element, long value) {
    switch (element) {
      case Element.PROTOCOL_IDENTIFIER -> protocol = (int) value & 0xff;
      case Element.IP_CLASS_OF_SERVICE -> tos = (int) value & 0xff;
      case Element.TCP_CONTROL_BITS -> tcpFlags = (int) value & 0xff;
      case Element.SOURCE_TRANSPORT_PORT, Element.UDP_SOURCE_PORT, Element.TCP_SOURCE_PORT ->
          sourcePort = (int) value & 0xffff;
      case Element.DESTINATION_TRANSPORT_PORT,
          Element.UDP_DESTINATION_PORT,
          Element.TCP_DESTINATION_PORT ->
          destinationPort = (int) value & 0xffff;
      case Element.ICMP_TYPE_CODE_IPV4, Element.ICMP_TYPE_CODE_IPV6 -> icmp |= (int) value & 0xffff;
      case Element.ICMP_TYPE_IPV4, Element.ICMP_TYPE_IPV6 -> icmp |= ((int) value & 0xff) << 8;
      case Element.ICMP_CODE_IPV4, Element.ICMP_CODE_IPV6 -> icmp |= (int) value & 0xff;
      case Element.RESPONDER_OCTETS -> reverse().counters.set(Element.INITIATOR_OCTETS, value);
      case Element.RESPONDER_PACKETS -> reverse().counters.set(Element.INITIATOR_PACKETS, value);
      case Element.FIREWALL_EVENT -> firewallEvent = value;
      default -> {
        if (!counters.set(element, value) && !sampled.set(element, value)) {
          times.set(element, value);
        }
      }
    }
  }

  /** When the exporter was started, ms since the epoch, or -1. */
  long boot() {
    return times.boot();
  }

  /** What it says of sampling. */
  SampledRecord sampled() {
    return sampled;
  }

  /** Whether there is a counter of packets; without one, {@link #flow} has 1. */
  boolean hasPackets() {
    return counters.hasPackets();
  }

  /** Whether there is a counter of bytes; without one, {@link #flow} has 0. */
  boolean hasBytes() {
    return counters.hasBytes();
  }

  /** Why this is no flow, or null. */
  String reason() {
    if (firewallEvent > 0 && firewallEvent != FLOW_DELETED) {
      return "firewall events other than a flow's end";
    } else if (source == null || destination == null) {
      return "without IP addresses";
    } else if (!hasPackets() && !hasBytes()) {
      return "without counters";
    } else if (hasPackets() && counters.packets() == 0) {
      return "without packets";
    } else if (counters.bytes() < 0) {
      return "with more bytes than 63 bits hold";
    }
    times.resolve();
    return times.isImpossible() ? "with impossible times" : null;
  }

  /** The flow, after {@link #reason} gave none. */
  FlowRecord flow() {
    boolean isIcmp = protocol == ICMP || protocol == ICMP6;
    return new FlowRecord(
        times.start(),
        times.end(),
        source,
        destination,
        sourcePort,
        isIcmp && destinationPort == 0 ? icmp : destinationPort,
        protocol,
        tcpFlags,
        tos,
        hasPackets() ? counters.packets() : 1,
        counters.bytes());
  }

  /** The flow back of a biflow that {@link #reason} found none against; null if there is none. */
  RecordDraft back() {
    if (reverse == null || reverse.counters.packets() == 0) {
      return null;
    }
    boolean isIcmp = protocol == ICMP || protocol == ICMP6;
    reverse.source = destination;
    reverse.destination = source;
    reverse.sourcePort = isIcmp ? 0 : destinationPort;
    reverse.destinationPort = isIcmp ? 0 : sourcePort;
    reverse.protocol = protocol;
    reverse.times.takeFrom(times);
    return reverse;
  }
}
