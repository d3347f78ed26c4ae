package io.stanflow.generate;

import io.stanflow.codec.TieOrder;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Brings one host's flows of one record time into the training file's order.
 *
 * @param order null where it is not known
 * @param host null for a table without addresses
 * @param random this host's own
 */
record HostTies(TieOrder order, Address host, SplittableRandom random) {
  /** Sorts flows that are in the order of their times. */
  void sort(List<Flow> flows) {
    if (order != null) {
      order.sort(flows, host, random);
    }
  }
}
