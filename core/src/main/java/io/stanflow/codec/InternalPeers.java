package io.stanflow.codec;

import io.stanflow.flow.Address;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Whom a host can meet inside its network. */
public interface InternalPeers {
  /** Nobody that is known: internal peers have any address. */
  InternalPeers ANYBODY = (service, free, random) -> null;

  /**
   * Draws a peer for the first flow with it.
   *
   * @param service of that flow, the first of {@link OutcomeClasses}
   * @param free whether the host can have an address as a new peer
   * @return one that is free, if one is found; null for any address of the network
   */
  Address draw(int service, Predicate<Address> free, RandomGenerator random);
}
