package io.stanflow.evaluate.privacy;

import io.stanflow.evaluate.measure.DuckQuery;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;

/** What of a file may be recognised, as {@link Fingerprints}; taken while the file is open. */
public final class Traces {
  private static final int MOST_FLOWS = 200_000;

  /** Two of each of some flows: with and without addresses; null if the file lacks attributes. */
  final long[] flows;

  /** One of each peer address, and its flows; null without addresses. */
  final long[] peers;

  /** One of each host's address; null without addresses. */
  final long[] hosts;

  private Traces(long[] flows, long[] peers, long[] hosts) {
    this.flows = flows;
    this.peers = peers;
    this.hosts = hosts;
  }

  /**
   * The traces in a source.
   *
   * @param training schema of the training flows, whose attributes are looked at
   * @param seed of the sample of flows
   */
  public static Traces of(FlowSource source, Schema training, long seed) throws IOException {
    DuckQuery query = source.query();
    Schema schema = source.schema();
    long[] flows = null;
    if (training.attributes().stream().allMatch(attribute -> schema.has(attribute.name()))) {
      flows =
          query.longs(
              "SELECT %s, %s FROM flows ORDER BY hash(rowid + %d), rowid LIMIT %d"
                  .formatted(
                      Fingerprints.flow(training, true),
                      Fingerprints.flow(training, false),
                      seed,
                      MOST_FLOWS));
    }
    if (!FlowColumns.hasSides(training) || !FlowColumns.hasSides(schema)) {
      return new Traces(flows, null, null);
    }
    return new Traces(
        flows,
        query.longs("SELECT " + Fingerprints.PEER + " AS peer, count(*) FROM flows GROUP BY peer"),
        query.longs("SELECT " + Fingerprints.HOST + " FROM hosts"));
  }
}
