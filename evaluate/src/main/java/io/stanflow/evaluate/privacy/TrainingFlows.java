package io.stanflow.evaluate.privacy;

import io.stanflow.evaluate.measure.DuckQuery;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.privacy.Privacy.Addresses;
import io.stanflow.evaluate.privacy.Privacy.Copies;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.List;

/** Looks the traces of files up in the training flows. */
public final class TrainingFlows {
  /** Of the k-host rule, as {@code train} has it unless told otherwise. */
  private static final int K = 5;

  private final DuckQuery query;
  private final Schema schema;

  /** The training flows; the source must stay open. */
  public TrainingFlows(FlowSource source) throws IOException {
    query = source.query();
    schema = source.schema();
    if (FlowColumns.hasSides(schema)) {
      query.execute(
          "CREATE TEMP TABLE training_peers AS SELECT %s AS peer, count(DISTINCT %s) AS hosts FROM flows GROUP BY peer"
              .formatted(Fingerprints.PEER, Fingerprints.HOST));
    }
  }

  /** Null if the file lacks attributes. */
  public Copies copies(Traces traces) throws IOException {
    if (traces.flows == null) {
      return null;
    }
    query.load("traces", List.of("exact", "bare"), traces.flows);
    int flows = traces.flows.length / 2;
    return new Copies(share("exact", true, flows), share("bare", false, flows), flows);
  }

  private double share(String column, boolean sides, int flows) throws IOException {
    double[] row =
        query.row(
            ("SELECT count(*) FROM traces WHERE %1$s IN (SELECT DISTINCT print FROM (SELECT %2$s AS"
                    + " print FROM flows) WHERE print IN (SELECT %1$s FROM traces))")
                .formatted(column, Fingerprints.flow(schema, sides)));
    return row[0] / flows;
  }

  /** Null if one of the files lacks addresses. */
  public Addresses addresses(Traces traces) throws IOException {
    if (traces.peers == null) {
      return null;
    }
    query.load("traces", List.of("peer", "flows"), traces.peers);
    double[] peers =
        query.row(
            ("SELECT count(*), count(hosts), count(*) FILTER (hosts < %1$d), sum(flows),"
                    + " coalesce(sum(flows) FILTER (hosts IS NOT NULL), 0),"
                    + " coalesce(sum(flows) FILTER (hosts < %1$d), 0)"
                    + " FROM traces LEFT JOIN training_peers USING (peer)")
                .formatted(K));
    query.load("traces", List.of("host"), traces.hosts);
    double[] hosts =
        query.row(
            "SELECT count(*) FROM traces WHERE host IN (SELECT "
                + Fingerprints.HOST
                + " FROM hosts)");
    return new Addresses(
        K,
        (long) peers[0],
        (long) peers[1],
        (long) peers[2],
        peers[4] / peers[3],
        peers[5] / peers[3],
        (long) hosts[0]);
  }
}
