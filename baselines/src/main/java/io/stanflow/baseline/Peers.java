package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The addresses that hosts talk to, to draw from. Whoever reads the flows gives one between two
 * internal hosts to the host with more flows. So an internal address is a peer only of hosts that
 * have more flows than it has, and no more often than in the real table: then every flow is read as
 * its own host's. A host's flows as a peer of others also count there, and vary, so this holds up
 * to near ties.
 */
final class Peers {
  private static final int TRIES = 100;

  private final Vocabulary<Address> peers;
  private final Map<Address, Internal> internal = new HashMap<>();

  /** An address inside: its flows on either side, and how often it may still be a peer. */
  private static final class Internal {
    private long flows;
    private long left;
  }

  /**
   * @param hosts all
   * @param blocks of internal addresses
   */
  Peers(Vocabulary<Address> peers, List<Host> hosts, List<Cidr> blocks) {
    this.peers = peers;
    for (Host host : hosts) {
      internalAt(host.address()).flows = host.flows();
    }
    for (int i = 0; i < peers.size(); i++) {
      Address address = peers.value(i);
      if (blocks.stream().anyMatch(block -> block.contains(address))) {
        Internal host = internalAt(address);
        host.flows += peers.count(i);
        host.left = peers.count(i);
      }
    }
  }

  private Internal internalAt(Address address) {
    return internal.computeIfAbsent(address, a -> new Internal());
  }

  Vocabulary<Address> vocabulary() {
    return peers;
  }

  /** Makes the address a peer of the host once more, if it may be. */
  boolean take(Host host, Address peer) {
    Internal inside = internal.get(peer);
    if (inside == null) {
      return true;
    }
    long hostFlows = internalAt(host.address()).flows;
    boolean busier =
        hostFlows > inside.flows
            || (hostFlows == inside.flows && host.address().compareTo(peer) < 0);
    if (!busier || inside.left == 0) {
      return false;
    }
    inside.left--;
    return true;
  }

  /**
   * A peer by frequency among those from index {@code first} on. Where that finds none that may be
   * one, after some tries, any is given.
   */
  Address draw(Host host, int first, SplittableRandom random) {
    Address peer = peers.draw(first, random);
    for (int i = 1; i < TRIES && !take(host, peer); i++) {
      peer = peers.draw(first, random);
    }
    return peer;
  }
}
