package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What hosts are like, each counted once: whether there are as many busy and quiet ones, servers
 * and clients, jacks of all trades and specialists. A generator of mean hosts has the flows of the
 * network right and none of these.
 */
final class HostTraits {
  private HostTraits() {}

  /** Over hosts: see docs/metrics.md for each by its name; none for a table without sides. */
  static Map<String, Values> measure(Measurable source) throws IOException {
    Schema schema = source.schema();
    var traits = new LinkedHashMap<String, Values>();
    if (!FlowColumns.hasSides(schema)) {
      return traits;
    }
    Query query = source.query();
    traits.put("flows", query.values("x", of("count(*)")));
    if (schema.has(Schema.TIME)) {
      traits.put(
          "hours", query.values("x", of("count(DISTINCT " + FlowSql.span(Hours.MICROS) + ")")));
    }
    traits.put("outgoing", query.values("x", of("avg(outgoing::INTEGER)")));
    parts(query, FlowSql.PEER, "peers", "topPeer", traits);
    if (Services.has(schema)) {
      String service = String.join(", ", Services.word(schema, FlowSql.EITHER_PORT).keys());
      parts(query, service, "services", "topService", traits);
    }
    return traits;
  }

  private static String of(String aggregate) {
    return "(SELECT " + aggregate + " AS x FROM flows GROUP BY " + FlowSql.HOST + ")";
  }

  /** How many parts each host's flows are of, and what share the largest has. */
  private static void parts(
      Query query, String key, String number, String largest, Map<String, Values> traits)
      throws IOException {
    query.table(
        "host_parts",
        """
        SELECT count(*) AS parts, max(n) / sum(n) AS largest
          FROM (SELECT %1$s, count(*) AS n FROM flows GROUP BY %1$s, %2$s)
          GROUP BY %1$s\
        """
            .formatted(FlowSql.HOST, FlowSql.key(key)));
    traits.put(number, query.values("parts", "host_parts"));
    traits.put(largest, query.values("largest", "host_parts"));
  }
}
