package io.stanflow.codec;

import io.stanflow.codec.spec.HeavyPeer;

/**
 * What the pointer head sees of each peer it may choose. First token: 0 for an empty slot, last for
 * a heavy peer not met yet, else how many flows, how long ago, and of the last one which direction,
 * whether a timer made it and whether it was the first of its connection. Second token: the last
 * service.
 */
final class SlotInputs {
  static final int SLOTS = Recency.MOST + HeavyPeer.MOST;

  /** Traits of a last flow. */
  private static final int TRAITS = 8;

  private static final int TICKED = 4;

  static final int TOKENS = Buckets.COUNTS * Buckets.BUCKETS * TRAITS + 2;
  private final Buckets age;
  private final int services;

  /**
   * @param services number of {@link ServiceClasses}
   */
  SlotInputs(Buckets age, int services) {
    this.age = age;
    this.services = services;
  }

  int serviceTokens() {
    return services + 1;
  }

  void write(HostState host, Inputs inputs) {
    short[] slots = inputs.slots;
    java.util.Arrays.fill(slots, (short) 0);
    Recency recency = host.recency;
    int bucket = 0; // of an age that grows from slot to slot
    for (int r = 0; r < recency.count(); r++) {
      bucket = age.bucket(host.time - recency.time(r), bucket);
      slots[2 * r] = token(recency.traits(r), bucket);
      slots[2 * r + 1] = (short) (1 + recency.service(r));
    }
    for (int j = 0; j < host.profile.heavy().size(); j++) {
      Peer peer = host.heavy(j);
      int slot = Recency.MOST + j;
      if (peer == null) {
        slots[2 * slot] = (short) (TOKENS - 1);
      } else {
        slots[2 * slot] = token(traits(peer), age.bucket(host.time - peer.last().time()));
        slots[2 * slot + 1] = (short) (1 + peer.last().service());
      }
    }
  }

  private static short token(int traits, int bucket) {
    return (short) (1 + traits + TRAITS * bucket);
  }

  /** Whether traits are those of a peer whose last flow a timer made. */
  static boolean isTicked(int traits) {
    return (traits & TICKED) != 0;
  }

  /** The part of a peer's first token that does not change until its next flow. */
  static int traits(Peer peer) {
    Reference last = peer.last();
    int ticked = last.ticked() ? TICKED : 0;
    int direction = last.outgoing() ? 2 : 0;
    int repeated = last.uses() > 1 ? 1 : 0;
    int flows = TRAITS * Buckets.BUCKETS * Buckets.countBucket(peer.flows);
    return flows + ticked + direction + repeated;
  }
}
