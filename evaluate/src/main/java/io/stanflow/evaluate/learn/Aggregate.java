package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowSql;
import io.stanflow.evaluate.measure.Steps;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flows taken together, one row of features for each group: what no single flow shows. Hosts that
 * one peer meets, a host's volume and rhythm, the mix of twenty flows.
 */
enum Aggregate {
  /** All flows of one peer in one minute of the clock. */
  PEER_MINUTE(FlowSql.PEER + ", time // 60000000", 1),

  /** All flows of one host in one hour of the clock. */
  HOST_HOUR(FlowSql.HOST + ", time // 3600000000", 1),

  /** Twenty consecutive flows of a host. */
  RUN_OF_TWENTY(FlowSql.HOST + ", number // 20", 20);

  private static final int MOST = 20_000;
  private final String keys;
  private final int fewest;

  Aggregate(String keys, int fewest) {
    this.keys = keys;
    this.fewest = fewest;
  }

  /**
   * Groups of a file.
   *
   * @param names of the features
   */
  record Groups(List<String> names, Matrix rows) {}

  /**
   * Draws groups without replacement.
   *
   * @param schema of the real file, whose attributes the file has
   * @return empty where flows have no time or no sides
   */
  Optional<Groups> draw(FlowSource source, Schema schema, long seed) throws IOException {
    if (!schema.has(Schema.TIME) || !FlowColumns.hasSides(schema)) {
      return Optional.empty();
    }
    Map<String, String> features = features(schema);
    float[] values =
        source
            .query()
            .floats(
                """
                WITH related AS (
                  SELECT f.*, s.gap, s.samePeer,
                    row_number() OVER (PARTITION BY %1$s ORDER BY f.rowid) - 1 AS number
                  FROM flows f JOIN (SELECT place, gap, samePeer FROM %2$s) s ON s.place = f.rowid)
                SELECT %3$s FROM related GROUP BY %4$s HAVING count(*) >= %5$d
                ORDER BY hash(%4$s, %6$d) LIMIT %7$d\
                """
                    .formatted(
                        FlowSql.HOST.replace("host", "f.host"),
                        Steps.TABLE,
                        String.join(", ", features.values()),
                        keys,
                        fewest,
                        seed,
                        MOST));
    int columns = features.size();
    return Optional.of(
        new Groups(
            List.copyOf(features.keySet()), new Matrix(values, values.length / columns, columns)));
  }

  private Map<String, String> features(Schema schema) {
    var features = new LinkedHashMap<String, String>();
    if (this != RUN_OF_TWENTY) {
      features.put("flows", "ln(count(*))");
    }
    features.put("span", "ln(1 + (max(time) - min(time)) / 1e6)");
    features.put("outgoing", "avg(outgoing::INTEGER)");
    if (this == PEER_MINUTE) {
      features.put("hosts", "ln(count(DISTINCT hash(" + FlowSql.HOST + ")))");
    } else {
      features.put("peers", "ln(count(DISTINCT hash(" + FlowSql.PEER + ")))");
      features.put("samePeer", "avg(samePeer::INTEGER)");
      features.put("zeroGap", "avg((gap = 0)::INTEGER)");
      features.put("commonGap", "ln(1 + mode(gap) FILTER (gap > 0) / 1e3)");
      features.put("longestGap", "ln(1 + max(gap) / 1e3)");
    }
    addPorts(schema, features);
    for (String size : List.of(Schema.BYTES, Schema.PACKETS, Schema.DURATION)) {
      if (schema.has(size)) {
        features.put(size, "avg(ln(1 + " + size + "))");
        features.put("largest " + size, "max(ln(1 + " + size + "))");
        features.put("distinct " + size, "count(DISTINCT " + size + ") / count(*)");
      }
    }
    if (schema.has(Schema.PROTOCOL)) {
      for (String word : List.of("TCP", "UDP", "ICMP")) {
        features.put("protocol " + word, "avg((protocol::VARCHAR = '" + word + "')::INTEGER)");
      }
    }
    features.replaceAll((name, sql) -> "(" + sql + ")::FLOAT");
    return features;
  }

  private static void addPorts(Schema schema, Map<String, String> features) {
    if (!FlowSql.hasPorts(schema)) {
      return;
    }
    String service = FlowSql.servicePort(schema);
    features.put("localPorts", "ln(count(DISTINCT " + FlowSql.LOCAL_PORT + "))");
    features.put("peerPorts", "ln(count(DISTINCT " + FlowSql.PEER_PORT + "))");
    features.put("services", "ln(1 + count(DISTINCT " + service + "))");
    features.put("smallest service", "min(" + service + ")");
    features.put(
        "widest localPort", "max(" + FlowSql.LOCAL_PORT + ") - min(" + FlowSql.LOCAL_PORT + ")");
  }
}
