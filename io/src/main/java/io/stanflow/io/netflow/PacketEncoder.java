package io.stanflow.io.netflow;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Puts flows into packets, as an exporter does. Times are cut to ms; a packet holds flows that
 * ended within {@link #LINGER} ms of its first.
 */
public abstract class PacketEncoder {
  /** Bytes of a packet without its UDP header: below the Ethernet MTU, tunnels allowed for. */
  public static final int PAYLOAD = 1400;

  /** ms that an exporter keeps a flow to fill its packet. */
  static final long LINGER = 10_000;

  private static final long LAST_SECOND = (1L << 32) - 1; // 2106, of the export time

  /** Takes packets. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a packet, whose buffer is used again afterwards.
     *
     * @param millis when it is exported, the last end of its flows, since the epoch
     */
    void packet(ByteBuffer datagram, long millis) throws IOException;
  }

  /** The packet in the making. */
  final ByteBuffer packet;

  private final Sink sink;
  private int records; // in the packet
  private long firstEnd;
  private long lastEnd;
  private long flows;
  private long packets;

  PacketEncoder(int payload, Sink sink) {
    packet = ByteBuffer.allocate(payload);
    this.sink = sink;
  }

  /**
   * An encoder for a version.
   *
   * @param payload most bytes of a packet, at least 576
   */
  public static PacketEncoder of(NetflowVersion version, int payload, Sink sink) {
    if (payload < 576) {
      throw new IllegalArgumentException("a packet must have at least 576 bytes: " + payload);
    }
    return version == NetflowVersion.V5
        ? new V5Encoder(payload, sink)
        : new TemplateEncoder(version, payload, sink);
  }

  /** Why the version cannot hold the flow, a noun; null if it can. */
  public String misfit(FlowRecord flow) {
    if (flow.start() < 0 || seconds(millis(flow.end())) > LAST_SECOND) {
      return "times before 1970 or after 2106";
    }
    return cannotHold(flow);
  }

  /** Adds a flow that fits. */
  public void add(FlowRecord flow) throws IOException {
    long start = millis(flow.start());
    long end = millis(flow.end());
    boolean together = Math.abs(end - firstEnd) < LINGER && admits(start, end) && hasRoom(flow);
    if (records > 0 && !together) {
      flush();
    }
    if (records == 0) {
      begin(start, end);
      firstEnd = end;
      lastEnd = end;
    }
    append(flow, start, end);
    lastEnd = Math.max(lastEnd, end);
    records++;
  }

  /** Hands out the packet begun, if any. */
  public void flush() throws IOException {
    if (records == 0) {
      return;
    }
    finish(lastEnd, records);
    packet.flip();
    flows += records;
    packets++;
    records = 0;
    sink.packet(packet, lastEnd);
    packet.clear();
  }

  /** Flows in packets handed out. */
  public long flows() {
    return flows;
  }

  /** Packets handed out. */
  public long packets() {
    return packets;
  }

  /** Why this version cannot hold the flow, apart from the range of its times. */
  abstract String cannotHold(FlowRecord flow);

  /** Whether a flow of these times, ms, may share the packet begun. */
  abstract boolean admits(long start, long end);

  abstract boolean hasRoom(FlowRecord flow);

  /** Leaves room for the header and prepares for a first flow of these times. */
  abstract void begin(long start, long end);

  abstract void append(FlowRecord flow, long start, long end);

  /** Fills in the header. */
  abstract void finish(long exportMillis, int records);

  private static long millis(long micros) {
    return Math.floorDiv(micros, 1000L);
  }

  /** The whole second at or after a time, so that no flow ends after its export. */
  static long seconds(long millis) {
    return Math.floorDiv(millis + 999, 1000L);
  }
}
