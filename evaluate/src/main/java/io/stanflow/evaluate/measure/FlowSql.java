package io.stanflow.evaluate.measure;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TcpFlags;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL over the columns of {@link io.stanflow.io.series.DuckTable#sql} for what metrics ask of a
 * flow.
 */
public final class FlowSql {
  public static final String HOST = "host_high, host_low";
  public static final String PEER = "peer_high, peer_low";

  /** The port that names the service: the smaller one. */
  static final String EITHER_PORT = "least(sourcePort, destinationPort)";

  static final String PROTOCOL = "protocol::STRING";
  public static final String HAS_PORTS = PROTOCOL + " IN " + keywords(Protocol::hasPorts);
  static final String IS_ICMP = PROTOCOL + " IN " + keywords(Protocol::isIcmp);
  public static final String LOCAL_PORT =
      "(CASE WHEN outgoing THEN sourcePort ELSE destinationPort END)";
  public static final String PEER_PORT =
      "(CASE WHEN outgoing THEN destinationPort ELSE sourcePort END)";

  /** A DOUBLE; of a flow without packets its bytes, as a rule 0. */
  public static final String BYTES_PER_PACKET = "bytes / greatest(packets, 1)";

  private FlowSql() {}

  /** Whether flows have the ports of both sides. */
  public static boolean hasPorts(Schema schema) {
    return schema.has(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT);
  }

  /** Whether flows have packets and bytes. */
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
    return ifPorts(schema, EITHER_PORT);
  }

  /**
   * The exponent of the largest power of 2 that {@code count} is not below; of 0 it is 0. The half
   * keeps clear of the exponents that rounding could miss: no count up to 2^44 comes near.
   */
  static String doublings(String count) {
    return "floor(log2(greatest(" + count + ", 1) + 0.5e0))::INTEGER";
  }

  /**
   * How many whole {@code units} are in {@code number}; exact below 2^53.
   *
   * @param number of whole numbers, at least 0
   */
  static String whole(String number, long units) {
    return "floor((%s) / %d)::BIGINT".formatted(number, units);
  }

  /** The number of the span of time that a flow is recorded in, counted from the epoch. */
  static String span(long micros) {
    return whole(Schema.TIME, micros);
  }

  /** 64 bits that tell values apart. */
  static String key(String... values) {
    return "xxhash64(" + String.join(", ", values) + ")";
  }

  /** The letters of {@link TcpFlags} for these bits, a dot for each bit not set. */
  static String flags(String bits) {
    var text = new StringBuilder("(");
    String letters = TcpFlags.format(255, 8);
    for (int i = 0; i < 8; i++) {
      text.append(i == 0 ? "" : " || ");
      text.append("CASE WHEN (").append(bits).append(") & ").append(128 >> i);
      text.append(" <> 0 THEN '").append(letters.charAt(i)).append("' ELSE '.' END");
    }
    return text.append(")").toString();
  }

  /** Whether the address of {@code side}, host or peer, is in the block. */
  static String within(String side, Cidr block) {
    Address first = block.network();
    Address last = block.withHost(-1, -1);
    return "(%1$s_high BETWEEN %2$s AND %3$s AND (%1$s_high > %2$s OR %1$s_low >= %4$s) AND (%1$s_high < %3$s OR %1$s_low <= %5$s))"
        .formatted(
            side,
            Long.toUnsignedString(first.high()),
            Long.toUnsignedString(last.high()),
            Long.toUnsignedString(first.low()),
            Long.toUnsignedString(last.low()));
  }

  private static String keywords(Predicate<String> which) {
    return IntStream.range(0, 256)
        .mapToObj(Protocol::ofNumber)
        .filter(which)
        .collect(Collectors.joining("', '", "('", "')"));
  }
}
