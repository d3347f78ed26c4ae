package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What flows say in the first and in the last quarter of the time between a file's first and last
 * record, so that a generator that drifts shows.
 *
 * @param first distributions by name
 * @param last likewise
 */
record Quarters(Map<String, Counts> first, Map<String, Counts> last) {
  private static final List<String> COMPARED =
      List.of(Categories.PROTOCOL_AND_FLAGS, Categories.SERVICE_PORT, Categories.SIZE);

  Quarters {
    first = Collections.unmodifiableMap(new LinkedHashMap<>(first));
    last = Collections.unmodifiableMap(new LinkedHashMap<>(last));
  }

  /** The measure, or null for a schema without time. */
  static Quarters measure(Schema schema, Query query) throws IOException {
    if (!schema.has(Schema.TIME)) {
      return null;
    }
    double[] span =
        query.row(
            "SELECT min(time), %s, max(time) FROM flows"
                .formatted(FlowSql.whole("max(time) - min(time)", 4)));
    long firstEnd = (long) (span[0] + span[1]);
    long lastBegin = (long) (span[2] - span[1]);
    return new Quarters(
        counts(schema, query, "flows WHERE time <= " + firstEnd),
        counts(schema, query, "flows WHERE time >= " + lastBegin));
  }

  private static Map<String, Counts> counts(Schema schema, Query query, String from)
      throws IOException {
    Map<String, Word> words = Categories.words(schema);
    var counts = new LinkedHashMap<String, Counts>();
    for (String name : COMPARED) {
      if (words.containsKey(name)) {
        counts.put(name, query.counts(words.get(name), from));
      }
    }
    counts.values().removeIf(Counts::isEmpty);
    return counts;
  }

  /** How far the last quarter is from the first; NaN without anything to compare. */
  double drift() {
    return distance(first, last);
  }

  /** Mean Jensen-Shannon divergence of the distributions that both have; NaN without one. */
  static double distance(Map<String, Counts> real, Map<String, Counts> other) {
    return real.keySet().stream()
        .filter(other::containsKey)
        .mapToDouble(name -> JensenShannon.divergence(real.get(name), other.get(name)))
        .average()
        .orElse(Double.NaN);
  }
}
