package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A real flow in the series of its host.
 *
 * @param host null for a table without addresses
 * @param meanGapMicros between the host's record times, µs
 * @param previous the host's flow before, or null
 */
record FlowInSeries(Address host, double meanGapMicros, Flow flow, Flow previous) {
  /** Hands out the flows of a table, series by series. */
  static void forEach(FlowTable table, Consumer<FlowInSeries> visitor) throws IOException {
    boolean timed = table.schema().has(Schema.TIME);
    table.forEachSeries(
        series -> {
          List<Flow> flows = series.flows();
          Flow last = flows.get(flows.size() - 1);
          long begin = timed ? flows.get(0).timeMicros() : 0;
          long end = timed ? last.timeMicros() : 0;
          double meanGap = (end - begin) / Math.max(1.0, flows.size() - 1.0);
          Flow previous = null;
          for (Flow flow : flows) {
            visitor.accept(new FlowInSeries(series.host(), meanGap, flow, previous));
            previous = flow;
          }
        });
  }

  boolean outgoing() {
    return flow.sourceAddress().equals(host);
  }

  Address peer() {
    return peerIn(flow);
  }

  boolean hasSamePeer() {
    return previous != null && peerIn(previous).equals(peer());
  }

  private Address peerIn(Flow flow) {
    Address source = flow.sourceAddress();
    return source.equals(host) ? flow.destinationAddress() : source;
  }

  /** Time since the flow before in mean gaps of the host; NaN for its first flow. */
  double relativeGap() {
    if (previous == null) {
      return Double.NaN;
    }
    long micros = flow.timeMicros() - previous.timeMicros();
    return micros == 0 ? 0 : micros / meanGapMicros;
  }
}
