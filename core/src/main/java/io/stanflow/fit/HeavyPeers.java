package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Observation;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A host's heavy peers, largest share first, and their addresses. */
record HeavyPeers(List<HeavyPeer> sketches, Address[] addresses) {
  private static final class Tally {
    int flows;
    int outgoing;
    final Map<Integer, Integer> localPorts = new HashMap<>();
    final Map<Integer, Integer> peerPorts = new HashMap<>();
    final Map<Integer, Integer> protocols = new TreeMap<>();
  }

  /** Those of a series; none without addresses. */
  static HeavyPeers of(Series series, FlowCodec codec, AddressBook book) {
    if (book == null) {
      return new HeavyPeers(List.of(), new Address[0]);
    }
    Map<Address, Tally> tallies = new HashMap<>();
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
      sketches.add(sketch(entry.getValue(), total, codec, book.popularIndex(entry.getKey()) >= 0));
    }
    return new HeavyPeers(
        sketches, heaviest.stream().map(Map.Entry::getKey).toArray(Address[]::new));
  }

  private static HeavyPeer sketch(Tally tally, int total, FlowCodec codec, boolean popular) {
    int protocol = mode(tally.protocols);
    return new HeavyPeer(
        port(tally.localPorts, tally.flows, codec.spec().localPort()),
        port(tally.peerPorts, tally.flows, codec.spec().peerPort()),
        protocol,
        (double) tally.flows / total,
        (double) tally.outgoing / tally.flows,
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
  private record Kind(int localPort, int peerPort, int protocol, boolean popular) {
    static Kind of(HeavyPeer peer) {
      return new Kind(peer.localPort(), peer.peerPort(), peer.protocol(), peer.popular());
    }
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
    for (List<HeavyPeer> host : hosts) {
      Map<Kind, List<HeavyPeer>> own = new HashMap<>();
      host.forEach(p -> own.computeIfAbsent(Kind.of(p), x -> new ArrayList<>()).add(p));
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
        kind.localPort, kind.peerPort, kind.protocol, share, outgoing, kind.popular);
  }

  /**
   * Which of them stands for each heavy peer of a profile that is not the host's own: one of the
   * same protocol, popularity and ports, largest share first; null where none is left.
   */
  Address[] matching(List<HeavyPeer> profile) {
    Address[] matched = new Address[profile.size()];
    boolean[] taken = new boolean[addresses.length];
    for (int j = 0; j < matched.length; j++) {
      Kind wanted = Kind.of(profile.get(j));
      for (int i = 0; i < taken.length && matched[j] == null; i++) {
        if (!taken[i] && Kind.of(sketches.get(i)).equals(wanted)) {
          matched[j] = addresses[i];
          taken[i] = true;
        }
      }
    }
    return matched;
  }
}
