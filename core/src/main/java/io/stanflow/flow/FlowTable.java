package io.stanflow.flow;

import java.io.IOException;
import java.util.List;
import java.util.LongSummaryStatistics;

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
   * When flows were recorded, as far as can be known.
   *
   * @param from earliest record time, µs since the epoch
   * @param to latest record time
   */
  record Recording(long from, long to) {
    /** Of a table without times. */
    public static final Recording UNTIMED = new Recording(0, 0);
  }

  /**
   * From the earliest to the latest record time. Passes over the table unless they are known.
   *
   * @throws IOException if the flows cannot be read
   */
  default Recording recording() throws IOException {
    if (!schema().has(Schema.TIME)) {
      return Recording.UNTIMED;
    }
    var times = new LongSummaryStatistics();
    forEachSeries(
        series -> {
          times.accept(series.flows().get(0).timeMicros());
          times.accept(series.flows().get(series.flows().size() - 1).timeMicros());
        });
    return new Recording(times.getMin(), times.getMax());
  }

  /** Takes one series at a time. */
  @FunctionalInterface
  interface Visitor {
    /** Takes the next series; what it throws ends the pass. */
    void visit(Series series) throws IOException;
  }
}
