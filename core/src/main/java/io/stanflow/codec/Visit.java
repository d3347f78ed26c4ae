package io.stanflow.codec;

import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;

/**
 * The first flow that comes to a host in a sweep over the network. Its time, peer and direction are
 * given; all else is the network's to say, which is shown the sweep's template as an earlier flow
 * with the peer.
 *
 * @param time clock units
 */
public record Visit(long time, Address peer, SweepSpec.Template template) {}
