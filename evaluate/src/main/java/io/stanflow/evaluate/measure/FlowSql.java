package io.stanflow.evaluate.measure;

import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SQL over the columns of {@link io.stanflow.io.DuckTable#sql} for what metrics ask of a flow. */
public final class FlowSql {
  public static final String HOST = "host_high, host_low";
  public static final String PEER = "peer_high, peer_low";
  static final String PROTOCOL = "protocol::VARCHAR";
  public static final String HAS_PORTS = PROTOCOL + " IN " + keywords(Protocol::hasPorts);
  static final String IS_ICMP = PROTOCOL + " IN " + keywords(Protocol::isIcmp);
  public static final String LOCAL_PORT =
      "(CASE WHEN outgoing THEN sourcePort ELSE destinationPort END)";
  public static final String PEER_PORT =
      "(CASE WHEN outgoing THEN destinationPort ELSE sourcePort END)";
  public static final String BYTES_PER_PACKET = "bytes / packets"; // a DOUBLE; packets are never 0

  private FlowSql() {}

  /** Whether flows have a host and a peer. */
  public static boolean hasSides(Schema schema) {
    return schema.has(Schema.SOURCE_ADDRESS) && schema.has(Schema.DESTINATION_ADDRESS);
  }

  public static boolean hasPorts(Schema schema) {
    return schema.has(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT);
  }

  public static boolean hasSizes(Schema schema) {
    return schema.has(Schema.PACKETS) && schema.has(Schema.BYTES);
  }

  /** The value, or null for protocols without ports. */
  public static String ifPorts(Schema schema, String value) {
    return schema.has(Schema.PROTOCOL)
        ? "CASE WHEN " + HAS_PORTS + " THEN " + value + " END"
        : value;
  }

  /** The port that names the service: the smaller one; null for protocols without ports. */
  public static String servicePort(Schema schema) {
    return ifPorts(schema, "least(sourcePort, destinationPort)");
  }

  /** The column of an attribute. */
  public static String column(String attribute) {
    return '"' + attribute.replace("\"", "\"\"") + '"';
  }

  private static String keywords(Predicate<String> which) {
    return IntStream.range(0, 256)
        .mapToObj(Protocol::ofNumber)
        .filter(which)
        .collect(Collectors.joining("', '", "('", "')"));
  }
}
