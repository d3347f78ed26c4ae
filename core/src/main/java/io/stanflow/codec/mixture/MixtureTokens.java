package io.stanflow.codec.mixture;

import io.stanflow.codec.spec.MixtureSpec;
import java.util.Arrays;

/**
 * The most specific fixed component of each value of a {@link MixtureCode}: its ratio atom, atom or
 * interval. Tokens count from the first ratio atom.
 */
final class MixtureTokens {
  /** Values with a token at hand; more would fill the cache with rare ones. */
  private static final int SMALL = 65_536;

  /** Likewise where the divisor is above 1, for each unit of it: bytes of whole packets. */
  private static final int SMALL_QUOTIENT = 1536;

  private static final int DIVISORS = 8;

  private final MixtureSpec spec;
  private final int firstAtom;
  private final int firstInterval;
  private final int intervals;

  /** Tokens of the smallest values by divisor, the first 1: most values of most flows. */
  private final short[][] small;

  /** Binary logarithm of the resolution, -1 if it is no power of two: divisions cost time. */
  private final int shift;

  MixtureTokens(MixtureSpec spec) {
    this.spec = spec;
    firstAtom = spec.ratioAtoms().length;
    firstInterval = firstAtom + spec.atoms().length;
    intervals = Math.max(0, spec.edges().length - 1);
    shift =
        Long.bitCount(spec.resolution()) == 1 ? Long.numberOfTrailingZeros(spec.resolution()) : -1;
    small = new short[intervals == 0 ? 0 : divided() ? DIVISORS : 1][];
    Arrays.setAll(small, i -> smallTokens(i + 1));
  }

  private boolean divided() {
    return spec.resolution() > 1 || spec.atomDivisors().length > 0 || firstAtom > 0;
  }

  /** By ranges, since a search for each value would take longer than many a run. */
  private short[] smallTokens(int divisor) {
    long most = divisor == 1 ? SMALL : SMALL_QUOTIENT * divisor;
    short[] tokens = new short[(int) Math.max(0, Math.min(most, spec.max() + 1))];
    int last = intervals - 1;
    for (int i = 0; i <= last; i++) {
      long from = i == 0 ? 0 : atEdge(spec.edges()[i], divisor);
      long to = i == last ? tokens.length : atEdge(spec.edges()[i + 1], divisor);
      int start = (int) Math.max(0, Math.min(from, tokens.length));
      int end = (int) Math.max(start, Math.min(to, tokens.length));
      Arrays.fill(tokens, start, end, (short) (firstInterval + i));
    }
    for (int i = spec.atoms().length - 1; i >= 0; i--) { // of equal atoms the first that fits
      boolean fits = spec.atomDivisors().length == 0 || spec.atomDivisors()[i] == divisor;
      note(tokens, fits ? spec.atoms()[i] : -1, firstAtom + i);
    }
    for (int i = 0; i < spec.ratioAtoms().length; i++) {
      note(tokens, spec.ratioAtoms()[i] * divisor, i);
    }
    return tokens;
  }

  private static void note(short[] tokens, long value, int token) {
    if (value >= 0 && value < tokens.length) {
      tokens[(int) value] = (short) token;
    }
  }

  /** The token of a value; of one outside the data's range, the nearest interval's or atom's. */
  int of(long value, long divisor) {
    if (divisor >= 1 && divisor <= small.length) {
      short[] tokens = small[(int) divisor - 1];
      if (value >= 0 && value < tokens.length) {
        return tokens[(int) value];
      }
    }
    return findToken(value, divisor);
  }

  private int findToken(long value, long divisor) {
    int ratio = ratioAtom(value, divisor);
    if (ratio >= 0) {
      return ratio;
    }
    int atom = atom(value, divisor);
    if (atom >= 0) {
      return firstAtom + atom;
    }
    return intervals == 0
        ? firstAtom + nearest(spec.atoms(), value)
        : firstInterval + interval(value, divisor);
  }

  private static int nearest(long[] sorted, long value) {
    if (sorted.length == 0) {
      return 0;
    }
    int at = -Arrays.binarySearch(sorted, value) - 1;
    return Math.min(at, sorted.length - 1);
  }

  /** Index of the ratio atom that this value is, or -1. */
  int ratioAtom(long value, long divisor) {
    if (spec.ratioAtoms().length == 0 || value % divisor != 0) {
      return -1;
    }
    return Math.max(-1, Arrays.binarySearch(spec.ratioAtoms(), value / divisor));
  }

  /** Index of the atom that this value is, or -1. */
  int atom(long value, long divisor) {
    int at = Arrays.binarySearch(spec.atoms(), value);
    if (at < 0 || spec.atomDivisors().length == 0) {
      return Math.max(-1, at);
    }
    int first = at;
    while (first > 0 && spec.atoms()[first - 1] == value) {
      first--;
    }
    for (int i = first; i < spec.atoms().length && spec.atoms()[i] == value; i++) {
      if (spec.atomDivisors()[i] == divisor) {
        return i;
      }
    }
    return -1;
  }

  /** Interval of the value; values outside the data's range fall into the first or last. */
  int interval(long value, long divisor) {
    long scaled = divisor == 1 ? value * spec.resolution() : value * spec.resolution() / divisor;
    int at = Arrays.binarySearch(spec.edges(), scaled);
    int interval = at >= 0 ? at : -at - 2;
    return Math.max(0, Math.min(spec.edges().length - 2, interval));
  }

  /** Smallest v with v · resolution / divisor ≥ edge. */
  long atEdge(long edge, long divisor) {
    return shift < 0
        ? -Math.floorDiv(-edge * divisor, spec.resolution())
        : -((-edge * divisor) >> shift);
  }
}
