package io.stanflow.codec;

/**
 * The ordinary peers that a host used last, the latest first, with what the pointer head sees of
 * each side by side, so that a row need not visit them all.
 */
final class Recency {
  /** Distinct peers that the recency code can name. */
  static final int MOST = 64;

  private final Peer[] peers = new Peer[MOST];
  private final long[] times = new long[MOST];
  private final int[] traits = new int[MOST];
  private final int[] services = new int[MOST];
  private int count;

  int count() {
    return count;
  }

  /** The r-th most recently used one. */
  Peer peer(int r) {
    return peers[r];
  }

  /** When it was used last. */
  long time(int r) {
    return times[r];
  }

  /** Its {@link SlotInputs#traits}. */
  int traits(int r) {
    return traits[r];
  }

  /** Service of its last flow. */
  int service(int r) {
    return services[r];
  }

  /** Its {@link Reference#owedService}. */
  int owedService(int r) {
    return SlotInputs.isTicked(traits[r]) ? -1 : services[r];
  }

  /** Place of a peer, or -1 for one that is not among them. */
  int rank(Peer peer) {
    for (int r = 0; r < count; r++) {
      if (peers[r] == peer) {
        return r;
      }
    }
    return -1;
  }

  /** Notes that a peer has been used: it becomes the first, and the last may fall out. */
  void use(Peer peer) {
    int rank = rank(peer);
    int end = rank >= 0 ? rank : Math.min(count, MOST - 1);
    if (rank < 0 && count == MOST) {
      peers[MOST - 1].recent = false;
    }
    peer.recent = true;
    System.arraycopy(peers, 0, peers, 1, end);
    System.arraycopy(times, 0, times, 1, end);
    System.arraycopy(traits, 0, traits, 1, end);
    System.arraycopy(services, 0, services, 1, end);
    peers[0] = peer;
    times[0] = peer.last().time();
    traits[0] = SlotInputs.traits(peer);
    services[0] = peer.last().service();
    count = rank >= 0 ? count : Math.min(count + 1, MOST);
  }
}
