package io.stanflow.codec;

import io.stanflow.flow.Protocol;

/** What the codecs need to know of each protocol class. */
final class Protocols {
  private final String[] keywords;

  /**
   * @param keywords keyword of each protocol class; a table without a protocol has one class ""
   */
  Protocols(String[] keywords) {
    this.keywords = keywords;
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

  /** Whether the source side of a flow can have this port: only transports have source ports. */
  boolean sourcePortFits(int protocol, int port) {
    return port == 0 || hasPorts(protocol);
  }
}
