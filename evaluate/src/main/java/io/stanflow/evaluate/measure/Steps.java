package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a flow is to the flows before it in its host's series, in the canonical order of {@link
 * io.stanflow.flow.Series} for every file alike. It becomes the temporary table {@link #TABLE}, of
 * which a schema has those columns that it can: {@code gap} (µs since the host's previous flow is
 * recorded), {@code samePeer} (as the previous flow), {@code seenPeer} (in any earlier flow),
 * {@code reply} (to one of the last flows), {@code x} (ln(1 + bytes)), {@code previousX} and {@code
 * meanX} (the host's mean), {@code outgoing}, {@code packets}, {@code duration}, {@code protocol}
 * and {@code kind} (a code of direction and flags: bit 0 is {@code outgoing}, the next are the
 * flags), and {@code previousProtocol} and {@code previousKind}. {@code gap}, {@code samePeer} and
 * what begins with {@code previous} are null of a first flow.
 */
public final class Steps {
  public static final String TABLE = "steps";

  /** A reply comes within this many flows. */
  private static final int LOOK_BACK = 5;

  /** Of equal values exactly that value, so that they do not vary by rounding. */
  private static final String MEAN_X =
      "CASE WHEN min(x) OVER host = max(x) OVER host THEN x ELSE avg(x) OVER host END AS meanX";

  private Steps() {}

  /** Whether there are kinds and protocols. */
  static boolean haveKinds(Schema schema) {
    return FlowColumns.hasSides(schema)
        && schema.has(Schema.PROTOCOL)
        && schema.has(Schema.TCP_FLAGS);
  }

  /**
   * Creates the table.
   *
   * @param flows table of the flows
   * @param steps its name
   */
  public static void create(Schema schema, Query query, String flows, String steps)
      throws IOException {
    boolean sides = FlowColumns.hasSides(schema);
    var inner = new ArrayList<String>(List.of("rowid AS place"));
    var outer = new ArrayList<String>();
    if (sides) {
      inner.addAll(List.of(FlowSql.HOST, FlowSql.key(FlowSql.PEER) + " AS peer", "outgoing"));
      outer.addAll(List.of(FlowSql.HOST, "outgoing"));
      outer.add("peer = lag(peer) OVER series AS samePeer");
      outer.add(
          "row_number() OVER (PARTITION BY host_high, host_low, peer ORDER BY place) > 1"
              + " AS seenPeer");
    }
    if (sides && FlowSql.hasPorts(schema) && schema.has(Schema.PROTOCOL)) {
      String connection =
          FlowSql.key(FlowSql.PEER, FlowSql.LOCAL_PORT, FlowSql.PEER_PORT, Schema.PROTOCOL);
      inner.add(connection + " AS connection");
      outer.add(reply() + " AS reply");
    }
    if (schema.has(Schema.TIME)) {
      inner.add("time");
      outer.add("time - lag(time) OVER series AS gap");
    }
    if (schema.has(Schema.BYTES)) {
      inner.add("ln(1 + bytes) AS x");
      outer.addAll(List.of("x", "lag(x) OVER series AS previousX", MEAN_X));
    }
    for (String name : List.of(Schema.PACKETS, Schema.DURATION)) {
      if (schema.has(name)) {
        inner.add(name);
        outer.add(name);
      }
    }
    if (haveKinds(schema)) {
      inner.addAll(List.of("outgoing::INTEGER + 2 * tcpFlags::INTEGER AS kind", "protocol"));
      outer.addAll(List.of("kind", "lag(kind) OVER series AS previousKind"));
      outer.addAll(List.of("protocol", "lag(protocol) OVER series AS previousProtocol"));
    }
    String byHost = sides ? "PARTITION BY " + FlowSql.HOST : "";
    outer.add("place");
    query.table(
        steps,
        "SELECT %s FROM (SELECT %s FROM %s) WINDOW series AS (%s ORDER BY place), host AS (%s)"
            .formatted(String.join(", ", outer), String.join(", ", inner), flows, byHost, byHost));
  }

  /** The reversed 5-tuple: the same connection seen from the host, in the other direction. */
  private static String reply() {
    return IntStream.rangeClosed(1, LOOK_BACK)
        .mapToObj(
            back ->
                "coalesce(lag(connection, %1$d) OVER series = connection AND lag(outgoing, %1$d) OVER series <> outgoing, false)"
                    .formatted(back))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }
}
