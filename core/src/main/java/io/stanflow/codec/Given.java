package io.stanflow.codec;

/**
 * A flow of a host that is none of its own: its time, peer and direction are given, and all else is
 * the network's to say. A host's traffic is the superposition of its own flows and of these.
 */
public sealed interface Given permits Visit, Tick {
  /** Clock units. */
  long time();
}
