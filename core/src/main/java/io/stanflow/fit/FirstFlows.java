package io.stanflow.fit;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first flow of a host with each of its peers. */
final class FirstFlows {
  private FirstFlows() {}

  /** By the peers, in the order in which they were met; empty for a table without addresses. */
  static Map<Address, Flow> of(Series series) {
    Map<Address, Flow> first = new LinkedHashMap<>();
    if (series.host() != null) {
      for (Flow flow : series.flows()) {
        Address from = flow.sourceAddress();
        first.putIfAbsent(from.equals(series.host()) ? flow.destinationAddress() : from, flow);
      }
    }
    return first;
  }
}
