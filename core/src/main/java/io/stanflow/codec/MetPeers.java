package io.stanflow.codec;

import io.stanflow.flow.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The peers that a host has met. Of ordinary ones, all but heavy, it keeps so many: beyond them it
 * forgets those used longest ago, so that neither memory nor a draw grows with the flows.
 */
final class MetPeers {
  /** Most ordinary peers. */
  static final int MOST = 4096;

  /** How many are left when there were more. */
  static final int KEPT = 3072;

  private static final Comparator<Peer> LATEST_LAST =
      Comparator.comparing((Peer peer) -> peer.recent).thenComparing(peer -> peer.last().time());

  private final Map<Address, Peer> all = new HashMap<>();
  private final List<Peer> ordinary = new ArrayList<>();

  /** The peer of this address, or null. */
  Peer find(Address address) {
    return all.get(address);
  }

  int count() {
    return all.size();
  }

  /** Number of peers that are not heavy. */
  int ordinary() {
    return ordinary.size();
  }

  /** Takes in a peer; false if it was there. */
  boolean add(Peer peer) {
    if (all.putIfAbsent(peer.address, peer) != null) {
      return false;
    }
    if (peer.heavy < 0) {
      ordinary.add(peer);
    }
    return true;
  }

  /**
   * Forgets peers if there are too many, all of which have had a flow.
   *
   * @return those forgotten
   */
  List<Peer> forget() {
    if (ordinary.size() <= MOST) {
      return List.of();
    }
    ordinary.sort(LATEST_LAST); // stable: those of one time in the order in which they were met
    List<Peer> longestAgo = ordinary.subList(0, ordinary.size() - KEPT);
    List<Peer> gone = List.copyOf(longestAgo);
    longestAgo.clear();
    gone.forEach(peer -> all.remove(peer.address));
    return gone;
  }

  /**
   * Draws an ordinary peer beyond the recency slots, in proportion to its flows.
   *
   * @param wanted of peers that have had a flow; where none is, one of all
   * @throws IllegalStateException if there is none
   */
  Peer drawOld(Predicate<Peer> wanted, RandomGenerator random) {
    Predicate<Peer> old = peer -> !peer.recent && peer.flows > 0;
    Peer drawn = draw(old.and(wanted), random);
    drawn = drawn == null ? draw(old, random) : drawn;
    if (drawn == null) {
      throw new IllegalStateException("no peer beyond the recent ones");
    }
    return drawn;
  }

  /** One of some ordinary peers, in proportion to its flows; null if there is none. */
  private Peer draw(Predicate<Peer> some, RandomGenerator random) {
    long total = 0;
    for (Peer peer : ordinary) {
      total += some.test(peer) ? peer.flows : 0;
    }
    long at = total == 0 ? 0 : random.nextLong(total);
    for (Peer peer : ordinary) {
      at -= some.test(peer) ? peer.flows : 0;
      if (at < 0) {
        return peer;
      }
    }
    return null;
  }
}
