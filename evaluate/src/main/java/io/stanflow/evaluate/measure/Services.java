package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What flows are about: the protocol and the port that names the service, such as {@code TCP 80},
 * or the protocol alone where it has no ports, such as {@code ICMP}.
 */
final class Services {
  /** Of incoming flows in a sweep, see {@link #ofSweeps}. */
  static final String OF_SWEEPS = "sweepServices";

  /** Hosts that a peer meets in the same minute when it sweeps the network. */
  private static final int SWEPT = 10;

  /** Services of fewer of a file's flows are not told apart over time. */
  private static final double LEAST_SHARE = 0.001;

  private static final long MINUTE = 60_000_000; // µs

  private Services() {}

  /** Whether flows have services. */
  static boolean has(Schema schema) {
    return schema.has(Schema.PROTOCOL) || FlowSql.hasPorts(schema);
  }

  /**
   * The word of a flow's service.
   *
   * @param port that names it
   */
  static Word word(Schema schema, String port) {
    if (!FlowSql.hasPorts(schema)) {
      return Word.of("protocol");
    } else if (!schema.has(Schema.PROTOCOL)) {
      return Word.of(port);
    }
    return new Word(
        List.of("protocol", FlowSql.ifPorts(schema, port)), "a || coalesce(' ' || b, '')");
  }

  /**
   * How often each service is asked for by sweeps: by the destination port, of the incoming flows
   * whose peer meets at least ten hosts in the same minute.
   *
   * @param schema with services, sides and time
   * @return empty if there are none
   */
  static Counts ofSweeps(Schema schema, Query query) throws IOException {
    String sweeps =
        "SELECT %s, %s FROM flows GROUP BY ALL HAVING count(DISTINCT %s) >= %d"
            .formatted(FlowSql.span(MINUTE), FlowSql.PEER, FlowSql.key(FlowSql.HOST), SWEPT);
    return query.counts(
        word(schema, Schema.DESTINATION_PORT),
        "(SELECT * FROM flows WHERE NOT outgoing AND (%s, %s) IN (%s))"
            .formatted(FlowSql.span(MINUTE), FlowSql.PEER, sweeps));
  }

  /**
   * Flows of each service over the file, the most frequent first; of services that at least one in
   * a thousand flows is of.
   *
   * @param minutes that are looked at, from the first flow's on
   * @param together how many minutes each number is of
   */
  static Map<String, List<Double>> overTime(Schema schema, Query query, int minutes, int together)
      throws IOException {
    if (!has(schema)) {
      return Map.of();
    }
    double[] first = query.row("SELECT min(%s) FROM flows".formatted(FlowSql.span(MINUTE)));
    String bin = FlowSql.whole(FlowSql.span(MINUTE) + " - " + (long) first[0], together);
    int bins = (minutes + together - 1) / together;
    var services = new LinkedHashMap<String, List<Double>>();
    query.forEach(
        """
        SELECT word, part, n FROM (
          SELECT *, sum(n) OVER (PARTITION BY word) AS flows, sum(n) OVER () AS every FROM (%s))
        WHERE flows >= %s * every ORDER BY flows DESC, word\
        """
            .formatted(word(schema, FlowSql.EITHER_PORT).query("flows", bin), LEAST_SHARE),
        row -> {
          List<Double> flows =
              services.computeIfAbsent(row.text(0), service -> Arrays.asList(zeros(bins)));
          if (row.number(1) < bins) {
            flows.set((int) row.number(1), row.real(2));
          }
        });
    return Collections.unmodifiableMap(services);
  }

  private static Double[] zeros(int size) {
    var zeros = new Double[size];
    Arrays.fill(zeros, 0.0);
    return zeros;
  }
}
