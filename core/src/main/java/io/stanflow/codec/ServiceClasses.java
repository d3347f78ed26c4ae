package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.MixtureSpec;
import java.util.stream.IntStream;

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

  /** The protocols whose flows do. */
  int[] byPort() {
    return IntStream.range(0, protocols.size()).filter(this::byPort).toArray();
  }

  int size() {
    return starts[protocols.size()];
  }

  /** Number of a protocol's classes. */
  int ofProtocol(int protocol) {
    return starts[protocol + 1] - starts[protocol];
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
    boolean own = isLocal(service);
    int code = service - (own ? firstLocal(p) : firstPeer(p));
    MixtureSpec ports = ports(service);
    long[] atoms = ports.atoms();
    long port = code < atoms.length ? atoms[code] : ports.edges()[code - atoms.length];
    return "%s/%d %s".formatted(protocols.keyword(p), port, own ? "local" : "peer");
  }

  /** The port of a class; -1 where there is none, or it is one of several. */
  int port(int service) {
    int p = protocol(service);
    if (!byPort(p)) {
      return UNKNOWN;
    }
    int code = service - (isLocal(service) ? firstLocal(p) : firstPeer(p));
    long[] atoms = ports(service).atoms();
    return code < atoms.length ? (int) atoms[code] : UNKNOWN;
  }

  /** Whether the data show flows of a class, either way. */
  boolean isShown(int service) {
    int p = protocol(service);
    if (!byPort(p)) {
      return true;
    }
    boolean own = isLocal(service);
    int token = service - (own ? firstLocal(p) : firstPeer(p));
    boolean[][] shown = (own ? spec.localPort() : spec.peerPort()).allowed()[p];
    return shown[0][token] || shown[1][token];
  }

  /** Whether a transport's service is at the host's own port. */
  boolean isLocal(int service) {
    int p = protocol(service);
    return byPort(p) && service < firstPeer(p);
  }

  private MixtureSpec ports(int service) {
    return (isLocal(service) ? spec.localPort() : spec.peerPort()).mixture();
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
