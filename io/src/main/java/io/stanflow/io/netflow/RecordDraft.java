package io.stanflow.io.netflow;

import io.stanflow.flow.Address;
import java.nio.ByteBuffer;

/** What the fields of one data record say, gathered in any order. */
final class RecordDraft {
  private static final long UNKNOWN = -1;
  private static final long NTP_TO_UNIX = 2_208_988_800L; // s from 1900 to 1970
  private static final long WRAP = 1L << 32; // ms after which an uptime starts again
  private static final long LOW_32 = WRAP - 1;

  /** ms by which a flow may end after its export, as by a Cisco IOS bug (CSCei12353). */
  private static final long LATE = 100_000;

  private static final int ICMP = 1;
  private static final int ICMP6 = 58;
  private static final int FLOW_DELETED = 2; // firewallEvent

  private final long exported; // µs
  private final long exporterUptime; // ms, UNKNOWN in IPFIX
  private final long exporterBoot; // ms, UNKNOWN but for IPFIX exporters that told it
  private Address source;
  private Address destination;
  private long start;
  private long end;
  private long startUptime;
  private long endUptime;
  private long boot; // ms, of IPFIX's systemInitTime
  private long duration;
  private long observed;
  private long packets;
  private long bytes;
  private long firewallEvent;
  private int sourcePort;
  private int destinationPort;
  private int icmp;
  private int protocol;
  private int tcpFlags;
  private int tos;

  /** Of the way back in a biflow; null until a field of it comes. */
  private RecordDraft reverse;

  /**
   * @param exportedMillis of the packet
   * @param uptime of the exporter then, ms, or -1
   * @param boot of the exporter as it told before, ms, or -1
   */
  RecordDraft(long exportedMillis, long uptime, long boot) {
    exported = exportedMillis * 1000;
    exporterUptime = uptime;
    exporterBoot = boot;
  }

