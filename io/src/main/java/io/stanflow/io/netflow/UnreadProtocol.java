package io.stanflow.io.netflow;

import java.nio.ByteBuffer;

/** Export protocols that are known by sight but not read. */
public final class UnreadProtocol {
  private static final int RECORD = 52; // bytes, of v1, v6 and v7
  private static final int V8_HEADER = 28;

  /** Bytes of v8's records by how they are aggregated, from 1 on. */
  private static final int[] V8_RECORDS = {28, 28, 32, 32, 40, 24, 40, 44, 32, 32, 32, 32, 40, 40};

  private UnreadProtocol() {}

  /** Its name if a datagram is of one, else null. Lengths must add up, as captured. */
  public static String of(ByteBuffer datagram) {
    ByteBuffer in = datagram.slice();
    if (in.remaining() < 16) {
      return null;
    }
    int version = Short.toUnsignedInt(in.getShort(0));
    int count = Short.toUnsignedInt(in.getShort(2));
    int length = in.remaining();
    boolean known =
        switch (version) {
          case 0 -> isSflow(in);
          case 1 -> count >= 1 && length == 16 + count * RECORD;
          case 6, 7 -> count >= 1 && length == 24 + count * RECORD;
          case 8 -> count >= 1 && length == V8_HEADER + count * v8Record(in);
          default -> false;
        };
    return !known ? null : version == 0 ? "sFlow" : "NetFlow v" + version;
  }

  private static int v8Record(ByteBuffer in) {
    int aggregation = in.limit() < V8_HEADER ? 0 : in.get(22) & 0xff;
    boolean known = aggregation >= 1 && aggregation <= V8_RECORDS.length;
    return known ? V8_RECORDS[aggregation - 1] : 0;
  }

  /** Versions 2, 4 and 5 begin alike: version, family of the agent's address, that address. */
  private static boolean isSflow(ByteBuffer in) {
    int version = in.getInt(0);
    int family = in.getInt(4);
    if ((version != 2 && version != 4 && version != 5) || (family != 1 && family != 2)) {
      return false;
    }
    int samples = (family == 1 ? 12 : 24) + (version == 5 ? 12 : 8); // where their number stands
    if (in.limit() < samples + 4) {
      return false;
    }
    int number = in.getInt(samples);
    return number >= 0 && number <= (in.limit() - samples - 4) / 8;
  }
}
