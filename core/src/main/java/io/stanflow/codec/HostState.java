package io.stanflow.codec;

import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a host remembers of its earlier flows, as far as later ones can refer to it: peers met,
 * recently used ones, its own recent ports, what is left of its volume budget, recent rates. Both
 * encoder and sampler keep one for each host and advance it by {@link #commit}.
 */
final class HostState {
  final Profile profile;
  final AddressBook book;

  /** The ordinary peers used last. */
  final Recency recency = new Recency();

  private final Address own;
  private final List<Cidr> ownBlocks;
  private final VolumeBudget budget;
  private final Peer self;
  private final RecentRates rates;
  private final HostServices services;

  /** Record time of the last flow, or the start of the first window; clock units. */
  long time;

  private int window = -1;
  private int left;
  private final MetPeers peers = new MetPeers();

  /** Popular peers that are met or are the host itself. */
  private int popularMet;

  private final boolean[] popularTaken;
  private final Peer[] heavy = new Peer[HeavyPeer.MOST];
  private final Map<Address, Integer> heavyAddresses = new HashMap<>();
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
      VolumeBudget budget,
      AddressBook book,
      Address own,
      Address[] heavyAddresses,
      RecentRates rates,
      HostServices services) {
    this.profile = profile;
    this.own = own;
    this.budget = budget;
    this.book = book;
    this.rates = rates;
    this.services = services;
    List<Cidr> blocks = book == null ? List.of() : book.internal();
    ownBlocks = own == null ? blocks : Cidr.ofFamily(!own.isIpv4(), blocks);
    popularTaken = new boolean[book == null ? 0 : book.popularCount()];
    int ownPopular = book == null || own == null ? -1 : book.popularIndex(own);
    if (ownPopular >= 0) {
      popularTaken[ownPopular] = true;
      popularMet = 1;
    }
    self = book == null ? new Peer(null, -1, -1) : null;
    time = budget.counts().length > 0 ? budget.starts()[0] : 0;
    for (int j = 0; heavyAddresses != null && j < heavyAddresses.length; j++) {
      if (heavyAddresses[j] != null) {
        this.heavyAddresses.put(heavyAddresses[j], j);
      }
    }
  }

  /** Whether the volume budget is spent; the series ends here. */
  boolean finished() {
    return left == 0 && window + 1 >= budget.counts().length;
  }

  /** Flows left in the window that the next flow falls in, that flow included. */
  int flowsLeft() {
    return left > 0 ? left : finished() ? 0 : budget.counts()[window + 1];
  }

  /** Whether the next flow opens a new window. */
  boolean crossing() {
    return left == 0;
  }

  /** Earliest record time of the next flow. */
  long earliest() {
    return left > 0 || finished() ? time : budget.starts()[window + 1];
  }

  /** Latest record time of the next flow. */
  long latest() {
    return finished() ? time : budget.ends()[left > 0 ? window : window + 1] - 1;
  }

  /** Share of the window's flows that are done less the share of its time that is gone. */
  double ahead() {
    if (left == 0 || window >= budget.counts().length) {
      return 0;
    }
    double done = 1 - (double) left / budget.counts()[window];
    double length = budget.ends()[window] - budget.starts()[window];
    return done - (time - budget.starts()[window]) / length;
  }

  /** Natural log of the time left for each flow left in the window, over that at its start. */
  double slack() {
    if (left == 0 || window >= budget.counts().length) {
      return 0;
    }
    double length = budget.ends()[window] - budget.starts()[window];
    double share = (budget.ends()[window] - time) / length;
    return StrictMath.log(share * budget.counts()[window] / left);
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
    return popularTaken[book.firstPopular(index)];
  }

  /** Blocks that internal peers are in: those of the host's family. */
  List<Cidr> ownBlocks() {
    return ownBlocks;
  }

  /** Whether a new peer cannot have this address. */
  boolean taken(Address address) {
    return address.equals(own) || peers.find(address) != null;
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

  /** Draws an ordinary peer beyond the recency slots, in proportion to its flows. */
  Peer drawOld(RandomGenerator random) {
    return peers.drawOld(random);
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
    if (left == 0) {
      window++;
      left = window < budget.counts().length ? budget.counts()[window] : 1;
    }
    left--;
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
      popularMet += met ? 1 : -1;
      popularTaken[book.firstPopular(peer.popular)] = met;
    }
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
