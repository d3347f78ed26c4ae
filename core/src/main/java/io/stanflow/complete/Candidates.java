package io.stanflow.complete;

import io.stanflow.codec.Blank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Values that a blank can have, each with the log of its weight, up to a constant. */
final class Candidates {
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
   * The one that is filled in: the most probable word; of numbers that nearest to the mean on their
   * scale, which is nearest to the truth in the mean square.
   */
  Blank.Value best(Blank blank) {
    double[] shares = posterior();
    double mean = 0;
    for (int i = 0; i < shares.length && blank.isNumber(); i++) {
      mean += shares[i] * blank.scale(values.get(i).number());
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < shares.length; i++) {
      double far =
          blank.isNumber() ? Math.abs(blank.scale(values.get(i).number()) - mean) : -shares[i];
      if (far < least) {
        least = far;
        best = i;
      }
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
