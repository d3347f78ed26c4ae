package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who a new peer is, of a row that is complete but for it. */
final class PeerNaming {
  /** Of finding an address that is free. */
  private static final int TRIES = 100;

  private final InternalPeers internal;
  private final ExternalPeers external; // null without addresses

  /**
   * @param internal whom the host can meet inside its network
   * @param external whom outside
   */
  PeerNaming(InternalPeers internal, ExternalPeers external) {
    this.internal = internal;
    this.external = external;
  }

  /**
   * Names the row's peer, if it is not named.
   *
   * @param service of the flow, the first of {@link OutcomeClasses}
   */
  void name(Row row, int service, RandomGenerator random) {
    if (row.peer.internal && row.peer.address == null) {
      meet(row, inside(row, service, random));
    } else if (row.block != null) {
      meet(row, outside(row, service, random));
    }
  }

  private static void meet(Row row, Address address) {
    Peer known = row.host.find(address);
    row.meet(known != null ? known : row.host.peer(address, row.heavy));
  }

  private Address inside(Row row, int service, RandomGenerator random) {
    HostState host = row.host;
    Address address = internal.draw(service, free -> !host.taken(free), random);
    boolean found = address != null && !address.equals(host.own);
    return found && (row.heavy < 0 || !host.taken(address)) ? address : anybody(host, random);
  }

  /** Anybody of the host's family in the network; a peer met if nobody else is found. */
  private static Address anybody(HostState host, RandomGenerator random) {
    List<Cidr> all = host.book.internal();
    List<Cidr> blocks = host.own == null ? all : Cidr.ofFamily(!host.own.isIpv4(), all);
    Cidr block = blocks.get(random.nextInt(blocks.size()));
    Address address = host.book.draw(block, random);
    for (int i = 0; i < TRIES && host.taken(address); i++) {
      Address other = host.book.draw(block, random);
      address = other.equals(host.own) ? address : other;
    }
    return address;
  }

  /** Somebody who is no nearer to recent peers than the row says, where its block has one. */
  private Address outside(Row row, int service, RandomGenerator random) {
    HostState host = row.host;
    return external.draw(
        row.block,
        service,
        address -> !host.taken(address),
        address -> NearPeers.of(host, address, row.known) < 0,
        random);
  }
}
