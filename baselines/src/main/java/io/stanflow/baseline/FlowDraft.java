package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.SplittableRandom;

/** The next flow in the series of a host that is generated, with what it needs of those before. */
final class FlowDraft {
  private final Host host;
  private final SplittableRandom random;
  private final Flow.Draft draft;
  private final int time;
  private final int source;
  private final int destination;
  private long made;
  private long timeMicros;
  private boolean outgoing;
  private Address peer;

  FlowDraft(Schema schema, Host host, SplittableRandom random) {
    this.host = host;
    this.random = random;
    draft = new Flow.Draft(schema);
    time = schema.index(Schema.TIME);
    source = schema.index(Schema.SOURCE_ADDRESS);
    destination = schema.index(Schema.DESTINATION_ADDRESS);
    timeMicros = host.firstMicros();
  }

  Host host() {
    return host;
  }

  SplittableRandom random() {
    return random;
  }

  Flow.Draft draft() {
    return draft;
  }

  boolean outgoing() {
    return outgoing;
  }

  void outgoing(boolean outgoing) {
    this.outgoing = outgoing;
  }

  /** The peer of this flow if decided, else of the one before; null at the beginning. */
  Address peer() {
    return peer;
  }

  void peer(Address peer) {
    this.peer = peer;
  }

  /** What the mean gap must be from here on for the host to end where the real one does, µs. */
  double meanGapMicros() {
    return (double) (host.lastMicros() - timeMicros) / (host.flows() - made);
  }

  /**
   * Records this flow that much later than the one before, but not after the host's last time; the
   * first flow is where the host begins.
   */
  void advance(long micros) {
    if (made > 0) {
      timeMicros = Math.min(host.lastMicros(), timeMicros + micros);
    }
  }

  /** The flow with all that was decided. */
  Flow flow() {
    made++;
    if (time >= 0) {
      draft.number(time, timeMicros);
    }
    if (peer != null) {
      draft.address(source, outgoing ? host.address() : peer);
      draft.address(destination, outgoing ? peer : host.address());
    }
    return draft.flow();
  }
}
