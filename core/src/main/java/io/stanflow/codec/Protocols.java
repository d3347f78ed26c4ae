package io.stanflow.codec;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.Protocol;

/** What the codecs need to know of each protocol class. */
final class Protocols {
  private final String[] keywords;
  private final boolean[][] shown;

  /** The protocols of a codec; a table without a protocol has one class "". */
  Protocols(CodecSpec spec) {
    keywords = spec.protocols();
    shown = new boolean[keywords.length][2];
    for (int p = 0; p < keywords.length; p++) {
      for (int d = 0; d < 2; d++) {
        shown[p][d] = spec.localPort() == null || any(spec.localPort().allowed()[p][d]);
      }
    }
  }

  private static boolean any(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }

  /** Whether the data show a flow of this protocol in this direction. */
  boolean seen(int protocol, boolean outgoing) {
    return shown[protocol][outgoing ? 1 : 0];
  }

  int size() {
    return keywords.length;
  }

  String keyword(int protocol) {
    return keywords[protocol];
  }

  /** Whether both ports are the transport's; also where the table has no protocol. */
  boolean hasPorts(int protocol) {
    return keywords[protocol].isEmpty() || Protocol.hasPorts(keywords[protocol]);
  }

  /** Whether the destination port holds type · 256 + code. */
  boolean isIcmp(int protocol) {
    return Protocol.isIcmp(keywords[protocol]);
  }

  /**
   * A tick with the service that its direction allows: type and code of ICMP stand at the
   * destination, so what answers is for something else, which is still to be found.
   */
  Tick fitting(Tick tick) {
    Tick.Service service = tick.service();
    if (service == null || !isIcmp(service.protocol()) || service.local() != tick.outgoing()) {
      return tick;
    }
    return new Tick(tick.time(), tick.outgoing(), tick.peer(), tick.heavy(), tick.internal(), null);
  }

  /** The service of a flow: the smaller port; what ICMP has at the destination. */
  Tick.Service service(Observation flow) {
    if (isIcmp(flow.protocol)) {
      int type = flow.outgoing ? flow.peerPort : flow.localPort;
      return new Tick.Service(flow.protocol, type, !flow.outgoing);
    }
    boolean local = flow.localPort <= flow.peerPort;
    return new Tick.Service(flow.protocol, local ? flow.localPort : flow.peerPort, local);
  }

  /** Whether the source side of a flow can have this port: only transports have source ports. */
  boolean sourcePortFits(int protocol, int port) {
    return port == 0 || hasPorts(protocol);
  }
}
