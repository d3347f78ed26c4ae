package io.stanflow.flow;

import java.util.List;

/**
 * The flows of one internal host, in the order of their record time; flows of one instant in a
 * canonical order (peer, local port, peer port, protocol, incoming first, then duration, packets
 * and bytes). The codecs learn in this order.
 *
 * @param host the internal host, one side of every flow, or null for a table without addresses
 */
public record Series(Address host, List<Flow> flows) {}
