package io.stanflow.evaluate.measure;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Groups of hosts that share peers. Two hosts are joined by Σ 1 / (d − 1) over the peers that both
 * meet, d the number of hosts that meet the peer, so that a peer gives each of its hosts 1 in all
 * (Newman, Scientific Collaboration Networks II, Phys. Rev. E 64 (2001)). Peers of more than 50
 * hosts say nothing of groups. Groups are those of {@link Louvain}.
 *
 * <p>{@code modularity}: of the groups, see {@link WeightedGraph#modularity}. {@code communities}:
 * groups of two hosts or more. {@code largestCommunity}: share of the hosts in the largest one.
 */
final class Communities {
  /** Of a larger file so many hosts are looked at, those first by the hash of their address. */
  private static final int MOST_HOSTS = 5000;

  private static final int MOST_HOSTS_OF_PEER = 50;

  /** Unit of weights, which are whole so that their sum is the same in any order. */
  private static final long ONE = 1L << 36;

  private Communities() {}

  static void measure(Query query, Map<String, Double> measures) throws IOException {
    measure(query, MOST_HOSTS, measures);
  }

  static void measure(Query query, int mostHosts, Map<String, Double> measures) throws IOException {
    int hosts = (int) query.row("SELECT least(count(*), %d) FROM hosts".formatted(mostHosts))[0];
    WeightedGraph graph = WeightedGraph.of(hosts, query.longs(edges(mostHosts)));
    int[] communities = Louvain.communities(graph);
    var sizes = new int[hosts];
    for (int community : communities) {
      sizes[community]++;
    }
    measures.put("modularity", graph.modularity(communities));
    measures.put("communities", (double) Arrays.stream(sizes).filter(size -> size > 1).count());
    measures.put("largestCommunity", (double) Arrays.stream(sizes).max().orElse(0) / hosts);
  }

  /** Pairs of hosts, numbered in the order of their addresses, and their weights. */
  private static String edges(int mostHosts) {
    return """
    WITH chosen AS (
      SELECT %1$s, row_number() OVER (ORDER BY %1$s) - 1 AS host
      FROM (SELECT %1$s FROM hosts ORDER BY %6$s, %1$s LIMIT %2$d)),
    meetings AS (
      SELECT DISTINCT host, %3$s AS peer FROM flows JOIN chosen USING (%1$s)),
    peers AS (
      SELECT peer, floor(%5$d / nullif(count(*) - 1, 0))::BIGINT AS weight FROM meetings
      GROUP BY peer HAVING count(*) BETWEEN 2 AND %4$d)
    SELECT a.host, b.host, sum(weight)::BIGINT
    FROM peers JOIN meetings a USING (peer) JOIN meetings b USING (peer)
    WHERE a.host < b.host GROUP BY ALL ORDER BY ALL\
    """
        .formatted(
            FlowSql.HOST,
            mostHosts,
            FlowSql.key(FlowSql.PEER),
            MOST_HOSTS_OF_PEER,
            ONE,
            FlowSql.key(FlowSql.HOST));
  }
}
