package io.stanflow.codec.mixture;

import io.stanflow.codec.spec.MixtureSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Codes a whole number as a mixture of ranges. Components, in this order: <em>relative</em> ones,
 * whose range the row sets; <em>ratio atoms</em>, value = ratio · divisor; <em>atoms</em>, exact
 * values; <em>intervals</em>; and <em>free</em> logistics, whose centre and width the network
 * gives. In a given row every component but the free ones is a range of whole numbers, cut to the
 * row's hard range, so a draw is never outside it and the likelihood of a value is
 *
 * <pre>p(v) = Σ_c w_c · p_c(v),   p_c(v) = 1/(high−low+1), or for logarithmic codes
 *        ln((v+2)/(v+1)) / ln((high+2)/(low+1)),   for low ≤ v ≤ high</pre>
 *
 * Several components may cover one value; {@link #cover} lists them.
 */
public final class MixtureCode {
  /** Divisors with masks at hand. */
  private static final int DIVISORS = 8;

  private final MixtureSpec spec;
  private final MixtureTokens tokens;
  private final int firstRatio;
  private final int firstAtom;
  private final int firstInterval;
  private final int firstFree;

  /**
   * Masks of the fixed components by {@link RowRanges#number} and divisor, as far as needed so far.
   */
  private final Map<Integer, float[]> masks = new ConcurrentHashMap<>();

  /** The code that a spec states. */
  public MixtureCode(MixtureSpec spec) {
    this.spec = spec;
    firstRatio = spec.relatives();
    firstAtom = firstRatio + spec.ratioAtoms().length;
    firstInterval = firstAtom + spec.atoms().length;
    firstFree = firstInterval + Math.max(0, spec.edges().length - 1);
    tokens = new MixtureTokens(spec);
  }

  MixtureSpec spec() {
    return spec;
  }

  /** Number of components: relative ones, ratio atoms, atoms, intervals and free ones. */
  public int components() {
    return firstFree + spec.free();
  }

  /** Number of free components, the last ones. */
  public int free() {
    return spec.free();
  }

  /**
   * Number of {@link #token} values: one for each component whose range is the same in all rows.
   */
  public int tokens() {
    return Math.max(1, firstFree - firstRatio);
  }

  /** Largest value that is coded; a larger one counts as it. */
  public long largest() {
    return spec.max();
  }

  /** The most specific fixed component that covers {@code value}, counted from the ratio atoms. */
  public int token(long value, long divisor) {
    return tokens.of(value, divisor);
  }

  /** Middle of an atom or interval, where the divisor is 1; 0 for other components. */
  public double middle(int c) {
    if (c < firstAtom || c >= firstFree) {
      return 0;
    } else if (c < firstInterval) {
      return spec.atoms()[c - firstAtom];
    }
    int i = c - firstInterval;
    return (spec.edges()[i] + spec.edges()[i + 1]) / (2.0 * spec.resolution());
  }

  /** Lower end of component {@code c} in this row, before the row's hard range cuts it. */
  private long rangeLow(int c, RowRanges row) {
    if (c < firstRatio) {
      return row.relativeLow(c);
    } else if (c < firstAtom) {
      return spec.ratioAtoms()[c - firstRatio] * row.divisor();
    } else if (c < firstInterval) {
      return spec.atoms()[c - firstAtom];
    } else if (c < firstFree) {
      return tokens.atEdge(spec.edges()[c - firstInterval], row.divisor());
    }
    return row.low();
  }

  /** Upper end, included; below {@link #rangeLow} if the component has no value in this row. */
  private long rangeHigh(int c, RowRanges row) {
    if (c < firstRatio) {
      return row.relativeHigh(c);
    } else if (c < firstInterval) {
      return rangeLow(c, row);
    } else if (c < firstFree) {
      return tokens.atEdge(spec.edges()[c - firstInterval + 1], row.divisor()) - 1;
    }
    return row.high();
  }

  /** Whether some component but a ratio atom has a value between these in this row. */
  public boolean reaches(long low, long high, RowRanges row) {
    for (int c = 0; c < firstRatio; c++) {
      if (Math.max(low, row.relativeLow(c)) <= Math.min(high, row.relativeHigh(c))) {
        return true;
      }
    }
    if (spec.free() > 0) {
      return low <= high;
    } else if (firstInterval < firstFree) {
      long from = tokens.atEdge(spec.edges()[0], row.divisor());
      long to = tokens.atEdge(spec.edges()[spec.edges().length - 1], row.divisor()) - 1;
      return Math.max(low, from) <= Math.min(high, to);
    }
    return Arrays.stream(spec.atoms()).anyMatch(atom -> low <= atom && atom <= high);
  }

  /** Sets, for each component, whether it has a value inside the row's hard range: 1, else 0. */
  public void possible(RowRanges row, float[] allowed) {
    for (int c = 0; c < firstRatio; c++) {
      long low = Math.max(row.relativeLow(c), row.low());
      allowed[c] = low <= Math.min(row.relativeHigh(c), row.high()) ? 1 : 0;
    }
    if (row.number() >= 0 && row.divisor() <= DIVISORS) {
      int key = row.number() * DIVISORS + (int) row.divisor() - 1;
      float[] known = masks.get(key);
      if (known == null) {
        possibleFixed(row, allowed);
        masks.put(key, Arrays.copyOfRange(allowed, firstRatio, components()));
      } else {
        System.arraycopy(known, 0, allowed, firstRatio, known.length);
      }
    } else {
      possibleFixed(row, allowed);
    }
  }

  private void possibleFixed(RowRanges row, float[] allowed) {
    long[] ratios = spec.ratioAtoms();
    for (int i = 0; i < ratios.length; i++) {
      long value = ratios[i] * row.divisor();
      allowed[firstRatio + i] = row.low() <= value && value <= row.high() ? 1 : 0;
    }
    long[] atoms = spec.atoms();
    long[] divisors = spec.atomDivisors();
    for (int i = 0; i < atoms.length; i++) {
      boolean fits = divisors.length == 0 || divisors[i] == row.divisor();
      allowed[firstAtom + i] = fits && row.low() <= atoms[i] && atoms[i] <= row.high() ? 1 : 0;
    }
    possibleIntervals(row, allowed);
    float free = !row.isPointsOnly() && row.low() <= row.high() ? 1 : 0;
    Arrays.fill(allowed, firstFree, components(), free);
  }

  private void possibleIntervals(RowRanges row, float[] allowed) {
    if (row.isPointsOnly()) {
      Arrays.fill(allowed, firstInterval, firstFree, 0);
      return;
    }
    long from = firstFree > firstInterval ? tokens.atEdge(spec.edges()[0], row.divisor()) : 0;
    for (int c = firstInterval; c < firstFree; c++) {
      long to = tokens.atEdge(spec.edges()[c - firstInterval + 1], row.divisor());
      allowed[c] = Math.max(from, row.low()) <= Math.min(to - 1, row.high()) ? 1 : 0;
      from = to;
    }
  }

  /**
   * Notes the components that {@code value} can have come from, most specific first, as many as
   * {@code target} takes, and its rounding interval for the free ones. A value outside the data's
   * range or the row's hard range counts as the nearest inside.
   */
  public void cover(long value, RowRanges row, Target target) {
    long v = Math.max(spec.min(), Math.min(spec.max(), value));
    for (int c = 0; c < firstRatio; c++) {
      if (row.relativeLow(c) <= v && v <= row.relativeHigh(c)) {
        add(c, v, row, target);
      }
    }
    int ratio = tokens.ratioAtom(v, row.divisor());
    if (ratio >= 0) {
      add(firstRatio + ratio, v, row, target);
    }
    int atom = tokens.atom(v, row.divisor());
    if (atom >= 0) {
      add(firstAtom + atom, v, row, target);
    }
    if (firstFree > firstInterval) {
      add(firstInterval + tokens.interval(v, row.divisor()), v, row, target);
    } else if (target.count() == 0 && spec.free() == 0) {
      target.add(firstRatio + token(v, row.divisor()), 0); // only atoms: the nearest
    }
    if (spec.free() > 0) {
      double below = standardised(v - 0.5);
      target.rounding(below, standardised(v + 0.5), lowEnd(row), highEnd(row));
    }
  }

  /** The most specific component that covers {@code value}, free ones aside. */
  public int mostSpecific(long value, RowRanges row) {
    for (int c = 0; c < firstRatio; c++) {
      if (row.relativeLow(c) <= value && value <= row.relativeHigh(c)) {
        return c;
      }
    }
    return firstRatio + token(value, row.divisor());
  }

  private void add(int c, long value, RowRanges row, Target target) {
    long low = Math.max(rangeLow(c, row), row.low());
    long high = Math.min(rangeHigh(c, row), row.high());
    if (low > high) { // a rare flow that breaks the hard rule: the uncut range counts
      low = rangeLow(c, row);
      high = rangeHigh(c, row);
    }
    target.add(c, (float) logDensity(value, low, high));
  }

  private double logDensity(long value, long low, long high) {
    if (low >= high) {
      return 0;
    }
    long v = Math.max(low, Math.min(high, value));
    return spec.logarithmic()
        ? Math.log(Math.log((v + 2.0) / (v + 1.0)) / Math.log((high + 2.0) / (low + 1.0)))
        : -Math.log(high - low + 1.0);
  }

  /**
   * Draws a value of component {@code c}, inside the row's hard range.
   *
   * @param centre of a free component, on the scale of {@link #standardised}
   * @param width of a free component, above 0
   */
  public long draw(int c, double centre, double width, RowRanges row, RandomGenerator random) {
    if (c >= firstFree) {
      return drawFree(centre, width, row, random);
    }
    long low = Math.max(rangeLow(c, row), row.low());
    long high = Math.min(rangeHigh(c, row), row.high());
    if (low >= high) {
      return low;
    }
    if (!spec.logarithmic()) {
      return low + random.nextLong(high - low + 1);
    }
    double ratio = (high + 2.0) / (low + 1.0);
    long v = (long) Math.floor((low + 1) * StrictMath.pow(ratio, random.nextDouble())) - 1;
    return Math.max(low, Math.min(high, v));
  }

  private long drawFree(double centre, double width, RowRanges row, RandomGenerator random) {
    double from = sigmoid((lowEnd(row) - centre) / width);
    double to = sigmoid((highEnd(row) - centre) / width);
    double u = from + (to - from) * random.nextDouble();
    double x = u <= 0 || u >= 1 ? centre : centre + width * StrictMath.log(u / (1 - u));
    double scaled = x * spec.spread() + spec.centre();
    double v = spec.logarithmic() ? StrictMath.expm1(scaled) : scaled;
    long low = Math.max(row.low(), spec.min());
    long high = Math.max(low, Math.min(row.high(), spec.max()));
    return Math.max(low, Math.min(high, Math.round(v)));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private double lowEnd(RowRanges row) {
    return standardised(Math.max(row.low(), spec.min()) - 0.5);
  }

  private double highEnd(RowRanges row) {
    return standardised(
        Math.max(Math.max(row.low(), spec.min()), Math.min(row.high(), spec.max())) + 0.5);
  }

  /** The value on the standardised scale of free components and of the network's input. */
  public double standardised(double value) {
    double x = spec.logarithmic() ? Math.log1p(Math.max(value, -0.5)) : value;
    return (x - spec.centre()) / spec.spread();
  }
}
