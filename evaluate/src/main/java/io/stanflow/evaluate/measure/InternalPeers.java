package io.stanflow.evaluate.measure;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What goes on inside the network: flows whose peer is in the internal blocks.
 *
 * <p>{@code internalShare}: their share. {@code internalPeersAreHosts}: of them, the share whose
 * peer has flows of its own as a host. {@code internalPeersOfHost}: how many such peers each host
 * has. {@code internalServices}: what they are about, by {@link Services}.
 */
final class InternalPeers {
  static final String SERVICES = "internalServices";

  private InternalPeers() {}

  /** Adds the measures, if any block is known. */
  static void measure(
      Measurable source,
      Map<String, Double> measures,
      Map<String, Values> distributions,
      Map<String, Counts> categories)
      throws IOException {
    if (source.internal().isEmpty()) {
      return;
    }
    String inside =
        source.internal().stream()
            .map(block -> FlowSql.within("peer", block))
            .collect(Collectors.joining(" OR ", "(", ")"));
    Query query = source.query();
    double[] shares =
        query.row(
            """
            SELECT avg(%1$s::INTEGER), avg((h.high IS NOT NULL)::INTEGER) FILTER (WHERE %1$s)
            FROM flows LEFT JOIN (SELECT host_high AS high, host_low AS low FROM hosts) h
              ON peer_high = h.high AND peer_low = h.low\
            """
                .formatted(inside));
    measures.put("internalShare", shares[0]);
    measures.put("internalPeersAreHosts", shares[1]);
    distributions.put(
        "internalPeersOfHost",
        query.values(
            "n",
            "(SELECT count(DISTINCT CASE WHEN %s THEN %s END) AS n FROM flows GROUP BY %s)"
                .formatted(inside, FlowSql.key(FlowSql.PEER), FlowSql.HOST)));
    if (Services.has(source.schema())) {
      categories.put(
          SERVICES,
          query.counts(
              Services.word(source.schema(), FlowSql.EITHER_PORT),
              "(SELECT * FROM flows WHERE " + inside + ")"));
    }
  }
}
