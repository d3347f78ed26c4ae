package io.stanflow.flow;

import java.util.List;

/**
 * The flows of one internal host, in the order of their record time; flows of one instant in a
 * canonical order (peer, local port, peer port, protocol, incoming first, then duration, packets
 * and bytes). The codecs learn in this order.
 *
 * @param host the internal host, one side of every flow, or null for a table without addresses
 * @param places of the flows in their file, those of neighbours 1 apart; null where they are not
 *     known or the flows have no time
 */
public record Series(Address host, List<Flow> flows, long[] places) {
  /** Flows of which nobody knows how they stood in a file. */
  public Series(Address host, List<Flow> flows) {
    this(host, flows, null);
  }
}
