package io.stanflow.io.series;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose flows are whose: SQL that DuckDB and Spark both take, over tables {@code staged}, the flows
 * of a schema with both sides' addresses (as unsigned halves), and {@code busy}.
 */
public final class HostSides {
  /** Rows {@code host_high, host_low, flows} of {@code flows}. */
  public static final String HOSTS =
      "SELECT host_high, host_low, count(*) AS flows FROM flows GROUP BY host_high, host_low";

  /** The source is the host; {@code s} and {@code d} are the sides' rows of {@code busy}. */
  private static final String BUSIER =
      "s.n IS NOT NULL AND (d.n IS NULL OR s.n > d.n OR (s.n = d.n"
          + " AND (s.high < d.high OR (s.high = d.high AND s.low <= d.low))))";

  private static final String SIDES =
      """
      staged t
      LEFT JOIN busy s ON sourceAddress_high = s.high AND sourceAddress_low = s.low
      LEFT JOIN busy d ON destinationAddress_high = d.high AND destinationAddress_low = d.low
      """;

  private final String outgoing;
  private final String some;

  /**
   * Assigns flows.
   *
   * @param host the attribute whose address is the host's; empty for the internal side, the busier
   *     of two
   */
  public HostSides(Schema schema, Optional<String> host) {
    if (!FlowColumns.hasSides(schema)) {
      throw new IllegalArgumentException("flows without addresses have no sides");
    }
    if (host.isPresent()) {
      boolean source = host.get().equals(Schema.SOURCE_ADDRESS);
      outgoing = Boolean.toString(source);
      some = source ? "s.n IS NOT NULL" : "d.n IS NOT NULL";
    } else {
      outgoing = BUSIER;
      some = "s.n IS NOT NULL OR d.n IS NOT NULL";
    }
  }

  /**
   * Rows of {@code busy}: internal addresses {@code high, low} and the number {@code n} of flows.
   */
  public static String busy(List<Cidr> blocks) {
    return """
    SELECT high, low, count(*) AS n FROM (
      SELECT sourceAddress_high AS high, sourceAddress_low AS low FROM staged WHERE %s
      UNION ALL
      SELECT destinationAddress_high, destinationAddress_low FROM staged WHERE %s AND (
        destinationAddress_high <> sourceAddress_high
        OR destinationAddress_low <> sourceAddress_low))
    GROUP BY high, low\
    """
        .formatted(
            InternalNetworks.condition(blocks, "sourceAddress_high", "sourceAddress_low"),
            InternalNetworks.condition(
                blocks, "destinationAddress_high", "destinationAddress_low"));
  }

  /** Flows without a host. */
  public String outside() {
    return "SELECT t.* FROM " + SIDES + "WHERE NOT (" + some + ")";
  }

  /**
   * Each other flow with its host, and seen from it: {@code host_high, host_low, peer_high,
   * peer_low, outgoing} and further columns.
   *
   * @param columns further ones
   * @param made what these use beside those of {@code staged}, which is {@code t}
   */
  public String assigned(String columns, String... made) {
    return seen(
        columns,
        "SELECT t.*, %s%s AS outgoing FROM %s WHERE %s"
            .formatted(
                made.length > 0 ? String.join(", ", made) + ", " : "", outgoing, SIDES, some));
  }

  /**
   * Flows with their hosts, as {@link #assigned} gives them.
   *
   * @param columns further ones
   * @param rows of which these are, and that say which side is the host
   */
  static String seen(String columns, String rows) {
    return """
    SELECT
      CASE WHEN outgoing THEN sourceAddress_high ELSE destinationAddress_high END AS host_high,
      CASE WHEN outgoing THEN sourceAddress_low ELSE destinationAddress_low END AS host_low,
      CASE WHEN outgoing THEN destinationAddress_high ELSE sourceAddress_high END AS peer_high,
      CASE WHEN outgoing THEN destinationAddress_low ELSE sourceAddress_low END AS peer_low,
      outgoing, %s FROM (%s)\
    """
        .formatted(columns, rows);
  }

  /**
   * The canonical order of {@link io.stanflow.flow.Series}, for the flows of one host; attributes
   * it does not name follow.
   *
   * @param place a column that grows along the file: the order of flows without time
   */
  public static String order(Schema schema, String place) {
    if (!schema.has(Schema.TIME)) {
      return place;
    }
    var keys = new LinkedHashSet<String>(List.of(Sql.quote(Schema.TIME), "peer_high", "peer_low"));
    if (schema.has(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT)) {
      keys.add("CASE WHEN outgoing THEN sourcePort ELSE destinationPort END");
      keys.add("CASE WHEN outgoing THEN destinationPort ELSE sourcePort END");
    }
    addPresent(keys, schema, Schema.PROTOCOL);
    keys.add("outgoing");
    addPresent(keys, schema, Schema.DURATION, Schema.PACKETS, Schema.BYTES);
    for (Attribute attribute : schema.attributes()) {
      if (!FlowColumns.isSide(schema, attribute)) {
        keys.addAll(FlowColumns.of(attribute)); // a set: those there stay where they are
      }
    }
    return String.join(", ", keys);
  }

  private static void addPresent(Set<String> keys, Schema schema, String... attributes) {
    for (String attribute : attributes) {
      if (schema.has(attribute)) {
        keys.add(Sql.quote(attribute));
      }
    }
  }
}
