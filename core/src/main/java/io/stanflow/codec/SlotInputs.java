package io.stanflow.codec;

/**
 * What the pointer head sees of each peer it may choose. First token: 0 for an empty slot, last for
 * a heavy peer not met yet, else how many flows, how long ago, which direction and whether the last
 * connection had more than one. Second token: the port of the last service.
 */
final class SlotInputs {
  static final int SLOTS = HostState.RECENCY + HeavyPeer.MOST;
  static final int TOKENS = Age.COUNTS * Age.BUCKETS * 4 + 2;
  private final Age age;
  private final MixtureCode localPort;
  private final MixtureCode peerPort;

  SlotInputs(Age age, CodecSpec spec) {
    this.age = age;
    boolean ports = spec.localPort() != null;
    localPort = ports ? new MixtureCode(spec.localPort().mixture()) : null;
    peerPort = ports ? new MixtureCode(spec.peerPort().mixture()) : null;
  }

  int serviceTokens() {
    return localPort == null ? 1 : localPort.tokens() + peerPort.tokens() + 1;
  }

  void write(HostState host, Inputs inputs) {
    short[] slots = inputs.slots;
    java.util.Arrays.fill(slots, (short) 0);
    for (int r = 0; r < host.recencyCount(); r++) {
      write(host, host.recent(r), r, slots);
    }
    for (int j = 0; j < host.profile.heavy().size(); j++) {
      Peer peer = host.heavy(j);
      int slot = HostState.RECENCY + j;
      if (peer == null) {
        slots[2 * slot] = (short) (TOKENS - 1);
      } else {
        write(host, peer, slot, slots);
      }
    }
  }

  private void write(HostState host, Peer peer, int slot, short[] slots) {
    Reference last = peer.last();
    int token = Age.countBucket(peer.flows);
    token = token * Age.BUCKETS + age.bucket(host.time - last.time());
    token = token * 2 + (last.outgoing() ? 1 : 0);
    token = token * 2 + (last.uses() > 1 ? 1 : 0);
    slots[2 * slot] = (short) (1 + token);
    slots[2 * slot + 1] = (short) service(last);
  }

  /** The smaller port, as seen from its side. */
  private int service(Reference row) {
    if (localPort == null) {
      return 0;
    }
    return row.localPort() <= row.peerPort()
        ? 1 + localPort.token(row.localPort(), 1)
        : 1 + localPort.tokens() + peerPort.token(row.peerPort(), 1);
  }
}
