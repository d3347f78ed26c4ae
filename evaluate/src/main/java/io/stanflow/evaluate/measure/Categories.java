package io.stanflow.evaluate.measure;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TcpFlags;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The distributions that {@link JensenShannon} compares, by stable name. Those that a schema lacks
 * the attributes for are left out.
 */
public final class Categories {
  public static final String PROTOCOL = "protocol";
  public static final String FLAGS = "tcpFlags";
  static final String PROTOCOL_AND_FLAGS = "protocolAndFlags";
  public static final String SERVICE_PORT = "servicePort";
  static final String SIZE = "size";
  public static final String HOUR = "hourOfDay";

  private static final int PORT_BLOCK = 1024;
  private static final long HOUR_MICROS = 3_600_000_000L;

  private Categories() {}

  /** SQL of the word of a flow, by the name of the distribution. */
  static Map<String, String> words(Schema schema) {
    var words = new LinkedHashMap<String, String>();
    for (Attribute attribute : schema.attributes()) {
      if (attribute instanceof Categorical) {
        words.put(attribute.name(), FlowSql.column(attribute.name()));
      }
    }
    if (schema.has(Schema.TCP_FLAGS)) {
      words.put(FLAGS, flags());
      if (schema.has(Schema.PROTOCOL)) {
        words.put(PROTOCOL_AND_FLAGS, FlowSql.PROTOCOL + " || ' ' || " + flags());
      }
    }
    if (FlowSql.hasSides(schema)) {
      words.put("direction", "CASE WHEN outgoing THEN 'out' ELSE 'in' END");
    }
    if (FlowSql.hasPorts(schema)) {
      addPorts(schema, words);
    }
    if (FlowSql.hasSizes(schema)) {
      words.put(SIZE, "packets || ' packets, ' || bytes || ' bytes'");
      words.put("bytesPerPacket", FlowSql.BYTES_PER_PACKET);
    }
    if (schema.has(Schema.TIME)) {
      words.put(HOUR, "time // " + HOUR_MICROS + " % 24");
    }
    return words;
  }

  private static void addPorts(Schema schema, Map<String, String> words) {
    String service = FlowSql.servicePort(schema);
    words.put(SERVICE_PORT, service);
    if (FlowSql.hasSides(schema)) {
      words.put("localPortBlock", block(schema, FlowSql.LOCAL_PORT));
      words.put("peerPortBlock", block(schema, FlowSql.PEER_PORT));
    }
    if (schema.has(Schema.BYTES)) { // the joint that gives synthetic rows away first
      String doublings = "floor(log2(greatest(bytes, 1)))::INTEGER";
      words.put("serviceAndBytes", "(" + service + ") || ' 2^' || " + doublings);
    }
  }

  private static String block(Schema schema, String port) {
    return FlowSql.ifPorts(schema, port + " // " + PORT_BLOCK);
  }

  /** The letters of {@link TcpFlags}, a dot for each bit not set. */
  private static String flags() {
    var text = new StringBuilder("(");
    String letters = TcpFlags.format(255, 8);
    for (int i = 0; i < 8; i++) {
      text.append(i == 0 ? "" : " || ");
      text.append("CASE WHEN tcpFlags & ").append(128 >> i).append(" <> 0 THEN '");
      text.append(letters.charAt(i)).append("' ELSE '.' END");
    }
    return text.append(")").toString();
  }

  static Map<String, Counts> measure(Schema schema, Query query) throws IOException {
    var counts = new LinkedHashMap<String, Counts>();
    for (var word : words(schema).entrySet()) {
      Counts its = query.counts(word.getValue(), "flows");
      if (!its.isEmpty()) {
        counts.put(word.getKey(), its);
      }
    }
    return counts;
  }
}
