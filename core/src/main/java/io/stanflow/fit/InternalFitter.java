package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.InternalSpec;
import io.stanflow.codec.spec.InternalSpec.Held;
import io.stanflow.codec.spec.InternalSpec.Role;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns whom hosts meet inside their network: counts, for every internal peer that is not a
 * popular one, the hosts that meet it by each service. Lives only while training; holds real
 * addresses.
 */
final class InternalFitter {
  private final FlowCodec codec;
  private final AddressBook book; // null without addresses
  private final Set<Address> hosts = new HashSet<>();

  /** By the service of the first flow: of each peer, the hosts that have met it. */
  private final Map<Integer, Map<Address, Integer>> met = new TreeMap<>();

  /** By service: all addresses that have part in it. */
  private final Map<Integer, Set<Address>> parties = new HashMap<>();

  InternalFitter(FlowCodec codec, AddressBook book) {
    this.codec = codec;
    this.book = book;
  }

  /** Takes in one host's peers, each with its first flow. */
  void add(Address host, Map<Address, Flow> peers) {
    hosts.add(host);
    peers.forEach(
        (peer, flow) -> {
          if (book.isInternal(peer) && book.popularIndex(peer) < 0) {
            int service = codec.outcomes().of(codec.observe(flow, host), 0);
            met.computeIfAbsent(service, s -> new TreeMap<>()).merge(peer, 1, Integer::sum);
            parties.computeIfAbsent(service, s -> new HashSet<>()).addAll(List.of(host, peer));
          }
        });
  }

  /**
   * What internal peers do, once all hosts are in; null where fewer than k addresses have part.
   *
   * @param k addresses that must have part in a service before it is a role of its own
   * @param sharing receives the services, with those who have part
   */
  InternalSpec fit(int k, Sharing sharing) {
    List<Integer> few = met.keySet().stream().filter(s -> parties.get(s).size() < k).toList();
    Map<Address, Integer> other = new TreeMap<>();
    Set<Address> others = new HashSet<>();
    for (int service : few) {
      met.remove(service).forEach((peer, count) -> other.merge(peer, count, Integer::sum));
      others.addAll(parties.get(service));
    }
    if (others.size() >= k) {
      met.put(Role.OTHER, other);
    }
    met.keySet().stream()
        .filter(service -> service != Role.OTHER)
        .forEach(
            service ->
                sharing.hold(
                    "role",
                    "service classes",
                    Integer.toString(service),
                    parties.get(service).size()));
    List<Role> roles = new ArrayList<>();
    met.forEach((service, peers) -> roles.add(role(service, peers)));
    return roles.isEmpty() ? null : new InternalSpec(roles);
  }

  private Role role(int service, Map<Address, Integer> peers) {
    int ofHosts = 0;
    int ofOthers = 0;
    int addresses = 0;
    for (var peer : peers.entrySet()) {
      boolean host = hosts.contains(peer.getKey());
      ofHosts += host ? peer.getValue() : 0;
      ofOthers += host ? 0 : peer.getValue();
      addresses += host ? 0 : 1;
    }
    return new Role(service, ofHosts, ofOthers, addresses);
  }

  /** The roles of some hosts, once all are {@linkplain #fit fitted}. */
  List<Held> held(Collection<Address> of) {
    List<Held> held = new ArrayList<>();
    int role = 0;
    for (Map<Address, Integer> peers : met.values()) {
      List<Integer> met = of.stream().map(peers::get).filter(count -> count != null).toList();
      if (!met.isEmpty()) {
        double mean = met.stream().mapToInt(count -> count).average().orElseThrow();
        held.add(new Held(role, met.size() / (double) of.size(), mean));
      }
      role++;
    }
    return held;
  }

  /** The popular peers that some hosts are. */
  int[] popular(Collection<Address> of) {
    return book == null
        ? new int[0]
        : of.stream().mapToInt(book::popularIndex).filter(index -> index >= 0).sorted().toArray();
  }
}
