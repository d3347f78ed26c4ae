package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;

/**
 * How flows spread over hosts and hours of the clock. Every pair of a host and an hour counts, also
 * those without a flow, but for hours in which no host has one: days far apart are not one span.
 * The first and the last hour count if the flows cover most of them, or if there are no others.
 *
 * @param flows of each host in each hour
 * @param ratios of each of these to the mean of its host's hours; a host that runs away has one
 *     hour far above 1
 */
record HostHours(Values flows, Values ratios) {
  /** Share of an hour that the flows must cover. */
  private static final double MOST_OF_IT = 0.9;

  /** The hours that count, as a subquery with their numbers since the epoch as {@code hour}. */
  static String counted() {
    return """
    (WITH
      span AS (SELECT min(time) AS first, max(time) AS last FROM flows),
      hours AS (SELECT DISTINCT %3$s AS hour FROM flows),
      whole AS (SELECT hour FROM hours, span WHERE
        least(last, (hour + 1) * %1$d) - greatest(first, hour * %1$d) >= %2$s * %1$d)
    SELECT hour FROM whole UNION ALL
      (SELECT hour FROM hours WHERE NOT EXISTS (SELECT hour FROM whole)))\
    """
        .formatted(Hours.MICROS, MOST_OF_IT, FlowSql.span(Hours.MICROS));
  }

  /** The measure, or null for a table without time. */
  static HostHours measure(Measurable source) throws IOException {
    Query query = source.query();
    if (!source.schema().has(Schema.TIME)) {
      return null;
    }
    String host =
        FlowColumns.hasSides(source.schema()) ? FlowSql.HOST : "0 AS host_high, 0 AS host_low";
    query.table(
        "host_hours",
        """
        WITH cells AS (SELECT %2$s, %1$s AS hour, count(*) AS n FROM flows GROUP BY ALL)
        SELECT hour, n, n / sum(n) OVER (PARTITION BY host_high, host_low) AS part
          FROM cells SEMI JOIN %3$s AS counted USING (hour)\
        """
            .formatted(FlowSql.span(Hours.MICROS), host, counted()));
    long hours = (long) query.row("SELECT count(DISTINCT hour) FROM host_hours")[0];
    double[] used = query.row("SELECT count(*) FROM host_hours");
    long empty = source.hosts() * hours - (long) used[0];
    String zeros = " UNION ALL SELECT 0, 0 FROM range(" + empty + ")";
    String all = "(SELECT n, part * " + hours + " AS ratio FROM host_hours" + zeros + ")";
    return new HostHours(query.values("n", all), query.values("ratio", all));
  }
}
