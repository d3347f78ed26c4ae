package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How flows hang together within a host's series, by stable name: {@code reply}, {@code samePeer},
 * {@code seenPeer} are shares of all flows ({@link Steps}); {@code zeroGap} is the share of gaps
 * that are 0; {@code peersPerFlow} is the mean over hosts of distinct peers / flows; {@code
 * bytesAutocorrelation} is Σ (x(t) − m)(x(t−1) − m) / Σ (x(t) − m)² over all hosts' flows, x = ln(1
 * + bytes) and m its mean at the host (lag 1, as Box and Jenkins, Time Series Analysis, 1970,
 * pooled over hosts).
 */
final class Structure {
  private Structure() {}

  static Map<String, Double> measure(Schema schema, Query query) throws IOException {
    var columns = new LinkedHashMap<String, String>();
    boolean sides = FlowSql.hasSides(schema);
    if (sides && FlowSql.hasPorts(schema) && schema.has(Schema.PROTOCOL)) {
      columns.put("reply", "avg(reply::INTEGER)");
    }
    if (sides) {
      columns.put("samePeer", "avg(coalesce(samePeer, false)::INTEGER)");
      columns.put("seenPeer", "avg(seenPeer::INTEGER)");
      columns.put(
          "peersPerFlow",
          "(SELECT avg(peers / n) FROM (SELECT count(*) FILTER (NOT seenPeer) AS peers, count(*) AS"
              + " n FROM steps GROUP BY "
              + FlowSql.HOST
              + "))");
    }
    if (schema.has(Schema.TIME)) {
      columns.put("zeroGap", "count(*) FILTER (gap = 0) / count(gap)");
    }
    if (schema.has(Schema.BYTES)) {
      columns.put(
          "bytesAutocorrelation",
          "sum((x - meanX) * (previousX - meanX)) / sum((x - meanX) * (x - meanX))");
    }
    var measured = new LinkedHashMap<String, Double>();
    if (!columns.isEmpty()) {
      double[] row =
          query.row("SELECT " + String.join(", ", columns.values()) + " FROM " + Steps.TABLE);
      int i = 0;
      for (String name : columns.keySet()) {
        if (Double.isFinite(row[i])) { // 0 / 0: no host has two flows, or all bytes are equal
          measured.put(name, row[i]);
        }
        i++;
      }
    }
    return measured;
  }
}
