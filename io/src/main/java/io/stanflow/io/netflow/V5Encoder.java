package io.stanflow.io.netflow;

/**
 * NetFlow v5: a header of 24 bytes and up to 30 records of 48. The sequence number counts flows.
 * Source: Cisco, NetFlow Export Datagram Format, tables B-3 and B-4.
 */
final class V5Encoder extends PacketEncoder {
  static final int HEADER = 24;
  static final int RECORD = 48;
  static final int MOST_RECORDS = 30;
  private static final long MOST = (1L << 32) - 1; // of a counter

  private final Uptime uptime = new Uptime();

  V5Encoder(int payload, Sink sink) {
    super(Math.min(payload, HEADER + MOST_RECORDS * RECORD), sink);
  }

  @Override
  String cannotHold(FlowRecord flow) {
    if (!flow.source().isIpv4() || !flow.destination().isIpv4()) {
      return "IPv6 addresses";
    } else if (flow.packets() > MOST || flow.bytes() > MOST) {
      return "counters above 32 bits";
    }
    return flow.end() / 1000 - flow.start() / 1000 > Uptime.LONGEST ? "spans above 49 days" : null;
  }

  @Override
  boolean admits(long start, long end) {
    return uptime.covers(start, end);
  }

  @Override
  boolean hasRoom(FlowRecord flow) {
    return packet.remaining() >= RECORD;
  }

  @Override
  void begin(long start, long end) {
    if (!uptime.covers(start, end)) {
      uptime.restart(start);
    }
    packet.position(HEADER);
  }

  @Override
  void append(FlowRecord flow, long start, long end) {
    packet.putInt(flow.source().ipv4());
    packet.putInt(flow.destination().ipv4());
    packet.putInt(0); // next hop
    packet.putInt(0); // interfaces
    packet.putInt((int) flow.packets());
    packet.putInt((int) flow.bytes());
    packet.putInt((int) (start - uptime.boot()));
    packet.putInt((int) (end - uptime.boot()));
    packet.putShort((short) flow.sourcePort());
    packet.putShort((short) flow.destinationPort());
    packet.put((byte) 0);
    packet.put((byte) flow.tcpFlags());
    packet.put((byte) flow.protocol());
    packet.put((byte) flow.tos());
    packet.putLong(0); // autonomous systems, masks, padding
  }

  @Override
  void finish(long exportMillis, int records) {
    packet.putShort(0, (short) NetflowVersion.V5.number());
    packet.putShort(2, (short) records);
    packet.putInt(4, (int) (exportMillis - uptime.boot()));
    packet.putInt(8, (int) (exportMillis / 1000));
    packet.putInt(12, (int) (exportMillis % 1000 * 1_000_000));
    packet.putInt(16, (int) flows());
    packet.putInt(20, 0); // engine, sampling
  }
}
