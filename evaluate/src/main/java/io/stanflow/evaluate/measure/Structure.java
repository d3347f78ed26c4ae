package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How flows hang together within a host's series, by stable name: {@code reply}, {@code samePeer},
 * {@code seenPeer} are shares of all flows ({@link Steps}); {@code zeroGap} is the share of gaps
 * that are 0; {@code peersPerFlow} is the mean over hosts of distinct peers / flows; {@code
 * burstiness} is the mean over hosts of (σ − μ) / (σ + μ), mean and standard deviation of the
 * host's gaps: −1 for a clock, 0 for a Poisson process, towards 1 for bursts (Goh and Barabási,
 * Burstiness and Memory in Complex Systems, Europhysics Letters 81, 2008).
 */
final class Structure {
  /** Hosts with fewer gaps have no burstiness. */
  private static final int LEAST_GAPS = 10;

  private Structure() {}

  static Map<String, Double> measure(Schema schema, Query query) throws IOException {
    var columns = new LinkedHashMap<String, String>();
    boolean sides = FlowColumns.hasSides(schema);
    if (sides && FlowSql.hasPorts(schema) && schema.has(Schema.PROTOCOL)) {
      columns.put("reply", "avg(reply::INTEGER)");
    }
    if (sides) {
      columns.put("samePeer", "avg(coalesce(samePeer, false)::INTEGER)");
      columns.put("seenPeer", "avg(seenPeer::INTEGER)");
      columns.put(
          "peersPerFlow",
          "(SELECT avg(peers / n) FROM (SELECT count(*) FILTER (WHERE NOT seenPeer) AS peers,"
              + " count(*) AS n FROM steps GROUP BY "
              + FlowSql.HOST
              + "))");
    }
    if (schema.has(Schema.TIME)) {
      columns.put("zeroGap", "count(*) FILTER (WHERE gap = 0) / nullif(count(gap), 0)");
      columns.put("burstiness", burstiness(sides ? " GROUP BY " + FlowSql.HOST : ""));
    }
    var measured = new LinkedHashMap<String, Double>();
    if (!columns.isEmpty()) {
      double[] row =
          query.row("SELECT " + String.join(", ", columns.values()) + " FROM " + Steps.TABLE);
      int i = 0;
      for (String name : columns.keySet()) {
        if (Double.isFinite(row[i])) { // 0 / 0: no host has two flows
          measured.put(name, row[i]);
        }
        i++;
      }
    }
    return measured;
  }

  private static String burstiness(String byHost) {
    return "(SELECT avg((deviation - mean) / nullif(deviation + mean, 0)) FROM (SELECT stddev_pop(gap) AS deviation, avg(gap) AS mean, count(gap) AS n FROM %s%s) WHERE n >= %d AND mean > 0)"
        .formatted(Steps.TABLE, byHost, LEAST_GAPS);
  }
}
