package io.stanflow.codec.spec;

import io.stanflow.flow.Range;

/**
 * A size that many flows of one of a host's services have, so that later ones may have it again.
 *
 * @param outgoing whether these flows leave the host
 * @param protocol class
 * @param port of the service: the smaller one
 * @param divisor packets
 * @param value bytes
 * @param share of the host's flows that are of this service and size, 0 to 1
 */
public record UsualSize(
    boolean outgoing,
    @Range(least = 0, most = 4095) int protocol,
    @Range(least = 0, most = 65_535) int port,
    @Range(least = 0, most = Range.MOST_LONG) long divisor,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long value,
    @Range(least = 0, most = 1) double share) {
  /** Most usual sizes that a profile has. */
  public static final int MOST = 128;

  /** Those that a flow may have at most: the most frequent of its service and divisor. */
  public static final int OFFERED = 4;

  /** Fewest flows of a usual size. */
  public static final int LEAST_FLOWS = 10;

  /** The same size as another share of the host's flows. */
  public UsualSize withShare(double share) {
    return new UsualSize(outgoing, protocol, port, divisor, value, share);
  }
}