  void clear() {
    source = null;
    destination = null;
    start = UNKNOWN;
    end = UNKNOWN;
    startUptime = UNKNOWN;
    endUptime = UNKNOWN;
    boot = exporterBoot;
    duration = UNKNOWN;
    observed = UNKNOWN;
    packets = UNKNOWN;
    bytes = 0;
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
      reverse = new RecordDraft(exported / 1000, exporterUptime, exporterBoot);
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
      case Element.OCTET_DELTA_COUNT, Element.OCTET_TOTAL_COUNT, Element.INITIATOR_OCTETS ->
          bytes = value;
      case Element.PACKET_DELTA_COUNT, Element.PACKET_TOTAL_COUNT, Element.INITIATOR_PACKETS ->
          packets = value < 0 ? Long.MAX_VALUE : value;
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
      case Element.RESPONDER_OCTETS -> reverse().bytes = value;
      case Element.RESPONDER_PACKETS -> reverse().packets = value < 0 ? Long.MAX_VALUE : value;
      case Element.FIREWALL_EVENT -> firewallEvent = value;
      default -> setTime(element, value);
    }
  }

  private void setTime(int element, long value) {
    switch (element) {
      case Element.FLOW_START_SYS_UP_TIME -> startUptime = value & LOW_32;
      case Element.FLOW_END_SYS_UP_TIME -> endUptime = value & LOW_32;
      case Element.SYSTEM_INIT_TIME_MILLISECONDS -> boot = value;
      case Element.FLOW_START_SECONDS -> start = micros(value, 1_000_000);
      case Element.FLOW_END_SECONDS -> end = micros(value, 1_000_000);
      case Element.FLOW_START_MILLISECONDS -> start = micros(value, 1000);
      case Element.FLOW_END_MILLISECONDS -> end = micros(value, 1000);
      case Element.OBSERVATION_TIME_MILLISECONDS -> observed = micros(value, 1000);
      case Element.FLOW_START_MICROSECONDS, Element.FLOW_START_NANOSECONDS -> start = ntp(value);
      case Element.FLOW_END_MICROSECONDS, Element.FLOW_END_NANOSECONDS -> end = ntp(value);
      case Element.FLOW_START_DELTA_MICROSECONDS -> start = exported - (value & LOW_32);
      case Element.FLOW_END_DELTA_MICROSECONDS -> end = exported - (value & LOW_32);
      case Element.FLOW_DURATION_MILLISECONDS -> duration = micros(value, 1000);
      case Element.FLOW_DURATION_MICROSECONDS -> duration = value;
      default -> {
        // an element that no attribute needs
      }
    }
  }

  /** UNKNOWN for what is far beyond any time. */
  private static long micros(long value, long unit) {
    return value >= 0 && value <= (1L << 62) / unit ? value * unit : UNKNOWN;
  }

  /** µs of an NTP timestamp, s since 1900 and their fraction. */
  private static long ntp(long value) {
    return ((value >>> 32) - NTP_TO_UNIX) * 1_000_000 + (((value & LOW_32) * 1_000_000) >>> 32);
  }

  /** When the exporter was started, ms since the epoch, or -1. */
  long boot() {
    return boot;
  }

  /** Why this is no flow, or null. */
  String reason() {
    if (firewallEvent > 0 && firewallEvent != FLOW_DELETED) {
      return "firewall events other than a flow's end";
    } else if (source == null || destination == null) {
      return "without IP addresses";
    } else if (packets == 0) {
      return "without packets";
    } else if (bytes < 0) {
      return "with more bytes than 63 bits hold";
    }
    resolveTimes();
    return end < start || start < 0 || end > 1L << 62 ? "with impossible times" : null;
  }

  /** The flow, after {@link #reason} gave none. */
  FlowRecord flow() {
    boolean isIcmp = protocol == ICMP || protocol == ICMP6;
    return new FlowRecord(
        start,
        end,
        source,
        destination,
        sourcePort,
        isIcmp && destinationPort == 0 ? icmp : destinationPort,
        protocol,
        tcpFlags,
        tos,
        packets == UNKNOWN ? 1 : packets,
        bytes);
  }

  /** The flow back of a biflow that {@link #reason} found none against; null if there is none. */
  RecordDraft back() {
    if (reverse == null || reverse.packets <= 0) {
      return null;
    }
    boolean isIcmp = protocol == ICMP || protocol == ICMP6;
    reverse.source = destination;
    reverse.destination = source;
    reverse.sourcePort = isIcmp ? 0 : destinationPort;
    reverse.destinationPort = isIcmp ? 0 : sourcePort;
    reverse.protocol = protocol;
    reverse.resolveTimesWithin(this);
    return reverse;
  }

  /** Takes the times of the way there where there are none of its own. */
  private void resolveTimesWithin(RecordDraft there) {
    boolean clocked = startUptime != UNKNOWN && endUptime != UNKNOWN;
    if (start == UNKNOWN && !clocked) {
      start = there.start;
    }
    if (end == UNKNOWN && !clocked && duration == UNKNOWN) {
      end = there.end;
    }
  }

  /** Sets start and end from what there is; at the last, both are the export time. */
  private void resolveTimes() {
    if (startUptime != UNKNOWN && endUptime != UNKNOWN) {
      resolveUptimes();
    }
    if (end == UNKNOWN) {
      end = start != UNKNOWN && duration != UNKNOWN ? start + duration : observed;
    }
    if (end == UNKNOWN) {
      end = start != UNKNOWN ? start : exported;
    }
    if (start == UNKNOWN) {
      start = duration != UNKNOWN ? end - duration : end;
    }
  }

  private void resolveUptimes() {
    long first = startUptime;
    long last = endUptime;
    long bootMillis =
        boot != UNKNOWN
            ? boot
            // without any clock the flow ends with its export
            : exported / 1000 - (exporterUptime != UNKNOWN ? exporterUptime : last);
    if (first > last) {
      first -= WRAP; // wrapped while the flow lasted
    }
    if (exporterUptime != UNKNOWN && last > exporterUptime + LATE) {
      first -= WRAP; // wrapped after it ended
      last -= WRAP;
    }
    start = (bootMillis + first) * 1000;
    end = (bootMillis + last) * 1000;
  }
}
