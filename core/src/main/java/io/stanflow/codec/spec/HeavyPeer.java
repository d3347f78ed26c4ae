package io.stanflow.codec.spec;

import io.stanflow.flow.Range;

/**
 * A sketch of a peer that makes up much of a host's traffic.
 *
 * @param localPort the port on the host's side in most of its flows, if it is in the port
 *     vocabulary; -1 if the port varies or is not
 * @param peerPort likewise on the peer's side
 * @param protocol class of its most frequent protocol
 * @param share of the host's flows, 0 to 1
 * @param outgoing share of its flows that leave the host, 0 to 1
 * @param popular whether it is one of the popular peers
 * @param internal whether it is inside the network
 * @param peer index of that popular peer, or -1 where the hosts of a profile have different ones
 */
public record HeavyPeer(
    @Range(least = -1, most = 65_535) int localPort,
    @Range(least = -1, most = 65_535) int peerPort,
    @Range(least = 0, most = 4095) int protocol,
    @Range(least = 0, most = 1) double share,
    @Range(least = 0, most = 1) double outgoing,
    boolean popular,
    boolean internal,
    @Range(least = -1, most = Integer.MAX_VALUE) int peer) {
  /** Most heavy peers that a profile has. */
  public static final int MOST = 16;

  /** Fewest flows of a heavy peer. */
  public static final int LEAST_FLOWS = 20;

  public static final int SHARES = 13;
  public static final int DIRECTIONS = 5;

  /** The same peer without its name. */
  public HeavyPeer unnamed() {
    return new HeavyPeer(localPort, peerPort, protocol, share, outgoing, popular, internal, -1);
  }

  /** The same peer without the ports that its flows have. */
  public HeavyPeer withoutPorts() {
    return new HeavyPeer(-1, -1, protocol, share, outgoing, popular, internal, peer);
  }

  /** The same peer with another share of the host's flows. */
  public HeavyPeer withShare(double share) {
    return new HeavyPeer(localPort, peerPort, protocol, share, outgoing, popular, internal, peer);
  }

  /** Bucket of the share: its negative binary logarithm. */
  public int shareBucket() {
    return (int) Math.min(SHARES - 1, -Math.log(Math.max(share, 1e-9)) / Math.log(2));
  }

  /** Bucket of the share of flows that leave the host. */
  public int directionBucket() {
    return (int) (outgoing * (DIRECTIONS - 0.01));
  }
}
