package io.stanflow.generate;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * An event of a scenario worked out.
 *
 * @param by address that a campaign comes from; null for an infection
 * @param hosts that it comes to; empty where flows have no addresses
 */
public record PlannedEvent(Event event, Address by, Set<Address> hosts) {
  public PlannedEvent {
    hosts = Set.copyOf(hosts);
  }

  /**
   * Whether a flow of the scenario is the event's: of a campaign, those between its address and the
   * hosts that it visits, of infected hosts all, from the event's begin on.
   */
  public boolean has(Flow flow) {
    long at = ChronoUnit.MICROS.between(Instant.EPOCH, event.at());
    if (flow.timeMicros() < at || !flow.schema().has(Schema.SOURCE_ADDRESS)) {
      return flow.timeMicros() >= at && by == null;
    }
    Address source = flow.sourceAddress();
    Address destination = flow.destinationAddress();
    return by == null
        ? hosts.contains(source) || hosts.contains(destination)
        : (source.equals(by) && hosts.contains(destination))
            || (destination.equals(by) && hosts.contains(source));
  }
}
