package io.stanflow.codec;

/**
 * Classes of flows by service: of a transport, the port code of the smaller port and its side; else
 * the protocol.
 */
final class ServiceClasses {
  private static final int UNKNOWN = -1;
  private final Protocols protocols;
  private final MixtureCode localPort;
  private final MixtureCode peerPort;

  ServiceClasses(CodecSpec spec, Protocols protocols) {
    this.protocols = protocols;
    boolean ports = spec.localPort() != null;
    localPort = ports ? new MixtureCode(spec.localPort().mixture()) : null;
    peerPort = ports ? new MixtureCode(spec.peerPort().mixture()) : null;
  }

  int size() {
    return protocols.size() + (localPort == null ? 0 : localPort.tokens() + peerPort.tokens());
  }

  int of(int protocol, int local, int peer) {
    if (localPort == null || !protocols.hasPorts(protocol)) {
      return protocol;
    }
    return local <= peer
        ? protocols.size() + localPort.token(local, 1)
        : protocols.size() + localPort.tokens() + peerPort.token(peer, 1);
  }

  /** The class that most flows of a heavy peer have; -1 where its ports vary. */
  int of(HeavyPeer heavy) {
    boolean ports = localPort != null && protocols.hasPorts(heavy.protocol());
    if (ports && heavy.localPort() < 0 && heavy.peerPort() < 0) {
      return UNKNOWN;
    }
    int varying = Integer.MAX_VALUE;
    return ports
        ? of(
            heavy.protocol(),
            heavy.localPort() < 0 ? varying : heavy.localPort(),
            heavy.peerPort() < 0 ? varying : heavy.peerPort())
        : heavy.protocol();
  }
}
