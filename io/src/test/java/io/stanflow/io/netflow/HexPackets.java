package io.stanflow.io.netflow;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Packets in hexadecimal digits. */
final class HexPackets {
  static final String ADDRESSES = "0a000001" + "c0000207";
  static final String ADDRESS_FIELDS = "00080004" + "000c0004";

  /** A flow of one packet. */
  static final String FLOW = ADDRESSES + "01";

  static final String FLOW_FIELDS = ADDRESS_FIELDS + "00020001";

  private HexPackets() {}

  static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  static String ipfix(String... sets) {
    String body = String.join("", sets);
    return "000a%04x".formatted(16 + body.length() / 2)
        + "65000000"
        + "00000000"
        + "00000000"
        + body;
  }

  static String v9(String... sets) {
    return "00090001" + "000f4240" + "65000000" + "00000000" + "00000000" + String.join("", sets);
  }

  static String set(int id, String content) {
    return "%04x%04x".formatted(id, 4 + content.length() / 2) + content;
  }

  /** A set with template 256 of IPFIX; fields of enterprises have eight bytes. */
  static String template(String... fields) {
    String all = String.join("", fields);
    int count = 0;
    for (int at = 0; at < all.length(); at += all.charAt(at) >= '8' ? 16 : 8) {
      count++;
    }
    return set(2, "0100" + "%04x".formatted(count) + all);
  }
}
