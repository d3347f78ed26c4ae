package io.stanflow.io.netflow;

/**
 * Packets and bytes of a record. Of several counters, those since the last record go before those
 * of the whole flow; those of the way out count only where nothing was counted on the way in.
 */
final class Counters {
  private static final int UNKNOWN = Integer.MAX_VALUE;
  private static final int DELTA = 0;
  private static final int INITIATOR = 1;
  private static final int TOTAL = 2;

  /** The best known of several counters. */
  private static final class Counter {
    private long value;
    private int rank;

    void clear() {
      value = 0;
      rank = UNKNOWN;
    }

    void set(int rank, long value) {
      if (rank <= this.rank) {
        this.rank = rank;
        this.value = value;
      }
    }

    boolean isKnown() {
      return rank != UNKNOWN;
    }
  }

  private final Counter packets = new Counter();
  private final Counter bytes = new Counter();
  private final Counter packetsOut = new Counter();
  private final Counter bytesOut = new Counter();

  void clear() {
    packets.clear();
    bytes.clear();
    packetsOut.clear();
    bytesOut.clear();
  }

  /** Takes an element's value, if it is a counter. */
  boolean set(int element, long value) {
    switch (element) {
      case Element.PACKET_DELTA_COUNT -> packets.set(DELTA, value);
      case Element.INITIATOR_PACKETS -> packets.set(INITIATOR, value);
      case Element.PACKET_TOTAL_COUNT -> packets.set(TOTAL, value);
      case Element.OCTET_DELTA_COUNT -> bytes.set(DELTA, value);
      case Element.INITIATOR_OCTETS -> bytes.set(INITIATOR, value);
      case Element.OCTET_TOTAL_COUNT -> bytes.set(TOTAL, value);
      case Element.POST_PACKET_DELTA_COUNT -> packetsOut.set(DELTA, value);
      case Element.POST_PACKET_TOTAL_COUNT -> packetsOut.set(TOTAL, value);
      case Element.POST_OCTET_DELTA_COUNT -> bytesOut.set(DELTA, value);
      case Element.POST_OCTET_TOTAL_COUNT -> bytesOut.set(TOTAL, value);
      default -> {
        return false;
      }
    }
    return true;
  }

  boolean hasPackets() {
    return packets.isKnown() || packetsOut.isKnown();
  }

  boolean hasBytes() {
    return bytes.isKnown() || bytesOut.isKnown();
  }

  /** 0 if unknown; the most there is for what 63 bits do not hold. */
  long packets() {
    long count = chosen(packets, packetsOut).value;
    return count < 0 ? Long.MAX_VALUE : count;
  }

  /** 0 if unknown; negative for what 63 bits do not hold. */
  long bytes() {
    return chosen(bytes, bytesOut).value;
  }

  private Counter chosen(Counter in, Counter out) {
    boolean silent = packets.value == 0 && bytes.value == 0;
    return out.isKnown() && (silent || !in.isKnown()) ? out : in;
  }
}
