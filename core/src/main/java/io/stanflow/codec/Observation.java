package io.stanflow.codec;

import io.stanflow.flow.Address;

/**
 * A flow as its host sees it, in the codec's units: the record time, who the peer is, which way the
 * flow goes. Filled from a {@link io.stanflow.flow.Flow} for encoding, field by field when
 * sampling.
 */
public final class Observation {
  /** Record time, clock units. */
  public long time;

  /** The other side; null for tables without addresses. */
  public Address peer;

  /** Whether the peer is inside the network; known of decided rows, not of flows observed. */
  boolean internal;

  public boolean outgoing;

  /** Class of the protocol; 0 where there is none. */
  public int protocol;

  public int localPort;
  public int peerPort;

  /** Flags and categorical attributes, in the order of the codec's categories. */
  final String[] words;

  /**
   * Counts, durations and real numbers as whole numbers, in the order of the codec's quantities.
   */
  public final long[] quantities;

  public Observation(int words, int quantities) {
    this.words = new String[words];
    this.quantities = new long[quantities];
  }
}
