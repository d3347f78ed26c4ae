package io.stanflow.fit;

import io.stanflow.codec.spec.MixtureSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses the point masses and intervals of a mixture from a sample of values. */
final class MixtureFitter {
  /** A value is a point mass if it makes up this share of the sample, and */
  private static final double ATOM_SHARE = 1.0 / 5000;

  /** occurs this often at least. */
  private static final int ATOM_COUNT = 20;

  /** Steps of interval edges per unit of a ratio. */
  private static final long RATIO_RESOLUTION = 64;

  private static final int DIVISOR_BITS = 20;
  private static final long MOST_DIVISOR = (1L << DIVISOR_BITS) - 1;

  private MixtureFitter() {}

  /**
   * Fits a mixture to plain values.
   *
   * @param least a value that the intervals reach down to, even if the data do not
   * @param atoms most point masses
   * @param intervals most intervals over the values that are no point mass
   */
  static MixtureSpec fit(
      long[] values,
      long least,
      int relatives,
      int atoms,
      int intervals,
      int free,
      boolean logarithmic) {
    long[] exact = frequent(values, atoms);
    long[] rest =
        Arrays.stream(values).filter(v -> Arrays.binarySearch(exact, v) < 0).sorted().toArray();
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    long min = sorted.length == 0 ? 0 : Math.min(least, sorted[0]);
    long max = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    long[] edges = intervals == 0 ? new long[0] : edges(rest, intervals, min, max);
    return spec(
        values, relatives, new long[0], exact, new long[0], edges, 1, free, logarithmic, min, max);
  }

  /**
   * Fits a mixture to values that are modelled per unit of a divisor, such as bytes per packet.
   *
   * @param atoms most ratios that are point masses
   * @param exact most other pairs of value and divisor that are
   */
  static MixtureSpec fitRatio(
      long[] values, long[] divisors, int relatives, int atoms, int exact, int intervals) {
    long[] whole = new long[values.length];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (divisors[i] > 0 && values[i] % divisors[i] == 0) {
        whole[n++] = values[i] / divisors[i];
      }
    }
    long[] ratios = frequent(Arrays.copyOf(whole, n), atoms);
    long[] others = new long[values.length];
    n = 0;
    for (int i = 0; i < values.length; i++) {
      long d = Math.max(1, divisors[i]);
      if (values[i] % d != 0 || Arrays.binarySearch(ratios, values[i] / d) < 0) {
        others[n++] = i;
      }
    }
    long[] pairs =
        frequent(Arrays.stream(others, 0, n).map(i -> pair(values, divisors, i)).toArray(), exact);
    long[] scaled =
        Arrays.stream(others, 0, n)
            .filter(i -> Arrays.binarySearch(pairs, pair(values, divisors, i)) < 0)
            .map(i -> scaled(values[(int) i], divisors[(int) i]))
            .sorted()
            .toArray();
    long low = Long.MAX_VALUE;
    long high = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int i = 0; i < values.length; i++) {
      low = Math.min(low, scaled(values[i], divisors[i]));
      high = Math.max(high, scaled(values[i], divisors[i]));
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    long[] edges = edges(scaled, intervals, low, high);
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

  /** The values that recur often enough, at most {@code most} of them, ascending. */
  static long[] frequent(long[] values, int most) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long value : values) {
      counts.merge(value, 1, Integer::sum);
    }
    double least = Math.max(ATOM_COUNT, ATOM_SHARE * values.length);
    List<Map.Entry<Long, Integer>> entries = new ArrayList<>(counts.entrySet());
    entries.removeIf(e -> e.getValue() < least);
    entries.sort(
        Map.Entry.<Long, Integer>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    return entries.stream().limit(most).mapToLong(Map.Entry::getKey).sorted().toArray();
  }

  /**
   * Quantiles of the sorted rest as interval edges that cover [min, max]; with four more in each
   * tail, or the outermost would widen the distribution.
   */
  private static long[] edges(long[] sorted, int intervals, long min, long max) {
    List<Double> levels = new ArrayList<>();
    for (int i = 1; i < intervals; i++) {
      levels.add((double) i / intervals);
    }
    for (int i = 1; i <= 4; i++) {
      double level = Math.pow(0.25, i) / intervals;
      levels.add(level);
      levels.add(1 - level);
    }
    long[] edges = new long[levels.size() + 2];
    edges[0] = min;
    edges[1] = max + 1;
    for (int i = 0; i < levels.size(); i++) {
      edges[i + 2] = sorted.length == 0 ? min : sorted[(int) (levels.get(i) * (sorted.length - 1))];
    }
    return Arrays.stream(edges).sorted().distinct().toArray();
  }
}
