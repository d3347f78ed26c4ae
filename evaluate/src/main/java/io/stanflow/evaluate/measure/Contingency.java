package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often each two words occur together, for every pair of service port, direction, protocol,
 * flags and type of service.
 *
 * @param tables occurrences by pair; the service port, where it is of the pair, comes first
 */
record Contingency(Map<Pair, Counts> tables) {
  private static final String TOS = "tos";
  private static final String NONE = "-"; // of a protocol without ports
  private static final char BETWEEN = '\t';

  /** Two distributions by name. */
  record Pair(String first, String second) {}

  Contingency {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  static Contingency measure(Schema schema, Query query) throws IOException {
    Map<String, String> keys = keys(schema);
    var names = new ArrayList<>(keys.keySet());
    var tables = new LinkedHashMap<Pair, Counts>();
    String text = "coalesce(a::STRING, '%s') || '%s' || b".formatted(NONE, BETWEEN);
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        var word = new Word(List.of(keys.get(names.get(i)), keys.get(names.get(j))), text);
        tables.put(new Pair(names.get(i), names.get(j)), query.counts(word, "flows"));
      }
    }
    return new Contingency(tables);
  }

  private static Map<String, String> keys(Schema schema) {
    var keys = new LinkedHashMap<String, String>();
    if (FlowSql.hasPorts(schema)) {
      keys.put(Categories.SERVICE_PORT, FlowSql.servicePort(schema));
    }
    if (FlowColumns.hasSides(schema)) {
      keys.put(Categories.DIRECTION, "outgoing");
    }
    for (String name : List.of(Schema.PROTOCOL, Schema.TCP_FLAGS, TOS)) {
      if (schema.has(name)) {
        keys.put(name, Sql.quote(name));
      }
    }
    return keys;
  }

  /**
   * Mean over the pairs that both have of the Frobenius norm of the difference of the tables of
   * shares; each lies in [0, √2]. Ports that are not among {@code services} are one.
   *
   * @return NaN without a pair
   */
  static double distance(Contingency real, Contingency other, Set<String> services) {
    return real.tables.keySet().stream()
        .filter(other.tables::containsKey)
        .mapToDouble(pair -> norm(real.shares(pair, services), other.shares(pair, services)))
        .average()
        .orElse(Double.NaN);
  }

  private Map<String, Double> shares(Pair pair, Set<String> services) {
    Counts counts = tables.get(pair);
    boolean hasService = pair.first().equals(Categories.SERVICE_PORT);
    var shares = new HashMap<String, Double>();
    counts
        .map()
        .forEach(
            (words, n) -> {
              String known = hasService ? known(words, services) : words;
              shares.merge(known, (double) n / counts.total(), Double::sum);
            });
    return shares;
  }

  private static String known(String words, Set<String> services) {
    int end = words.indexOf(BETWEEN);
    String service = words.substring(0, end);
    return service.equals(NONE) || services.contains(service) ? words : words.substring(end);
  }

  private static double norm(Map<String, Double> real, Map<String, Double> other) {
    double squares = 0;
    for (var share : real.entrySet()) {
      double difference = share.getValue() - other.getOrDefault(share.getKey(), 0.0);
      squares += difference * difference;
    }
    for (var share : other.entrySet()) {
      squares += real.containsKey(share.getKey()) ? 0 : share.getValue() * share.getValue();
    }
    return Math.sqrt(squares);
  }
}
