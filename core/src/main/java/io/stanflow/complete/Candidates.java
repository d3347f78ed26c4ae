package io.stanflow.complete;

import io.stanflow.codec.Blank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Values that a blank can have, each with the log of its weight, up to a constant. */
final class Candidates {
  /** Of less than one hard rule. */
  private static final double LEEWAY = 50;

  private final List<Blank.Value> values = new ArrayList<>();
  private final Map<Blank.Value, Integer> places = new HashMap<>();
  private double[] logs = new double[64];

  void clear() {
    values.clear();
    places.clear();
  }

  /** Adds a value, or its weight to that which it has. */
  void add(Blank.Value value, double log) {
    Integer place = places.putIfAbsent(value, values.size());
    if (place != null) {
      double most = Math.max(logs[place], log);
      logs[place] = most + StrictMath.log1p(StrictMath.exp(-Math.abs(logs[place] - log)));
      return;
    }
    if (values.size() == logs.length) {
      logs = Arrays.copyOf(logs, 2 * logs.length);
    }
    logs[values.size()] = log;
    values.add(value);
  }

  int size() {
    return values.size();
  }

  Blank.Value value(int i) {
    return values.get(i);
  }

  /** Multiplies a weight by e^{@code log}. */
  void weigh(int i, double log) {
    logs[i] += log;
  }

  /**
   * Keeps the values of most weight, in the order that they have.
   *
   * @param further log weight of each that is to come; the best of these alone are kept, but for
   *     less than {@link #LEEWAY}
   * @param most number of values
   */
  void keep(double[] further, int most) {
    double best = Arrays.stream(further).max().orElse(0);
    double[] left =
        IntStream.range(0, size())
            .filter(i -> further[i] > best - LEEWAY)
            .mapToDouble(i -> -logs[i])
            .sorted()
            .toArray();
    double least = left.length <= most ? Double.NEGATIVE_INFINITY : -left[most - 1];
    int kept = 0;
    for (int i = 0; i < further.length; i++) {
      if (further[i] > best - LEEWAY && logs[i] >= least && kept < most) {
        logs[kept] = logs[i];
        values.set(kept++, values.get(i));
      }
    }
    values.subList(kept, values.size()).clear();
    places.clear(); // nothing is added any more
  }

  /** Probabilities of the values. */
  double[] posterior() {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size(); i++) {
      most = Math.max(most, logs[i]);
    }
    double[] shares = new double[size()];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = StrictMath.exp(logs[i] - most);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /**
   * The one that is filled in: the most probable word; of numbers the one nearest to their mean on
   * the number's scale, which errs least in the mean square.
   */
  Blank.Value best(Blank blank) {
    return blank.isNumber() ? nearestToMean(blank) : likeliest();
  }

  private Blank.Value likeliest() {
    int best = 0;
    for (int i = 1; i < size(); i++) {
      best = logs[i] > logs[best] ? i : best;
    }
    return values.get(best);
  }

  private Blank.Value nearestToMean(Blank number) {
    double[] shares = posterior();
    double[] scaled = values.stream().mapToDouble(v -> number.scale(v.number())).toArray();
    double mean = 0;
    for (int i = 0; i < shares.length; i++) {
      mean += shares[i] * scaled[i];
    }
    int best = 0;
    for (int i = 1; i < scaled.length; i++) {
      best = Math.abs(scaled[i] - mean) < Math.abs(scaled[best] - mean) ? i : best;
    }
    return values.get(best);
  }

  /** One of them by their probabilities. */
  Blank.Value draw(RandomGenerator random) {
    double[] shares = posterior();
    double left = random.nextDouble();
    int i = 0;
    while (i + 1 < shares.length && left >= shares[i]) {
      left -= shares[i++];
    }
    return values.get(i);
  }
}
