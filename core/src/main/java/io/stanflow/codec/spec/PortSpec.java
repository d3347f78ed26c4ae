package io.stanflow.codec.spec;

import java.util.Arrays;

/**
 * The fitted part of one side's port code.
 *
 * @param mixture vocabulary as atoms, blocks of ports as intervals, relative components as {@link
 *     #relatives} tells
 * @param allowed per protocol class, direction (0 in, 1 out) and token of the mixture, whether the
 *     data show the three together
 */
public record PortSpec(MixtureSpec mixture, boolean[][][] allowed) {
  /** The host's last ports outside the vocabulary that a new connection may have again. */
  public static final int RECENT = 16;

  /** Ports above the latest of them that have a component of their own. */
  public static final int LOCAL_NEXT = 8;

  /** Likewise above the peer's last port. */
  public static final int PEER_NEXT = 16;

  /** Relative components of a side: SAME as with the peer's last flow, recent ones, next ones. */
  public static int relatives(boolean local) {
    return 1 + (local ? RECENT + LOCAL_NEXT : PEER_NEXT);
  }

  /** Whether the vocabulary has this port. */
  public boolean knows(int port) {
    return Arrays.binarySearch(mixture.atoms(), port) >= 0;
  }
}
