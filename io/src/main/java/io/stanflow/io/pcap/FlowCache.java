package io.stanflow.io.pcap;

import io.stanflow.flow.Address;
import io.stanflow.flow.TcpFlags;
import io.stanflow.io.netflow.FlowRecord;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes flows of packets, one for each direction, as an exporter does: packets of the same
 * addresses, ports and protocol until none came for {@link #INACTIVE}, the flow has lasted {@link
 * #ACTIVE}, or TCP opens a new connection with a SYN after FIN or RST. The timeouts are those of
 * nfpcapd. Fragments belong to the flow of their first one, if it came before them.
 */
public final class FlowCache {
  /** Longest flow, µs; longer ones are cut. */
  public static final long ACTIVE = 300_000_000;

  /** Longest pause within a flow, µs. */
  public static final long INACTIVE = 60_000_000;

  private static final int MOST_FLOWS = 1_000_000; // then the one idle for longest is handed out
  private static final int MOST_FRAGMENTED = 10_000;

  private record Key(
      Address source, Address destination, int sourcePort, int destinationPort, int protocol) {}

  /** What the first part of a datagram tells of the others. */
  private record Transport(int protocol, int source, int destination) {}

  private static final class Counts {
    long start;
    long end;
    long packets;
    long bytes;
    int tcpFlags;
    int tos;
  }

  /** In the order of their last packets. */
  private final Map<Key, Counts> flows = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<IpPacket.Datagram, Transport> fragmented =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpPacket.Datagram, Transport> eldest) {
          return size() > MOST_FRAGMENTED;
        }
      };
  private final FlowRecord.Sink sink;

  /** An empty cache, which hands flows that have ended to {@code sink}. */
  public FlowCache(FlowRecord.Sink sink) {
    this.sink = sink;
  }

  /** Counts a packet; packets come in the order of the capture. */
  public void add(IpPacket packet) throws IOException {
    expire(packet.micros() - INACTIVE);
    Key key = key(packet);
    Counts counts = flows.get(key);
    if (counts != null && isOver(counts, packet)) {
      sink.flow(record(key, counts));
      flows.remove(key);
      counts = null;
    }
    if (counts == null) {
      counts = new Counts();
      counts.start = packet.micros();
      counts.end = packet.micros();
      counts.tos = packet.tos();
      flows.put(key, counts);
    }
    counts.start = Math.min(counts.start, packet.micros()); // captures are not always in order
    counts.end = Math.max(counts.end, packet.micros());
    counts.packets++;
    counts.bytes += packet.length();
    counts.tcpFlags |= packet.tcpFlags();
  }

  /** Hands out all flows. */
  public void finish() throws IOException {
    for (Map.Entry<Key, Counts> flow : flows.entrySet()) {
      sink.flow(record(flow.getKey(), flow.getValue()));
    }
    flows.clear();
  }

  private Key key(IpPacket packet) {
    var transport = new Transport(packet.protocol(), packet.sourcePort(), packet.destinationPort());
    IpPacket.Part part = packet.part();
    if (part != null && part.offset() == 0) {
      fragmented.put(part.datagram(), transport);
    } else if (part != null) {
      transport = fragmented.getOrDefault(part.datagram(), transport);
    }
    return new Key(
        packet.source(),
        packet.destination(),
        transport.source,
        transport.destination,
        transport.protocol);
  }

  private static boolean isOver(Counts counts, IpPacket packet) {
    boolean closed = (counts.tcpFlags & (TcpFlags.FIN | TcpFlags.RST)) != 0;
    boolean opens = (packet.tcpFlags() & TcpFlags.SYN) != 0;
    return (closed && opens)
        || packet.micros() - counts.start > ACTIVE
        || packet.micros() - counts.end > INACTIVE;
  }

  /**
   * Hands out the flows without a packet since {@code before}, and some when there are too many.
   */
  private void expire(long before) throws IOException {
    Iterator<Map.Entry<Key, Counts>> idle = flows.entrySet().iterator();
    while (idle.hasNext()) {
      Map.Entry<Key, Counts> flow = idle.next();
      if (flow.getValue().end >= before && flows.size() < MOST_FLOWS) {
        return;
      }
      sink.flow(record(flow.getKey(), flow.getValue()));
      idle.remove();
    }
  }

  private static FlowRecord record(Key key, Counts counts) {
    return new FlowRecord(
        counts.start,
        counts.end,
        key.source,
        key.destination,
        key.sourcePort,
        key.destinationPort,
        key.protocol,
        counts.tcpFlags,
        counts.tos,
        counts.packets,
        counts.bytes);
  }
}
