package io.stanflow.evaluate.measure;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import java.util.List;

/**
 * Flows in an engine, that {@link FlowStatistics} can measure. {@link #query} finds three tables.
 * {@code flows}: {@code host_high, host_low, peer_high, peer_low} (the halves of {@link
 * io.stanflow.flow.Address} as unsigned numbers), {@code outgoing} (BOOLEAN) and a column for each
 * attribute but the two sides' addresses, of which none is null; {@code rowid} grows along each
 * host's series. {@code hosts}: {@code host_high, host_low, flows}. And {@link Steps}. Flows
 * without addresses have no {@code hosts}, and are one series.
 */
public interface Measurable {
  /** As in the report. */
  String name();

  /** As in the report. */
  String format();

  /** The attributes. */
  Schema schema();

  /** Number of flows in all series. */
  long flows();

  /** Number of series. */
  int hosts();

  /** The networks of the hosts. */
  List<Cidr> internal();

  /** What could not be read as a flow. */
  long malformed();

  /** Flows that are in no series. */
  long leftOut();

  /** Aggregation over the flows. */
  Query query();
}
