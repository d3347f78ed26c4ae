package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Observation;
import io.stanflow.codec.Visit;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A host's heavy peers, largest share first, and their addresses. */
record HeavyPeers(List<HeavyPeer> sketches, Address[] addresses) {
  private static final class Tally {
    int flows;
    int outgoing;
    final Map<Integer, Integer> localPorts = new HashMap<>();
    final Map<Integer, Integer> peerPorts = new HashMap<>();
    final Map<Integer, Integer> protocols = new TreeMap<>();
  }

  /**
   * Those of a series; none without addresses.
   *
   * @param visits of the host: who came in one sweep alone is no peer of its own
   */
  static HeavyPeers of(Series series, FlowCodec codec, AddressBook book, Collection<Visit> visits) {
    if (book == null) {
      return new HeavyPeers(List.of(), new Address[0]);
    }
    Map<Address, Tally> tallies = new HashMap<>();
    Map<Address, Long> visitors =
        visits.stream().collect(Collectors.groupingBy(Visit::peer, Collectors.counting()));
    for (var flow : series.flows()) {
      Observation seen = codec.observe(flow, series.host());
      Tally tally = tallies.computeIfAbsent(seen.peer, x -> new Tally());
      tally.flows++;
      tally.outgoing += seen.outgoing ? 1 : 0;
      tally.localPorts.merge(seen.localPort, 1, Integer::sum);
      tally.peerPorts.merge(seen.peerPort, 1, Integer::sum);
      tally.protocols.merge(seen.protocol, 1, Integer::sum);
    }
    var heaviest =
        tallies.entrySet().stream()
            .filter(e -> e.getValue().flows >= HeavyPeer.LEAST_FLOWS)
            .filter(e -> visitors.getOrDefault(e.getKey(), 0L) != 1)
            .sorted(
                (a, b) -> {
                  int order = Integer.compare(b.getValue().flows, a.getValue().flows);
                  return order != 0 ? order : a.getKey().compareTo(b.getKey());
                })
            .limit(HeavyPeer.MOST)
            .toList();
    int total = series.flows().size();
    List<HeavyPeer> sketches = new ArrayList<>();
    for (var entry : heaviest) {
      sketches.add(sketch(entry.getKey(), entry.getValue(), total, codec, book));
    }
    return new HeavyPeers(
        sketches, heaviest.stream().map(Map.Entry::getKey).toArray(Address[]::new));
  }

  private static HeavyPeer sketch(
      Address peer, Tally tally, int total, FlowCodec codec, AddressBook book) {
    int popular = book.popularIndex(peer);
    int protocol = mode(tally.protocols);
    return new HeavyPeer(
        port(tally.localPorts, tally.flows, codec.spec().localPort()),
        port(tally.peerPorts, tally.flows, codec.spec().peerPort()),
        protocol,
        (double) tally.flows / total,
        (double) tally.outgoing / tally.flows,
        popular >= 0,
        book.isInternal(peer),
        popular);
  }

