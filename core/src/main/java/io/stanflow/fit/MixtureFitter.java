package io.stanflow.fit;

import io.stanflow.codec.spec.MixtureSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/** Chooses the point masses and intervals of a mixture from a sample of values. */
final class MixtureFitter {
  /** A value is a point mass if it makes up this share of the sample, and */
  private static final double ATOM_SHARE = 1.0 / 5000;

  /** occurs this often at least. */
  private static final int ATOM_COUNT = 20;

  /** Steps of interval edges per unit of a ratio. */
  private static final long RATIO_RESOLUTION = 64;

  /** Further intervals in each tail. */
  private static final int TAIL = 4;

  private static final int DIVISOR_BITS = 20;
  private static final long MOST_DIVISOR = (1L << DIVISOR_BITS) - 1;

  private final Sharing sharing;
  private final String attribute;
  private final LongFunction<String> text;
  private final long[] holders;

  /**
   * A fitter to values of an attribute.
   *
   * @param sharing what they must be
   * @param text of a value
   * @param holders of the values, ascending; see {@link Holders}
   */
  MixtureFitter(Sharing sharing, String attribute, LongFunction<String> text, long[] holders) {
    this.sharing = sharing;
    this.attribute = attribute;
    this.text = text;
    this.holders = holders;
  }

  /**
   * Fits a mixture to plain values.
   *
   * @param least a value that the intervals reach down to, even if the data do not
   * @param atoms most point masses
   * @param intervals most intervals over the values that are no point mass
   */
  MixtureSpec fit(
      long[] values,
      long least,
      int relatives,
      int atoms,
      int intervals,
      int free,
      boolean logarithmic) {
    var all = new Values(values, holders);
    long[] exact = frequent(all, atoms, "exact values", text);
    Values rest = all.where(i -> Arrays.binarySearch(exact, values[i]) < 0);
    Extreme<Long> smallest = all.extreme(Extreme.smallest(sharing.k()));
    Extreme<Long> largest = all.extreme(Extreme.largest(sharing.k()));
    long min = Math.min(least, sharing.start(smallest));
    long max = Math.max(min, sharing.end(largest));
    note(all, smallest, min, largest, max);
    long[] edges = intervals == 0 ? new long[0] : edges(rest, intervals, min, max, "intervals", 1);
    return spec(
        values, relatives, new long[0], exact, new long[0], edges, 1, free, logarithmic, min, max);
  }

