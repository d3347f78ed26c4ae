package io.stanflow.codec;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.PortSpec;
import java.util.Arrays;

/**
 * The types and codes of ICMP that a codec knows, type · 256 + code, by protocol and direction.
 * They have no block of ports to fall back on.
 */
final class TypesAndCodes {
  /** Per protocol class and direction (0 in, 1 out), ascending. */
  private final long[][][] known;

  TypesAndCodes(CodecSpec spec) {
    int protocols = spec.localPort() == null ? 0 : spec.protocols().length;
    known = new long[protocols][2][];
    for (int p = 0; p < protocols; p++) {
      known[p][0] = shown(spec.localPort(), p, 0);
      known[p][1] = shown(spec.peerPort(), p, 1);
    }
  }

  private static long[] shown(PortSpec side, int protocol, int direction) {
    long[] atoms = side.mixture().atoms();
    int first = side.mixture().ratioAtoms().length;
    boolean[] allowed = side.allowed()[protocol][direction];
    long[] shown = new long[atoms.length];
    int n = 0;
    for (int i = 0; i < atoms.length; i++) {
      if (allowed[first + i]) {
        shown[n++] = atoms[i];
      }
    }
    return Arrays.copyOf(shown, n);
  }

  /** The nearest one that the codec knows; the same if it knows none. */
  int nearest(int typeAndCode, int protocol, boolean outgoing) {
    long[] all = known[protocol][outgoing ? 1 : 0];
    int at = Arrays.binarySearch(all, typeAndCode);
    if (at >= 0 || all.length == 0) {
      return typeAndCode;
    }
    int above = -at - 1;
    boolean below =
        above == all.length
            || (above > 0 && typeAndCode - all[above - 1] <= all[above] - typeAndCode);
    return (int) all[below ? above - 1 : above];
  }
}
