package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;

/**
 * How flows spread over hosts and hours of the clock. Every pair of a host and an hour counts, also
 * those without a flow, but for hours in which no host has one: days far apart are not one span.
 *
 * @param flows of each host in each hour
 * @param ratios of each of these to the mean of its host's hours; a host that runs away has one
 *     hour far above 1
 */
record HostHours(Values flows, Values ratios) {
  /** The measure, or null for a table without time. */
  static HostHours measure(FlowSource source) throws IOException {
    Query query = source.query();
    if (!source.schema().has(Schema.TIME)) {
      return null;
    }
    String host =
        FlowColumns.hasSides(source.schema()) ? FlowSql.HOST : "0 AS host_high, 0 AS host_low";
    query.execute(
        "CREATE OR REPLACE TEMP TABLE host_hours AS WITH cells AS (SELECT %s, time // %d AS hour, count(*) AS n FROM flows GROUP BY ALL) SELECT n, n / sum(n) OVER (PARTITION BY host_high, host_low) AS part FROM cells"
            .formatted(host, Hours.MICROS));
    double[] some =
        query.row("SELECT count(DISTINCT time // %d) FROM flows".formatted(Hours.MICROS));
    long hours = (long) some[0];
    double[] used = query.row("SELECT count(*) FROM host_hours");
    long empty = source.hosts() * hours - (long) used[0];
    String zeros = " UNION ALL SELECT 0, 0 FROM range(" + empty + ")";
    String all = "(SELECT n, part * " + hours + " AS ratio FROM host_hours" + zeros + ")";
    return new HostHours(query.values("n", all), query.values("ratio", all));
  }
}
