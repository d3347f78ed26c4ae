package io.stanflow.codec;

import io.stanflow.flow.Address;

/**
 * A flow that comes when one of a host's timers says: a poll, a keep-alive, a beacon, or the answer
 * to one.
 *
 * @param time clock units
 * @param outgoing whether it leaves the host
 * @param peer null where the timer has not ticked yet and the peer is still to be found
 * @param heavy which of the profile's heavy peers that is to be, or -1; of no meaning where the
 *     peer is known
 * @param internal whether the peer is inside the network
 * @param service null where that is still to be found
 */
public record Tick(
    long time, boolean outgoing, Address peer, int heavy, boolean internal, Service service)
    implements Given {
  /**
   * What a timer is for.
   *
   * @param protocol its class
   * @param port the smaller port; type and code where the protocol is ICMP; 0 without ports
   * @param local whether that is the host's own
   */
  public record Service(int protocol, int port, boolean local) {}
}
