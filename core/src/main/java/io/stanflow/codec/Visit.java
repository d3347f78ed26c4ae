package io.stanflow.codec;

import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;

/**
 * The first flow that comes to a host in a sweep over the network. The network is shown the sweep's
 * template as an earlier flow with the peer.
 *
 * @param time clock units
 */
public record Visit(long time, Address peer, SweepSpec.Template template) implements Given {}
