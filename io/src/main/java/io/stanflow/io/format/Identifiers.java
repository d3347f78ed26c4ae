package io.stanflow.io.format;

/** Identifiers that look random, no two the same, the same in each run. */
public final class Identifiers {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private long flows;

  /** Seventeen letters and digits, as after the C of Zeek's. */
  public String next() {
    var text = new StringBuilder(17);
    append(text, nextNumber(), 11); // 62^11 > 2^64: different for different numbers
    append(text, mixed(~flows), 6);
    return text.toString();
  }

  /** A 64-bit number; a permutation of the number of flows so far. */
  public long nextNumber() {
    return mixed(++flows * 0x9e3779b97f4a7c15L);
  }

  /** The finaliser of SplitMix64 (Steele et al., 2014), a bijection. */
  private static long mixed(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  private static void append(StringBuilder text, long number, int digits) {
    long rest = number;
    for (int i = 0; i < digits; i++) {
      text.append(DIGITS.charAt((int) Long.remainderUnsigned(rest, 62)));
      rest = Long.divideUnsigned(rest, 62);
    }
  }
}
