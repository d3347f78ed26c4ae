package io.stanflow.fit;

import io.stanflow.codec.spec.SharedValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rule that at least k hosts share every value which a model holds, and the means to keep it:
 * numbers that fewer share become rounded ranges. Remembers what it let through, for how many
 * hosts, and what was pooled or made coarser.
 */
final class Sharing {
  /** Leading binary digits of an edge between two ranges: steps of 0.8 to 1.6 %. */
  private static final int EDGE_DIGITS = 7;

  /** Leading binary digits of what no flow is to exceed: steps of 6 to 13 %. */
  private static final int BOUND_DIGITS = 4;

  private final int k;
  private final Map<List<String>, Map<String, Integer>> held = new LinkedHashMap<>();
  private final List<Coarsened> coarsened = new ArrayList<>();

  /**
   * @param k hosts that must share a value, at least 1; with 1 all is kept as it is
   */
  Sharing(int k) {
    this.k = k;
  }

  int k() {
    return k;
  }

  boolean isShared(int hosts) {
    return hosts >= k;
  }

  /** Where to part values into ranges: rounded downwards, as they are if no host is hidden. */
  long edge(long value) {
    return k == 1 ? value : down(value, EDGE_DIGITS);
  }

  /** Where values end, inside of them: rounded downwards unless k hosts have it; 0 without any. */
  long end(Extreme<Long> largest) {
    return isAsItIs(largest) ? orZero(largest) : down(largest.value(), EDGE_DIGITS);
  }

  /** Where values start, inside of them: rounded upwards unless k hosts have it; 0 without any. */
  long start(Extreme<Long> smallest) {
    return isAsItIs(smallest) ? orZero(smallest) : up(smallest.value(), EDGE_DIGITS);
  }

  /** What few values exceed: rounded upwards unless k hosts have it; 0 without any. */
  long most(Extreme<Long> largest) {
    return isAsItIs(largest) ? orZero(largest) : up(largest.value(), BOUND_DIGITS);
  }

  /** What few values fall below: rounded downwards unless k hosts have it; 0 without any. */
  long least(Extreme<Long> smallest) {
    return isAsItIs(smallest) ? orZero(smallest) : down(smallest.value(), BOUND_DIGITS);
  }

  private boolean isAsItIs(Extreme<Long> extreme) {
    return k == 1 || extreme.value() == null || extreme.isCommon();
  }

  private static long orZero(Extreme<Long> extreme) {
    return extreme.value() == null ? 0 : extreme.value();
  }

  /** The largest ratio of one flow, rounded upwards. */
  long upperRatio(long ratio) {
    return k == 1 ? ratio : up(ratio, BOUND_DIGITS);
  }

  /** The smallest ratio of one flow, rounded downwards. */
  long lowerRatio(long ratio) {
    return k == 1 ? ratio : down(ratio, BOUND_DIGITS);
  }

  /**
   * The start of a real number's range: rounded down to a tenth of it or less unless k hosts have
   * it.
   */
  double start(Extreme<Double> smallest, double largest) {
    double value = smallest.value();
    if (k == 1 || smallest.isCommon() || !(largest > value)) {
      return value;
    }
    double step = Math.pow(10, Math.floor(Math.log10((largest - value) / 10)));
    return Math.floor(value / step) * step;
  }

  private static long down(long value, int digits) {
    if (value < 0) {
      return value == Long.MIN_VALUE ? value : -up(-value, digits);
    }
    int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - digits);
    return value >> dropped << dropped;
  }

  private static long up(long value, int digits) {
    if (value < 0) {
      return value == Long.MIN_VALUE ? value : -down(-value, digits);
    }
    long below = down(value, digits);
    if (below == value) {
      return value;
    }
    int dropped = Long.SIZE - Long.numberOfLeadingZeros(value) - digits;
    long above = below + (1L << dropped);
    return above < 0 ? Long.MAX_VALUE : above;
  }

  /** Notes that the model holds a value that so many hosts share. */
  void hold(String attribute, String what, String value, int hosts) {
    held.computeIfAbsent(List.of(attribute, what), x -> new TreeMap<>())
        .merge(value, Math.min(SharedValues.MOST, hosts), Math::max);
  }

  /** Notes what of an attribute was too few hosts' to be held; nothing if there are no values. */
  void coarsen(String attribute, String what, long values, long flows, String became) {
    if (values > 0) {
      coarsened.add(new Coarsened(attribute, what, values, flows, became));
    }
  }

  /** All values noted so far. */
  List<SharedValues> held() {
    List<SharedValues> all = new ArrayList<>();
    held.forEach(
        (of, values) ->
            all.add(
                new SharedValues(
                    of.get(0),
                    of.get(1),
                    values.keySet().toArray(String[]::new),
                    values.values().stream().mapToInt(hosts -> hosts).toArray())));
    return all;
  }

  List<Coarsened> coarsened() {
    return List.copyOf(coarsened);
  }
}
