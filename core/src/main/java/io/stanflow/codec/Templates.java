package io.stanflow.codec;

import io.stanflow.codec.spec.SweepSpec.Template;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Templates of sweeps: out of their visits, and as earlier flows that visits may repeat. */
final class Templates {
  /** In place of a port, class or token that visits differ in. */
  static final int UNKNOWN = -1;

  private final List<Step> referenced;
  private final List<Categories> categories;

  /**
   * @param steps whose values a reference row shows, in the order of their tokens
   * @param categories codes of the words
   */
  Templates(List<Step> steps, List<Categories> categories) {
    referenced = steps;
    this.categories = categories;
  }

  /**
   * What at least {@code k} visits have in common; each is of another host. Of several values the
   * most frequent, and of those the smallest.
   */
  Template of(List<Observation> visits, int k) {
    Observation first = visits.get(0);
    int[] words = new int[first.words.length];
    for (int w = 0; w < words.length; w++) {
      int index = w;
      words[w] = (int) shared(visits, v -> word(v, index), k, UNKNOWN);
    }
    long[] quantities = new long[first.quantities.length];
    for (int q = 0; q < quantities.length; q++) {
      int index = q;
      quantities[q] = shared(visits, v -> v.quantities[index], k, Template.DIFFERS);
    }
    return new Template(
        (int) shared(visits, v -> (long) v.protocol, k, UNKNOWN),
        (int) shared(visits, v -> (long) v.localPort, k, UNKNOWN),
        (int) shared(visits, v -> (long) v.peerPort, k, UNKNOWN),
        words,
        quantities);
  }

  private long word(Observation visit, int index) {
    return categories.get(index).encode(visit.words[index]);
  }

  private static long shared(
      List<Observation> visits, Function<Observation, Long> of, int k, long none) {
    Map<Long, Integer> counts = new HashMap<>();
    visits.forEach(visit -> counts.merge(of.apply(visit), 1, Integer::sum));
    long best = none;
    int most = k - 1;
    for (var entry : new TreeMap<>(counts).entrySet()) {
      if (entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }

  /** A template as an earlier flow with the peer; of no connection, so that it has no uses. */
  Reference reference(Template template) {
    short[] tokens = new short[referenced.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (short) referenced.get(i).token(template);
    }
    return new Reference(
        0,
        false,
        template.protocol(),
        template.localPort(),
        template.peerPort(),
        tokens,
        Arrays.copyOf(template.quantities(), template.quantities().length),
        0,
        false,
        0);
  }
}
