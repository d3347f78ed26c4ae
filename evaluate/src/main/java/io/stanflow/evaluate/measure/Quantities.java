package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers that {@link Wasserstein} and {@link KolmogorovSmirnov} compare, by stable name. Times
 * are in milliseconds, the finest unit that NetFlow v5 and v9 state, so that ln(1 + x) begins to
 * bend there.
 */
final class Quantities {
  static final String GAP = "gapMillis";

  private Quantities() {}

  static Map<String, Values> measure(Schema schema, Query query) throws IOException {
    var values = new LinkedHashMap<String, Values>();
    if (schema.has(Schema.BYTES)) {
      values.put("bytes", query.values("bytes", "flows"));
    }
    if (schema.has(Schema.PACKETS)) {
      values.put("packets", query.values("packets", "flows"));
    }
    if (FlowSql.hasSizes(schema)) {
      values.put("bytesPerPacket", query.values(FlowSql.BYTES_PER_PACKET, "flows"));
    }
    if (schema.has(Schema.DURATION)) {
      values.put("durationMillis", query.values("duration / 1000", "flows"));
    }
    if (schema.has(Schema.TIME)) {
      values.put(GAP, query.values("gap / 1000", Steps.TABLE));
    }
    if (FlowColumns.hasSides(schema) && schema.has(Schema.TIME)) {
      values.put("peersPerHostHour", query.values("n", peersPerHostHour()));
    }
    if (FlowColumns.hasSides(schema) && schema.has(Schema.BYTES)) {
      values.put("bytesPerPeer", query.values("n", perPeer("sum(bytes)")));
    }
    values.values().removeIf(Values::isEmpty);
    return values;
  }

  /** Distinct peers of each host in each hour in which it has a flow, of the hours that count. */
  private static String peersPerHostHour() {
    return "(SELECT count(*) AS n FROM (SELECT DISTINCT %1$s, %2$s, %3$s AS hour FROM flows) SEMI JOIN %4$s AS counted USING (hour) GROUP BY %1$s, hour)"
        .formatted(FlowSql.HOST, FlowSql.PEER, FlowSql.span(Hours.MICROS), HostHours.counted());
  }

  /** An aggregate {@code n} of the flows of each peer address. */
  static String perPeer(String aggregate) {
    return "(SELECT %s AS n FROM flows GROUP BY %s)".formatted(aggregate, FlowSql.PEER);
  }
}
