package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;

/**
 * Tokens that describe a heavy peer to the network: its service, protocol, share, direction and
 * sort.
 */
final class Sketch {
  private final MixtureCode localPort;
  private final MixtureCode peerPort;
  private final int protocols;

  Sketch(CodecSpec spec) {
    boolean ports = spec.localPort() != null;
    localPort = ports ? new MixtureCode(spec.localPort().mixture()) : null;
    peerPort = ports ? new MixtureCode(spec.peerPort().mixture()) : null;
    protocols = spec.protocols().length;
  }

  /** Number of values of each token. */
  int[] sizes() {
    return new int[] {
      ports(localPort), ports(peerPort), protocols, HeavyPeer.SHARES, HeavyPeer.DIRECTIONS, 2, 2
    };
  }

  private static int ports(MixtureCode side) {
    return side == null ? 1 : side.tokens() + 1;
  }

  int[] tokens(HeavyPeer peer) {
    return new int[] {
      port(localPort, peer.localPort()),
      port(peerPort, peer.peerPort()),
      java.util.Objects.checkIndex(peer.protocol(), protocols),
      peer.shareBucket(),
      peer.directionBucket(),
      peer.popular() ? 1 : 0,
      peer.internal() ? 1 : 0
    };
  }

  private static int port(MixtureCode side, int port) {
    return side == null ? 0 : port < 0 ? side.tokens() : side.token(port, 1);
  }
}