  /**
   * Fits a mixture to values that are modelled per unit of a divisor, such as bytes per packet.
   *
   * @param atoms most ratios that are point masses
   * @param exact most other pairs of value and divisor that are
   */
  MixtureSpec fitRatio(
      long[] values, long[] divisors, int relatives, int atoms, int exact, int intervals) {
    var all = new Values(values, holders);
    long[] quotients = new long[values.length];
    long[] scaled = new long[values.length];
    long[] paired = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      quotients[i] = values[i] / Math.max(1, divisors[i]);
      scaled[i] = scaled(values[i], divisors[i]);
      paired[i] = pair(values, divisors, i);
    }
    long[] ratios =
        frequent(
            new Values(quotients, holders)
                .where(i -> divisors[i] > 0 && values[i] % divisors[i] == 0),
            atoms,
            "exact values per packet",
            text);
    IntPredicate others =
        i ->
            values[i] % Math.max(1, divisors[i]) != 0
                || Arrays.binarySearch(ratios, quotients[i]) < 0;
    long[] pairs =
        frequent(
            new Values(paired, holders).where(others),
            exact,
            "exact values of packets",
            pair -> (pair >> DIVISOR_BITS) + " of " + (pair & MOST_DIVISOR));
    var ranged = new Values(scaled, holders);
    Values rest = ranged.where(i -> others.test(i) && Arrays.binarySearch(pairs, paired[i]) < 0);
    Extreme<Long> smallest = all.extreme(Extreme.smallest(sharing.k()));
    Extreme<Long> largest = all.extreme(Extreme.largest(sharing.k()));
    long low = sharing.start(ranged.extreme(Extreme.smallest(sharing.k())));
    long high = Math.max(low, sharing.end(ranged.extreme(Extreme.largest(sharing.k()))));
    long min = sharing.start(smallest);
    long max = Math.max(min, sharing.end(largest));
    note(all, smallest, min, largest, max);
    long[] edges = edges(rest, intervals, low, high, "intervals per packet", RATIO_RESOLUTION);
    return spec(
        values,
        relatives,
        ratios,
        Arrays.stream(pairs).map(pair -> pair >> DIVISOR_BITS).toArray(),
        Arrays.stream(pairs).map(pair -> pair & MOST_DIVISOR).toArray(),
        edges,
        RATIO_RESOLUTION,
        0,
        true,
        min,
        max);
  }

  /** Notes the ends of values, and how many lie beyond them. */
  private void note(Values all, Extreme<Long> smallest, long min, Extreme<Long> largest, long max) {
    if (all.size() == 0) {
      return;
    }
    sharing.hold(attribute, "smallest", text.apply(min), smallest.hosts());
    sharing.hold(attribute, "largest", text.apply(max), largest.hosts());
    Values below = all.where(i -> all.value(i) < min);
    Values above = all.where(i -> all.value(i) > max);
    sharing.coarsen(
        attribute,
        "smallest values",
        below.distinct(),
        below.size(),
        "at least " + text.apply(min));
    sharing.coarsen(
        attribute, "largest values", above.distinct(), above.size(), "at most " + text.apply(max));
  }

  /** Value and divisor in one number, by value and then by divisor; large ones count as equal. */
  private static long pair(long[] values, long[] divisors, long i) {
    long value = Math.min(values[(int) i], Long.MAX_VALUE >> DIVISOR_BITS);
    return (value << DIVISOR_BITS) | Math.min(Math.max(1, divisors[(int) i]), MOST_DIVISOR);
  }

  private static long scaled(long value, long divisor) {
    return value * RATIO_RESOLUTION / Math.max(1, divisor);
  }

  private static MixtureSpec spec(
      long[] values,
      int relatives,
      long[] ratios,
      long[] exact,
      long[] exactDivisors,
      long[] edges,
      long resolution,
      int free,
      boolean logarithmic,
      long min,
      long max) {
    double sum = 0;
    double squares = 0;
    for (long value : values) {
      double x = logarithmic ? Math.log1p((double) value) : (double) value;
      sum += x;
      squares += x * x;
    }
    double mean = values.length == 0 ? 0 : sum / values.length;
    double variance = values.length == 0 ? 0 : Math.max(0, squares / values.length - mean * mean);
    double spread = variance > 1e-12 ? Math.sqrt(variance) : 1;
    long[] atLeastOne =
        exact.length + ratios.length + edges.length + free == 0 ? new long[] {min} : exact;
    return new MixtureSpec(
        relatives,
        ratios,
        atLeastOne,
        exactDivisors,
        edges,
        resolution,
        free,
        logarithmic,
        mean,
        spread,
        min,
        max);
  }

  /**
   * The values that recur often enough and that enough hosts share, at most {@code most} of them,
   * ascending.
   *
   * @param what they are
   * @param print one
   */
  private long[] frequent(Values values, int most, String what, LongFunction<String> print) {
    var counts = new Sharers<Long>();
    for (int i = 0; i < values.size(); i++) {
      counts.add(values.value(i), values.holder(i));
    }
    double least = Math.max(ATOM_COUNT, ATOM_SHARE * values.size());
    List<Long> candidates = new ArrayList<>();
    counts.forEach(
        (value, hosts) -> {
          if (counts.rows(value) >= least) {
            candidates.add(value);
          }
        });
    Comparator<Long> byRows = Comparator.comparingInt(counts::rows);
    candidates.sort(byRows.reversed().thenComparing(Comparator.naturalOrder()));
    List<Long> kept =
        candidates.stream().filter(v -> sharing.isShared(counts.hosts(v))).limit(most).toList();
    kept.forEach(v -> sharing.hold(attribute, what, print.apply(v), counts.hosts(v)));
    List<Long> lost = candidates.stream().filter(v -> !sharing.isShared(counts.hosts(v))).toList();
    long flows = lost.stream().mapToLong(counts::rows).sum();
    sharing.coarsen(attribute, what, lost.size(), flows, "a value of its interval");
    return kept.stream().mapToLong(v -> v).sorted().toArray();
  }

  /**
   * Quantiles of the values as interval edges that cover [min, max]; with four more in each tail,
   * or the outermost would widen the distribution. Edges are rounded, and left out where fewer than
   * k hosts would have a value between two.
   */
  private long[] edges(
      Values values, int intervals, long min, long max, String what, long resolution) {
    long[] sorted = values.sorted();
    long[] edges = new long[2 * TAIL + intervals + 1];
    edges[0] = min;
    edges[1] = max + 1;
    for (int i = 1; i < intervals; i++) {
      edges[i + 1] = quantile(sorted, (double) i / intervals, min, max);
    }
    for (int i = 1; i <= TAIL; i++) {
      double level = Math.pow(0.25, i) / intervals;
      edges[intervals + 2 * i - 1] = quantile(sorted, level, min, max);
      edges[intervals + 2 * i] = quantile(sorted, 1 - level, min, max);
    }
    long[] distinct = Arrays.stream(edges).sorted().distinct().toArray();
    int[] hosts = new int[distinct.length];
    long[] shared = values.shared(distinct, sharing, hosts);
    for (int i = 0; i + 1 < shared.length; i++) {
      String from = text(shared[i], resolution);
      String to = text(shared[i + 1], resolution);
      if (hosts[i] > 0) {
        sharing.hold(attribute, what, from + " up to " + to, hosts[i]);
      }
    }
    return shared;
  }

  private String text(long edge, long resolution) {
    return resolution == 1 ? text.apply(edge) : Double.toString((double) edge / resolution);
  }

  private long quantile(long[] sorted, double level, long min, long max) {
    if (sorted.length == 0) {
      return min;
    }
    long value = sharing.edge(sorted[(int) (level * (sorted.length - 1))]);
    return Math.max(min, Math.min(max + 1, value));
  }
}
