package io.stanflow.io.netflow;

import io.stanflow.flow.Address;
import java.nio.ByteBuffer;

/**
 * NetFlow v9 and IPFIX: a template for IPv4 flows and one for IPv6, sent in the first of every
 * {@link #TEMPLATES_EVERY} packets. Counters have 8 bytes. Times are uptimes in v9 and
 * flowStart/EndMilliseconds in IPFIX. The sequence number counts packets in v9, data records in
 * IPFIX. An IPv4 address beside an IPv6 one stands in its mapped form.
 */
final class TemplateEncoder extends PacketEncoder {
  static final int TEMPLATES_EVERY = 20;
  private static final int IPV4_TEMPLATE = 256;
  private static final int IPV6_TEMPLATE = 257;
  private static final int SET_HEADER = 4;

  private final boolean ipfix;
  private final int header;
  private final Uptime uptime = new Uptime();
  private final int[] ipv4Fields; // element, length, ...
  private final int[] ipv6Fields;
  private int set; // where the open set begins, 0 if none
  private int setTemplate;
  private int templates; // in the packet

  TemplateEncoder(NetflowVersion version, int payload, Sink sink) {
    super(payload, sink);
    ipfix = version == NetflowVersion.IPFIX;
    header = ipfix ? 16 : 20;
    ipv4Fields =
        fields(ipfix, Element.SOURCE_IPV4_ADDRESS, Element.DESTINATION_IPV4_ADDRESS, Integer.BYTES);
    ipv6Fields = fields(ipfix, Element.SOURCE_IPV6_ADDRESS, Element.DESTINATION_IPV6_ADDRESS, 16);
  }

  private static int[] fields(boolean ipfix, int source, int destination, int addressLength) {
    int start = ipfix ? Element.FLOW_START_MILLISECONDS : Element.FLOW_START_SYS_UP_TIME;
    int end = ipfix ? Element.FLOW_END_MILLISECONDS : Element.FLOW_END_SYS_UP_TIME;
    int time = ipfix ? Long.BYTES : Integer.BYTES;
    return new int[] {
      source,
      addressLength,
      destination,
      addressLength,
      start,
      time,
      end,
      time,
      Element.PACKET_DELTA_COUNT,
      Long.BYTES,
      Element.OCTET_DELTA_COUNT,
      Long.BYTES,
      Element.SOURCE_TRANSPORT_PORT,
      Short.BYTES,
      Element.DESTINATION_TRANSPORT_PORT,
      Short.BYTES,
      Element.PROTOCOL_IDENTIFIER,
      1,
      Element.TCP_CONTROL_BITS,
      1,
      Element.IP_CLASS_OF_SERVICE,
      1
    };
  }

  @Override
  String cannotHold(FlowRecord flow) {
    boolean tooLong = flow.end() / 1000 - flow.start() / 1000 > Uptime.LONGEST;
    return !ipfix && tooLong ? "spans above 49 days" : null;
  }

  @Override
  boolean admits(long start, long end) {
    return ipfix || uptime.covers(start, end);
  }

  @Override
  boolean hasRoom(FlowRecord flow) {
    int[] fields = template(flow) == IPV4_TEMPLATE ? ipv4Fields : ipv6Fields;
    int length = 3; // padding
    for (int i = 1; i < fields.length; i += 2) {
      length += fields[i];
    }
    return packet.remaining() >= length + (setTemplate == template(flow) ? 0 : SET_HEADER + 3);
  }

  private static int template(FlowRecord flow) {
    boolean ipv4 = flow.source().isIpv4() && flow.destination().isIpv4();
    return ipv4 ? IPV4_TEMPLATE : IPV6_TEMPLATE;
  }

  @Override
  void begin(long start, long end) {
    if (!ipfix && !uptime.covers(start, end)) {
      uptime.restart(start);
    }
    packet.position(header);
    set = 0;
    setTemplate = 0;
    templates = 0;
    if (packets() % TEMPLATES_EVERY == 0) {
      openSet(ipfix ? 2 : 0);
      putTemplate(IPV4_TEMPLATE, ipv4Fields);
      putTemplate(IPV6_TEMPLATE, ipv6Fields);
    }
  }

  private void putTemplate(int id, int[] fields) {
    packet.putShort((short) id).putShort((short) (fields.length / 2));
    for (int value : fields) {
      packet.putShort((short) value);
    }
    templates++;
  }

  private void openSet(int id) {
    closeSet();
    set = packet.position();
    setTemplate = id;
    packet.putShort((short) id).putShort((short) 0);
  }

  /** Pads the open set to four bytes and fills in its length. */
  private void closeSet() {
    if (set > 0) {
      while ((packet.position() - set) % 4 != 0) {
        packet.put((byte) 0);
      }
      packet.putShort(set + 2, (short) (packet.position() - set));
    }
  }

  @Override
  void append(FlowRecord flow, long start, long end) {
    int template = template(flow);
    if (setTemplate != template) {
      openSet(template);
    }
    if (template == IPV4_TEMPLATE) {
      packet.putInt(flow.source().ipv4()).putInt(flow.destination().ipv4());
    } else {
      put(packet, flow.source());
      put(packet, flow.destination());
    }
    if (ipfix) {
      packet.putLong(start).putLong(end);
    } else {
      packet.putInt((int) (start - uptime.boot())).putInt((int) (end - uptime.boot()));
    }
    packet.putLong(flow.packets()).putLong(flow.bytes());
    packet.putShort((short) flow.sourcePort()).putShort((short) flow.destinationPort());
    packet.put((byte) flow.protocol()).put((byte) flow.tcpFlags()).put((byte) flow.tos());
  }

  private static void put(ByteBuffer packet, Address address) {
    packet.putLong(address.high()).putLong(address.low());
  }

  @Override
  void finish(long exportMillis, int records) {
    closeSet();
    long exported = seconds(exportMillis);
    if (ipfix) {
      packet.putShort(0, (short) NetflowVersion.IPFIX.number());
      packet.putShort(2, (short) packet.position());
      packet.putInt(4, (int) exported);
      packet.putInt(8, (int) flows());
      packet.putInt(12, 0); // observation domain
    } else {
      packet.putShort(0, (short) NetflowVersion.V9.number());
      packet.putShort(2, (short) (records + templates));
      packet.putInt(4, (int) (exported * 1000 - uptime.boot()));
      packet.putInt(8, (int) exported);
      packet.putInt(12, (int) packets());
      packet.putInt(16, 0); // source
    }
  }
}
