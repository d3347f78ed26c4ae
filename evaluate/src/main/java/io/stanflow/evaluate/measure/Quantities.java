package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers that {@link Wasserstein} compares, by stable name. Times are in milliseconds, the
 * finest unit that NetFlow v5 and v9 state, so that ln(1 + x) begins to bend there.
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
    values.values().removeIf(Values::isEmpty);
    return values;
  }
}
