package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.MixtureSpec;

/**
 * Classes of flows by service: of each transport, the port code of the smaller port and its side;
 * else the protocol.
 */
final class ServiceClasses {
  private static final int UNKNOWN = -1;
  private final CodecSpec spec;
  private final Protocols protocols;
  private final MixtureCode localPort;
  private final MixtureCode peerPort;

  /** Where each protocol's classes start. */
  private final int[] starts;

  ServiceClasses(CodecSpec spec, Protocols protocols) {
    this.spec = spec;
    this.protocols = protocols;
    boolean ports = spec.localPort() != null;
    localPort = ports ? new MixtureCode(spec.localPort().mixture()) : null;
    peerPort = ports ? new MixtureCode(spec.peerPort().mixture()) : null;
    starts = new int[protocols.size() + 1];
    for (int p = 0; p < protocols.size(); p++) {
      starts[p + 1] = starts[p] + (byPort(p) ? localPort.tokens() + peerPort.tokens() : 1);
    }
  }

  /** Code of the ports on one side; null where there are none. */
  MixtureCode ports(boolean local) {
    return local ? localPort : peerPort;
  }

  /** Whether this protocol's flows differ by port. */
  boolean byPort(int protocol) {
    return localPort != null && protocols.hasPorts(protocol);
  }

  int size() {
    return starts[protocols.size()];
  }

  int of(int protocol, int local, int peer) {
    if (!byPort(protocol)) {
      return starts[protocol];
    }
    return local <= peer
        ? firstLocal(protocol) + localPort.token(local, 1)
        : firstPeer(protocol) + peerPort.token(peer, 1);
  }

  /** Where a transport's services at the host's own ports start, in the order of port tokens. */
  int firstLocal(int protocol) {
    return starts[protocol];
  }

  /** Likewise at the peer's ports. */
  int firstPeer(int protocol) {
    return starts[protocol] + localPort.tokens();
  }

  /** The protocol of a class. */
  int protocol(int service) {
    int p = 0;
    while (service >= starts[p + 1]) {
      p++;
    }
    return p;
  }

  /** A class in words: the protocol, and of ports the smallest and whose it is. */
  String text(int service) {
    int p = protocol(service);
    if (!byPort(p)) {
      return protocols.keyword(p);
    }
    int token = service - starts[p];
    boolean own = token < localPort.tokens();
    MixtureSpec ports = (own ? spec.localPort() : spec.peerPort()).mixture();
    int code = own ? token : token - localPort.tokens();
    long[] atoms = ports.atoms();
    long port = code < atoms.length ? atoms[code] : ports.edges()[code - atoms.length];
    return "%s/%d %s".formatted(protocols.keyword(p), port, own ? "local" : "peer");
  }

  /** The class that most flows of a heavy peer have; -1 where its ports vary. */
  int of(HeavyPeer heavy) {
    boolean ports = byPort(heavy.protocol());
    if (ports && heavy.localPort() < 0 && heavy.peerPort() < 0) {
      return UNKNOWN;
    }
    int varying = Integer.MAX_VALUE;
    return of(
        heavy.protocol(),
        heavy.localPort() < 0 ? varying : heavy.localPort(),
        heavy.peerPort() < 0 ? varying : heavy.peerPort());
  }
}
