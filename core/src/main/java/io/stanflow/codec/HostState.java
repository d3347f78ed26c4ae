package io.stanflow.codec;

import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.flow.Address;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a host remembers of its earlier flows, as far as later ones can refer to it: peers met,
 * recently used ones, its own recent ports, its intensity and how many flows it has had, recent
 * rates. Both encoder and sampler keep one for each host and advance it by {@link #commit}.
 */
final class HostState {
  final Profile profile;
  final AddressBook book;
  final Intensity intensity;

  /** The ordinary peers used last. */
  final Recency recency = new Recency();

  /** The host's own address; null without addresses. */
  final Address own;

  private final Peer self;
  private final RecentRates rates;
  private final HostServices services;

  /** Record time of the last flow, or the start of the series; clock units. */
  long time;

  private long flows;
  private final MetPeers peers = new MetPeers();

  /** Popular peers that are met or are the host itself. */
  private int popularMet;

  private final BitSet popularTaken = new BitSet();
  private final Peer[] heavy = new Peer[HeavyPeer.MOST];
  private final Map<Address, Integer> heavyAddresses = new HashMap<>();

  /** Index of the popular peer that the profile names for each heavy one not met yet, or -1. */
  private final int[] heavyNames;

  private final int[] recentPorts = new int[PortSpec.RECENT];
  private int recentPortCount;

  /**
   * @param heavyAddresses address of each of the profile's heavy peers where known (encoding), null
   *     entries or null where not (sampling)
   * @param own the host's address, which it never has as a peer; null without addresses
   * @param book null for a table without addresses
   */
  HostState(
      Profile profile,
      Intensity intensity,
      AddressBook book,
      Address own,
      Address[] heavyAddresses,
      RecentRates rates,
      HostServices services) {
    this.profile = profile;
    this.own = own;
    this.intensity = intensity;
    this.book = book;
    this.rates = rates;
    this.services = services;
    int ownPopular = book == null || own == null ? -1 : book.popularIndex(own);
    if (ownPopular >= 0) {
      take(ownPopular, true);
    }
    self = book == null ? new Peer(null, -1, -1, false) : null;
    time = intensity.start();
    for (int j = 0; heavyAddresses != null && j < heavyAddresses.length; j++) {
      if (heavyAddresses[j] != null) {
        this.heavyAddresses.put(heavyAddresses[j], j);
      }
    }
    heavyNames = profile.heavy().stream().mapToInt(HeavyPeer::peer).toArray();
    for (int j = 0; j < heavyNames.length; j++) {
      name(j);
    }
  }

  /** Reserves the popular peer that a heavy one is, unless it is the host itself or another's. */
  private void name(int j) {
    int popular = heavyNames[j];
    if (popular >= 0) {
      Address address = book.popular(popular);
      boolean free = !address.equals(own);
      free &= this.heavyAddresses.computeIfAbsent(address, a -> j) == j;
      heavyNames[j] = free ? popular : -1;
      take(popular, true);
    }
  }

  /** Whether the profile says which popular peer this heavy one is, and it has not been met. */
  boolean names(int j) {
    return heavyNames[j] >= 0 && heavy[j] == null;
  }

  /** That peer, before its first flow. */
  Peer named(int j) {
    return peer(book.popular(heavyNames[j]), j);
  }

  /** Begins the series no later than this, clock units. */
  void beginBy(long first) {
    time = Math.min(time, first);
  }

  /** Leaves out the time until the next one at which flows are made. */
  void goOnIn(ActiveTime made) {
    time = made.next(time);
  }

  /** Whether the series has reached its end. */
  boolean finished() {
    return flows >= intensity.most() || time >= intensity.end();
  }

  /** Flows of its own had so far. */
  long flows() {
    return flows;
  }

  /** Flows that the host should have had by now, less those that it has had. */
  double owed() {
    return intensity.at(time) - flows;
  }

  /** Earliest time of the next flow of its own. */
  long earliest() {
    return intensity.earliest(time, flows);
  }

  /** Latest time of the next flow of its own. */
  long latest() {
    return intensity.latest(time, flows);
  }

  RecentRates rates() {
    return rates;
  }

  HostServices services() {
    return services;
  }

  /** The one peer of a table without addresses, else null. */
  Peer self() {
    return self;
  }

  /**
   * A peer before its first flow.
   *
   * @param heavy which of the profile's heavy ones it is, or -1
   */
  Peer peer(Address address, int heavy) {
    return new Peer(address, heavy, book.popularIndex(address), book.isInternal(address));
  }

  Peer find(Address address) {
    return peers.find(address);
  }

  int peerCount() {
    return peers.count();
  }

  /** Whether there is a popular peer that the host has not met. */
  boolean morePopular() {
    return popularMet < book.distinctPopular();
  }

  /** Whether a new peer cannot be this popular one: it has been met or is the host itself. */
  boolean popularTaken(int index) {
    return popularTaken.get(book.firstPopular(index));
  }

  /** Whether a new peer cannot have this address. */
  boolean taken(Address address) {
    return address.equals(own)
        || peers.find(address) != null
        || heavyAddresses.containsKey(address);
  }

  /** Index of this address among the profile's heavy peers, or -1. */
  int heavyIndex(Address address) {
    return heavyAddresses.getOrDefault(address, -1);
  }

  /** Heavy peer {@code j} if it has been met, else null. */
  Peer heavy(int j) {
    return heavy[j];
  }

  /** Whether some ordinary peer is beyond the recency slots. */
  boolean hasOld() {
    return peers.ordinary() > recency.count();
  }

  /** Draws an ordinary peer beyond the recency slots, see {@link MetPeers#drawOld}. */
  Peer drawOld(Predicate<Peer> wanted, RandomGenerator random) {
    return peers.drawOld(wanted, random);
  }

  int recentPortCount() {
    return recentPortCount;
  }

  /** The i-th most recently used local port outside the vocabulary. */
  int recentPort(int i) {
    return recentPorts[i];
  }

  /**
   * Takes in a finished row.
   *
   * @param ephemeral whether its local port is outside the port vocabulary
   */
  void commit(Row row, Reference reference, boolean ephemeral) {
    flows += row.own() ? 1 : 0;
    time = row.flow.time;
    rates.add(time);
    Peer peer = row.peer;
    if (peer != self && peers.add(peer)) {
      notePopular(peer, true);
      if (peer.heavy >= 0) {
        heavy[peer.heavy] = peer;
        heavyAddresses.putIfAbsent(peer.address, peer.heavy);
      }
    }
    peer.add(reference);
    services.add(reference);
    if (peer != self && peer.heavy < 0) {
      recency.use(peer);
      peers.forget().forEach(gone -> notePopular(gone, false));
    }
    if (ephemeral) {
      notePort(row.flow.localPort);
    }
  }

  private void notePopular(Peer peer, boolean met) {
    if (peer.popular >= 0) {
      take(peer.popular, met);
    }
  }

  private void take(int popular, boolean taken) {
    int first = book.firstPopular(popular);
    popularMet += popularTaken.get(first) == taken ? 0 : taken ? 1 : -1;
    popularTaken.set(first, taken);
  }

  private void notePort(int port) {
    int at = 0;
    while (at < recentPortCount && recentPorts[at] != port) {
      at++;
    }
    int end = Math.min(at, PortSpec.RECENT - 1);
    System.arraycopy(recentPorts, 0, recentPorts, 1, end);
    recentPorts[0] = port;
    recentPortCount = Math.max(recentPortCount, Math.min(at + 1, PortSpec.RECENT));
  }
}
