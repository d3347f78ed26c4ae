package io.stanflow.io.pcap;

import io.stanflow.io.pcap.IpPacket.Datagram;
import io.stanflow.io.pcap.IpPacket.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts fragmented datagrams together, in whatever order their parts come. One whose parts overlap
 * is given up, as RFC 5722 has it, unless they are the same; so are the oldest where too many wait,
 * and those that wait for too long.
 */
public final class Fragments {
  private static final long LONGEST_WAIT = 30_000_000; // µs, as of Linux
  private static final int MOST_HELD = 16 << 20; // bytes
  private static final int COST = 128; // bytes that a fragment takes beside its own
  private static final int LONGEST = 65_535; // bytes of a datagram

  private static final class Assembly {
    private final long begin;
    private final TreeMap<Integer, byte[]> parts = new TreeMap<>();
    private IpPacket first; // without its data
    private int headers;
    private int end = -1; // of the datagram, once known
    private int bytes;
    private long fragments;
    private boolean wrong;

    Assembly(long begin) {
      this.begin = begin;
    }

    int held() {
      return COST * (1 + parts.size()) + bytes;
    }

    /** Takes a part, or gives all up. */
    void add(IpPacket packet) {
      fragments++;
      if (!wrong && !accept(packet.part())) {
        wrong = true;
        parts.clear();
        bytes = 0;
      }
      if (!wrong && packet.part().offset() == 0) {
        headers = packet.part().headers();
        first = packet.joined(packet.length() - packet.part().length(), null);
      }
    }

    private boolean accept(Part part) {
      int offset = part.offset();
      int size = part.length();
      int last = offset + size;
      boolean sound = part.more() ? size % 8 == 0 : end < 0 || end == last;
      if (!sound || size <= 0 || last > LONGEST || part.data().remaining() < size) {
        return false;
      }
      byte[] data = new byte[size];
      part.data().get(part.data().position(), data);
      Map.Entry<Integer, byte[]> before = parts.floorEntry(offset);
      if (before != null && before.getKey() == offset && before.getValue().length == size) {
        return Arrays.equals(before.getValue(), data);
      }
      Map.Entry<Integer, byte[]> after = parts.ceilingEntry(offset);
      boolean overlaps =
          (before != null && before.getKey() + before.getValue().length > offset)
              || (after != null && after.getKey() < last);
      end = part.more() ? end : last;
      boolean beyond = end >= 0 && (last > end || (!part.more() && after != null));
      parts.put(offset, data);
      bytes += size;
      return !overlaps && !beyond;
    }

    boolean isComplete() {
      return !wrong && bytes == end;
    }

    IpPacket join() {
      ByteBuffer data = ByteBuffer.allocate(end);
      parts.values().forEach(data::put);
      return first.joined(
          first.length() + end, Dissector.udp(first.protocol(), data.flip(), headers, end));
    }
  }

  /** In the order of their last parts. */
  private final Map<Datagram, Assembly> waiting = new LinkedHashMap<>();

  private long held; // bytes
  private long givenUp; // fragments

  /** The packet if it is a whole one, or the one that it completes; null if parts are missing. */
  public IpPacket add(IpPacket packet) {
    if (packet.part() == null) {
      return packet;
    }
    Datagram datagram = packet.part().datagram();
    Assembly assembly = waiting.remove(datagram);
    if (assembly != null) {
      held -= assembly.held();
      if (Math.abs(packet.micros() - assembly.begin) > LONGEST_WAIT) {
        givenUp += assembly.fragments;
        assembly = null;
      }
    }
    if (assembly == null) {
      assembly = new Assembly(packet.micros());
    }
    assembly.add(packet);
    if (assembly.isComplete()) {
      return assembly.join();
    }
    waiting.put(datagram, assembly);
    held += assembly.held();
    makeRoom();
    return null;
  }

  private void makeRoom() {
    Iterator<Assembly> oldest = waiting.values().iterator();
    while (held > MOST_HELD) {
      Assembly assembly = oldest.next();
      held -= assembly.held();
      givenUp += assembly.fragments;
      oldest.remove();
    }
  }

  /** Datagrams that miss parts. */
  public int waiting() {
    return waiting.size();
  }

  /** Fragments of datagrams that never were complete, those that wait among them. */
  public long incomplete() {
    return givenUp + waiting.values().stream().mapToLong(assembly -> assembly.fragments).sum();
  }
}
