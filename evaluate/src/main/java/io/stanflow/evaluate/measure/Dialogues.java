package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.Map;

/**
 * What goes on between a host and one peer: whether flows keep time, as beacons, polls and
 * keep-alives do, how many services a peer is there for, and what each service carries.
 */
final class Dialogues {
  /** Flows of a host, a peer, a service and a direction that are a series. */
  private static final int LEAST_FLOWS = 12;

  /** Median gap of a series that can keep time, µs: below it whole seconds are too coarse. */
  private static final int LEAST_GAP = 10_000_000;

  /** How far a gap that keeps time is from the median: a part of it, or µs. */
  private static final double PART = 0.02;

  private static final int MICROS = 1_000_000;

  /** Share of a periodic series' gaps that keep time. */
  private static final double KEPT = 0.8;

  /** Flows of a host and a peer that tell what the peer is to it. */
  private static final int LEAST_TOGETHER = 10;

  private Dialogues() {}

  /**
   * Adds {@code periodicSeries}, {@code periodicFlows}, {@code oneServicePairs}, {@code
   * bytesPerHour} and the words {@code bytesOfServices}, as far as the schema has what they need.
   *
   * @param schema with time
   */
  static void measure(
      Schema schema, Query query, Map<String, Double> measures, Map<String, Counts> categories)
      throws IOException {
    if (schema.has(Schema.BYTES)) {
      double[] bytes =
          query.row(
              "SELECT sum(bytes::DOUBLE) / count(DISTINCT %s) FROM flows"
                  .formatted(FlowSql.span(Hours.MICROS)));
      measures.put("bytesPerHour", bytes[0]);
    }
    if (!Services.has(schema)) {
      return;
    }
    Word service = Services.word(schema, FlowSql.EITHER_PORT);
    if (schema.has(Schema.BYTES)) {
      categories.put("bytesOfServices", query.sums(service, "bytes", "flows"));
    }
    if (FlowColumns.hasSides(schema)) {
      String key = String.join(", ", service.keys());
      periods(query, key, measures);
      double[] one =
          query.row(
              "SELECT avg((services = 1)::INTEGER) FROM (SELECT count(DISTINCT %s) AS services FROM flows GROUP BY %s, %s HAVING count(*) >= %d)"
                  .formatted(FlowSql.key(key), FlowSql.HOST, FlowSql.PEER, LEAST_TOGETHER));
      measures.put("oneServicePairs", one[0]);
    }
  }

  private static void periods(Query query, String service, Map<String, Double> measures)
      throws IOException {
    double[] shares =
        query.row(
            """
            WITH keyed AS (SELECT %1$s AS series, time FROM flows),
              gaps AS (SELECT series, time - lag(time) OVER (PARTITION BY series ORDER BY time) AS gap,
                count(*) OVER (PARTITION BY series) AS n FROM keyed QUALIFY n >= %2$d),
              middles AS (SELECT series, median(gap) AS middle FROM gaps GROUP BY series
                HAVING middle >= %3$d),
              kept AS (SELECT any_value(n) AS n,
                avg((abs(gap - middle) <= greatest(%4$s * middle, %5$d))::INTEGER) >= %6$s AS periodic
                FROM gaps JOIN middles USING (series) WHERE gap IS NOT NULL GROUP BY series)
            SELECT avg(periodic::INTEGER),
              coalesce(sum(n) FILTER (WHERE periodic), 0) / (SELECT count(*) FROM flows) FROM kept\
            """
                .formatted(
                    FlowSql.key(FlowSql.HOST, FlowSql.PEER, "outgoing", service),
                    LEAST_FLOWS,
                    LEAST_GAP,
                    PART,
                    MICROS,
                    KEPT));
    measures.put("periodicSeries", shares[0]);
    measures.put("periodicFlows", shares[1]);
  }
}
