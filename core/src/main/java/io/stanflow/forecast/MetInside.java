package io.stanflow.forecast;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.InternalPeers;
import io.stanflow.codec.Observation;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whom the hosts of a table have met inside their network, by what for: whoever many have met is
 * who others meet.
 */
final class MetInside implements InternalPeers {
  /** Of finding one that a host has not met. */
  private static final int TRIES = 20;

  private final FlowCodec codec;
  private final AddressBook book;

  /** By the service of the first flow: a peer as often as there are hosts that have met it. */
  private final Map<Integer, List<Address>> met = new HashMap<>();

  /**
   * @param book of the codec, in the table's network
   */
  MetInside(FlowCodec codec, AddressBook book) {
    this.codec = codec;
    this.book = book;
  }

  /** Takes in a host's flows. */
  void add(Series series) {
    Set<Address> peers = new HashSet<>();
    for (Flow flow : series.flows()) {
      Observation seen = codec.observe(flow, series.host());
      if (book.isInternal(seen.peer) && peers.add(seen.peer)) {
        int service = codec.outcomes().of(seen, 0);
        met.computeIfAbsent(service, x -> new ArrayList<>()).add(seen.peer);
      }
    }
  }

  @Override
  public Address draw(int service, Predicate<Address> free, RandomGenerator random) {
    List<Address> peers = met.getOrDefault(service, List.of());
    for (int i = 0; i < TRIES && !peers.isEmpty(); i++) {
      Address peer = peers.get(random.nextInt(peers.size()));
      if (free.test(peer)) {
        return peer;
      }
    }
    return null;
  }
}