  private static int mode(Map<Integer, Integer> counts) {
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** The port of most flows if the vocabulary has it, else -1. */
  private static int port(Map<Integer, Integer> counts, int flows, PortSpec spec) {
    int port = mode(counts);
    return spec != null && spec.knows(port) && 2 * counts.get(port) > flows ? port : -1;
  }

  /** Kinds of heavy peers that are counted together when hosts are blended. */
  private record Kind(
      int localPort, int peerPort, int protocol, boolean popular, boolean internal, int peer) {
    static Kind of(HeavyPeer peer) {
      return new Kind(
          peer.localPort(),
          peer.peerPort(),
          peer.protocol(),
          peer.popular(),
          peer.internal(),
          peer.peer());
    }
  }

  /** The kind of a peer among some that go by their name, whatever their service at one host. */
  private static Kind kind(HeavyPeer peer, Map<Integer, Kind> named) {
    return named.getOrDefault(peer.peer(), Kind.of(peer.unnamed()));
  }

  /** The popular peers that at least half of these hosts, and two, have, by their names. */
  private static Map<Integer, Kind> named(List<List<HeavyPeer>> hosts) {
    Map<Integer, List<HeavyPeer>> shared =
        hosts.stream()
            .flatMap(List::stream)
            .filter(peer -> peer.peer() >= 0)
            .collect(Collectors.groupingBy(HeavyPeer::peer));
    Map<Integer, Kind> named = new HashMap<>();
    shared.forEach(
        (name, peers) -> {
          if (peers.size() >= 2 && 2 * peers.size() >= hosts.size()) {
            named.put(name, common(peers));
          }
        });
    return named;
  }

  /** What one peer is to several hosts: ports that all agree on, the most frequent protocol. */
  private static Kind common(List<HeavyPeer> peers) {
    Map<Integer, Integer> protocols = new TreeMap<>();
    peers.forEach(peer -> protocols.merge(peer.protocol(), 1, Integer::sum));
    HeavyPeer first = peers.get(0);
    boolean local = peers.stream().allMatch(p -> p.localPort() == first.localPort());
    boolean peer = peers.stream().allMatch(p -> p.peerPort() == first.peerPort());
    return new Kind(
        local ? first.localPort() : -1,
        peer ? first.peerPort() : -1,
        mode(protocols),
        true,
        first.internal(),
        first.peer());
  }

  /**
   * The heavy peers of a typical one of these hosts: kinds that at least two of them have, each as
   * often as the average host has it, with the mean share of the kind's n-th largest.
   */
  static List<HeavyPeer> blend(List<List<HeavyPeer>> hosts) {
    if (hosts.size() == 1) {
      return hosts.get(0);
    }
    Map<Kind, List<List<HeavyPeer>>> byKind = new HashMap<>();
    Map<Integer, Kind> named = named(hosts);
    for (List<HeavyPeer> host : hosts) {
      Map<Kind, List<HeavyPeer>> own = new HashMap<>();
      host.forEach(p -> own.computeIfAbsent(kind(p, named), x -> new ArrayList<>()).add(p));
      own.forEach((kind, list) -> byKind.computeIfAbsent(kind, x -> new ArrayList<>()).add(list));
    }
    List<HeavyPeer> blended = new ArrayList<>();
    byKind.forEach(
        (kind, lists) -> {
          int entries = lists.stream().mapToInt(List::size).sum();
          int times = (int) Math.round((double) entries / hosts.size());
          for (int n = 0; lists.size() >= 2 && n < times; n++) {
            blended.add(mean(kind, lists, n));
          }
        });
    blended.sort(
        java.util.Comparator.comparingDouble(HeavyPeer::share)
            .reversed()
            .thenComparing(HeavyPeer::toString));
    return List.copyOf(blended.subList(0, Math.min(HeavyPeer.MOST, blended.size())));
  }

  private static HeavyPeer mean(Kind kind, List<List<HeavyPeer>> lists, int n) {
    var nth = lists.stream().filter(l -> l.size() > n).map(l -> l.get(n)).toList();
    var used = nth.isEmpty() ? lists.stream().map(l -> l.get(l.size() - 1)).toList() : nth;
    double share = used.stream().mapToDouble(HeavyPeer::share).average().orElse(0);
    double outgoing = used.stream().mapToDouble(HeavyPeer::outgoing).average().orElse(0);
    return new HeavyPeer(
        kind.localPort,
        kind.peerPort,
        kind.protocol,
        share,
        outgoing,
        kind.popular,
        kind.internal,
        kind.peer);
  }

  /**
   * Which of them stands for each heavy peer of a profile that is not the host's own: the one that
   * the profile names, or one of the same protocol, popularity and ports that it does not name,
   * largest share first; null where none is left.
   */
  Address[] matching(List<HeavyPeer> profile) {
    Address[] matched = new Address[profile.size()];
    boolean[] taken = new boolean[addresses.length];
    Map<Integer, Kind> named =
        profile.stream()
            .filter(peer -> peer.peer() >= 0)
            .collect(Collectors.toMap(HeavyPeer::peer, Kind::of, (a, b) -> a));
    for (int j = 0; j < matched.length; j++) {
      Kind wanted = Kind.of(profile.get(j));
      for (int i = 0; i < taken.length && matched[j] == null; i++) {
        if (!taken[i] && kind(sketches.get(i), named).equals(wanted)) {
          matched[j] = addresses[i];
          taken[i] = true;
        }
      }
    }
    return matched;
  }
}
