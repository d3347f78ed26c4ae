package io.stanflow.flow;

import java.io.IOException;
import java.util.List;

/**
 * A set of flows seen as one series for each internal host. A flow between two internal hosts
 * belongs to the one with more flows. Hosts come in the order of their addresses. A table without
 * addresses is one series.
 */
public interface FlowTable {
  /** The schema of all flows. */
  Schema schema();

  /** Name of the file format that the flows came in, such as {@code ugr16}. */
  String format();

  /** Number of flows in all series together. */
  long size();

  /** Number of series. */
  int hosts();

  /** Blocks that hold the internal hosts; empty for a table without addresses. */
  List<Cidr> internal();

  /**
   * Hands each series to {@code visitor}, in order; may be called again and gives the same.
   *
   * @throws IOException if the flows cannot be read
   */
  void forEachSeries(Visitor visitor) throws IOException;

  /**
   * When recording began, as far as can be known: the earliest record time, µs since the epoch; 0
   * without times. Passes over the table unless it is known.
   *
   * @throws IOException if the flows cannot be read
   */
  default long fromMicros() throws IOException {
    if (!schema().has(Schema.TIME)) {
      return 0;
    }
    long[] first = {Long.MAX_VALUE};
    forEachSeries(series -> first[0] = Math.min(first[0], series.flows().get(0).timeMicros()));
    return first[0];
  }

  /** Takes one series at a time. */
  @FunctionalInterface
  interface Visitor {
    /** Takes the next series; what it throws ends the pass. */
    void visit(Series series) throws IOException;
  }
}
