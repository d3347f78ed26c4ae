package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The flows of a file as those of one network: where they lie in the minute and the hour, how many
 * hosts one peer meets at a time, who has how many partners and what for, how even the total is
 * over time, what groups hosts form, what goes on inside. See docs/metrics.md for each by its name.
 *
 * @param measures by stable name
 * @param distributions compared as such: of times {@code secondOfMinute}, {@code minuteOfHour},
 *     {@code secondOfHour}; of degrees {@code peersOfHost}, {@code hostsOfPeer}, {@code
 *     internalPeersOfHost}
 * @param categories compared as such: {@code sweepServices}, {@code internalServices}, {@code
 *     bytesOfServices}; empty ones too
 * @param timeline the flows of each minute, from the first one on
 * @param services by service the flows of each {@link Plots.Times#together} minutes of the timeline
 */
record NetworkStatistics(
    Map<String, Double> measures,
    Map<String, Values> distributions,
    Map<String, Counts> categories,
    List<Double> timeline,
    Map<String, List<Double>> services) {
  private static final int SECOND = 1_000_000;
  private static final int MINUTE = 60 * SECOND;

  /** Spans in which one peer's hosts are counted, µs, by their names. */
  private static final Map<String, Integer> SPANS = spans();

  private static final int[] MEETS = {2, 3, 5, 10, 20, 50};

  /** Measures that are shares or of their scale, beside those whose names say so. */
  private static final Set<String> SHARES =
      Set.of(
          "hurst",
          "modularity",
          "largestCommunity",
          "internalPeersAreHosts",
          "periodicSeries",
          "periodicFlows");

  /** Most minutes of the timeline: eight weeks. */
  private static final int MOST_MINUTES = 80_640;

  private static Map<String, Integer> spans() {
    var spans = new LinkedHashMap<String, Integer>();
    spans.put("1s", SECOND);
    spans.put("10s", 10 * SECOND);
    spans.put("1m", MINUTE);
    return Collections.unmodifiableMap(spans);
  }

  /** The measures, or null for a table without time. */
  static NetworkStatistics measure(Measurable source) throws IOException {
    Schema schema = source.schema();
    if (!schema.has(Schema.TIME)) {
      return null;
    }
    Query query = source.query();
    var measures = new LinkedHashMap<String, Double>();
    var distributions = new LinkedHashMap<String, Values>();
    var categories = new LinkedHashMap<String, Counts>();
    times(query, measures, distributions);
    Totals.measure(query, measures);
    Dialogues.measure(schema, query, measures, categories);
    if (FlowColumns.hasSides(schema)) {
      fanOut(query, measures);
      if (FlowSql.hasPorts(schema)) {
        scans(query, measures);
      }
      partners(query, measures, distributions);
      Communities.measure(query, measures);
      InternalPeers.measure(source, measures, distributions, categories);
      if (Services.has(schema)) {
        categories.put(Services.OF_SWEEPS, Services.ofSweeps(schema, query));
      }
    }
    measures.values().removeIf(value -> !Double.isFinite(value));
    List<Double> timeline = timeline(query);
    int minutes = timeline.size();
    return new NetworkStatistics(
        measures,
        distributions,
        categories,
        timeline,
        Services.overTime(schema, query, minutes, Plots.Times.together(minutes)));
  }

  private static void times(
      Query query, Map<String, Double> measures, Map<String, Values> distributions)
      throws IOException {
    distributions.put("secondOfMinute", query.values(FlowSql.span(SECOND) + " % 60", "flows"));
    distributions.put("minuteOfHour", query.values(FlowSql.span(MINUTE) + " % 60", "flows"));
    Values seconds = query.values(FlowSql.span(SECOND) + " % 3600", "flows");
    distributions.put("secondOfHour", seconds);
    double[] shares =
        query.row(
            "SELECT avg((m = 0)::INTEGER), avg((m = 59)::INTEGER), avg((s = 3599)::INTEGER) FROM"
                + " (SELECT %s %% 60 AS m, %s %% 3600 AS s FROM flows)"
                    .formatted(FlowSql.span(MINUTE), FlowSql.span(SECOND)));
    measures.put("firstMinuteOfHour", shares[0]);
    measures.put("lastMinuteOfHour", shares[1]);
    measures.put("lastSecondOfHour", shares[2]);
    long most = 0;
    for (int i = 0; i < seconds.distinct(); i++) {
      most = Math.max(most, seconds.count(i));
    }
    measures.put("mostInASecondOfHour", (double) most / seconds.total());
  }

  /** Shares of flows whose peer meets so many hosts or more in the same span. */
  private static void fanOut(Query query, Map<String, Double> measures) throws IOException {
    for (Map.Entry<String, Integer> span : SPANS.entrySet()) {
      var columns = new ArrayList<String>();
      for (int hosts : MEETS) {
        columns.add("sum(n) FILTER (WHERE hosts >= " + hosts + ")");
      }
      double[] row =
          query.row(
              "SELECT sum(n), max(hosts), %s FROM (SELECT count(*) AS n, count(DISTINCT %s) AS hosts FROM flows GROUP BY %s, %s)"
                  .formatted(
                      String.join(", ", columns),
                      FlowSql.key(FlowSql.HOST),
                      FlowSql.span(span.getValue()),
                      FlowSql.PEER));
      for (int i = 0; i < MEETS.length; i++) {
        double share = Double.isNaN(row[i + 2]) ? 0 : row[i + 2] / row[0];
        measures.put("fanOut." + span.getKey() + "." + MEETS[i], share);
      }
      measures.put("mostHostsOfAPeer." + span.getKey(), row[1]);
    }
  }

  /** Peers that meet 20 hosts or more by one port within 10 minutes, per hour. */
  private static void scans(Query query, Map<String, Double> measures) throws IOException {
    double[] row =
        query.row(
            "SELECT count(*) FILTER (WHERE hosts >= 20), (SELECT count(DISTINCT %s) FROM flows) FROM (SELECT count(DISTINCT %s) AS hosts FROM flows WHERE NOT outgoing GROUP BY %s, %s, destinationPort)"
                .formatted(
                    FlowSql.span(Hours.MICROS),
                    FlowSql.key(FlowSql.HOST),
                    FlowSql.span(10L * MINUTE),
                    FlowSql.PEER));
    measures.put("scansPerHour", row[0] / row[1]);
  }

  private static void partners(
      Query query, Map<String, Double> measures, Map<String, Values> distributions)
      throws IOException {
    distributions.put("peersOfHost", query.values("n", degrees(FlowSql.HOST, FlowSql.PEER)));
    distributions.put("hostsOfPeer", query.values("n", degrees(FlowSql.PEER, FlowSql.HOST)));
    double[] pairs =
        query.row(
            "SELECT avg((ways = 2)::INTEGER), sum(n) FILTER (WHERE n > 1) / sum(n) FROM (SELECT count(*) AS n, count(DISTINCT outgoing) AS ways FROM flows GROUP BY %s, %s)"
                .formatted(FlowSql.HOST, FlowSql.PEER));
    measures.put("reciprocalPairs", pairs[0]);
    measures.put("repeatedPairs", Double.isNaN(pairs[1]) ? 0 : pairs[1]);
    measures.put("hostCorrelation", Totals.correlation(query));
  }

  /** How many partners each of {@code of} has. */
  private static String degrees(String of, String partner) {
    return "(SELECT count(DISTINCT %s) AS n FROM flows GROUP BY %s)"
        .formatted(FlowSql.key(partner), of);
  }

  private static List<Double> timeline(Query query) throws IOException {
    double[] span =
        query.row("SELECT min(%1$s), max(%1$s) FROM flows".formatted(FlowSql.span(MINUTE)));
    int minutes = (int) Math.min(MOST_MINUTES, span[1] - span[0] + 1);
    var flows = new ArrayList<>(Collections.nCopies(minutes, 0.0));
    query.forEach(
        "SELECT %s - %d AS minute, count(*) FROM flows GROUP BY ALL"
            .formatted(FlowSql.span(MINUTE), (long) span[0]),
        row -> {
          if (row.number(0) < minutes) {
            flows.set((int) row.number(0), row.real(1));
          }
        });
    return flows;
  }

  /**
   * Distances of what both have, in [0, 1]: Kolmogorov-Smirnov of distributions, Jensen-Shannon of
   * words, else |a − b| or 1 − min(a / b, b / a).
   */
  static Map<String, Double> distances(NetworkStatistics real, NetworkStatistics other) {
    var distances = new LinkedHashMap<String, Double>();
    real.distributions.forEach(
        (name, values) -> {
          Values others = other.distributions.get(name);
          if (others != null) {
            distances.put("ks." + name, KolmogorovSmirnov.distance(values, others));
          }
        });
    real.categories.forEach(
        (name, counts) -> {
          Counts others = other.categories.get(name);
          if (others != null && !counts.isEmpty()) {
            distances.put(
                "jsd." + name, others.isEmpty() ? 1 : JensenShannon.divergence(counts, others));
          }
        });
    real.measures.forEach(
        (name, value) -> {
          Double others = other.measures.get(name);
          if (others != null && isShare(name)) {
            distances.put("diff." + name, Math.abs(value - others));
          } else if (others != null && Math.min(value, others) >= 0 && value + others > 0) {
            distances.put("ratio." + name, 1 - Math.min(value, others) / Math.max(value, others));
          }
        });
    return distances;
  }

  private static boolean isShare(String name) {
    return name.startsWith("fanOut.")
        || name.endsWith("OfHour")
        || name.endsWith("Pairs")
        || name.endsWith("Share")
        || name.endsWith("Correlation")
        || SHARES.contains(name);
  }
}
