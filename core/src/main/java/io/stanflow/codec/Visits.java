package io.stanflow.codec;

import io.stanflow.flow.Address;
import java.util.Map;

/**
 * Which flows of a table are visits.
 *
 * @param ofHosts for each host that has any, by the index of the flow in its series
 */
public record Visits(Map<Address, Map<Integer, Visit>> ofHosts) {
  /** Of a table without sweeps. */
  public static final Visits NONE = new Visits(Map.of());

  /**
   * Those of a host by the index of the flow in its series.
   *
   * @param host null for a table without addresses
   */
  public Map<Integer, Visit> of(Address host) {
    return host == null ? Map.of() : ofHosts.getOrDefault(host, Map.of());
  }
}
