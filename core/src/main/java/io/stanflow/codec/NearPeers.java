package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.random.RandomGenerator;

/**
 * Classes of new peers that are neighbours of one met before: who scans a server or serves a client
 * comes from few networks. A peer may be in the narrow block of a recent one (IPv4: /24, IPv6:
 * /64), or in its wide block (/16, /48), by how recent that one is: the last, the one before, the
 * third or fourth, up to the 64th. Nothing is learned of any network.
 */
final class NearPeers {
  /** Doublings of the place among the recent peers, from the first alone on. */
  private static final int AGES = 32 - Integer.numberOfLeadingZeros(Recency.MOST - 1) + 1;

  static final int CLASSES = 2 * AGES;
  private static final int NARROW_4 = 24;
  private static final int WIDE_4 = 16;
  private static final int NARROW_6 = 64;
  private static final int WIDE_6 = 48;
  private static final int FULL = 128;

  private NearPeers() {}

  private static int length(boolean ipv4, boolean narrow) {
    return ipv4 ? narrow ? NARROW_4 : WIDE_4 : narrow ? NARROW_6 : WIDE_6;
  }

  private static Cidr block(Address address, boolean narrow) {
    return new Cidr(address, length(address.isIpv4(), narrow));
  }

  /**
   * The class of a new peer.
   *
   * @param known length of the longest prefix of it that a model may name
   * @return -1 if no recent peer is nearer to it than that
   */
  static int of(HostState host, Address peer, int known) {
    for (boolean narrow : new boolean[] {true, false}) {
      int length = length(peer.isIpv4(), narrow);
      if (narrow ? known > length : known >= length) {
        return -1;
      }
      Cidr block = block(peer, narrow);
      for (int r = 0; r < host.recency.count(); r++) {
        if (isOutside(host, r) && block.contains(host.recency.peer(r).address)) {
          return (narrow ? 0 : AGES) + age(r);
        }
      }
    }
    return -1;
  }

  private static int age(int r) {
    return 32 - Integer.numberOfLeadingZeros(r);
  }

  private static boolean isOutside(HostState host, int r) {
    return !host.recency.peer(r).internal;
  }

  /** Whether a recent peer can have a neighbour of this class. */
  static boolean exists(int near, HostState host) {
    for (int r = first(near); r < end(near, host); r++) {
      if (isOutside(host, r)) {
        return true;
      }
    }
    return false;
  }

  private static int first(int near) {
    int age = near % AGES;
    return age == 0 ? 0 : 1 << (age - 1);
  }

  private static int end(int near, HostState host) {
    return Math.min(1 << near % AGES, host.recency.count());
  }

  /** Meets a peer in the block of a recent one, each of the class as likely as any other. */
  static void meet(int near, Row row, RandomGenerator random) {
    HostState host = row.host;
    int found = 0;
    int chosen = 0;
    for (int r = first(near); r < end(near, host); r++) {
      if (isOutside(host, r) && random.nextInt(++found) == 0) {
        chosen = r;
      }
    }
    boolean narrow = near < AGES;
    Cidr block = block(host.recency.peer(chosen).address, narrow);
    row.meetIn(block, narrow ? FULL : block.prefixLength());
  }
}
