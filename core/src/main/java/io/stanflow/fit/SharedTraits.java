package io.stanflow.fit;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.UsualSize;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of the hosts' own traits a profile of several may tell: usual sizes, kinds of heavy peers
 * and classes of flows that enough of all hosts have. Lives only while training.
 */
final class SharedTraits {
  private final Set<UsualSize> sizes = new HashSet<>();

  /** What may be told of each heavy peer. */
  private final Map<HeavyPeer, HeavyPeer> heavy = new HashMap<>();

  private final boolean[] classes;

  /** Of some hosts. */
  SharedTraits(List<HostProfile> hosts, CodecSpec codec, Sharing sharing) {
    classes = shared(hosts.stream().map(HostProfile::counts).toList(), sharing);
    var usual = new Sharers<String>();
    var peers = new Sharers<String>();
    for (int h = 0; h < hosts.size(); h++) {
      for (UsualSize size : hosts.get(h).sizes()) {
        usual.add(text(size, codec), h);
      }
      for (HeavyPeer peer : hosts.get(h).heavy().sketches()) {
        for (HeavyPeer form : forms(peer)) {
          peers.add(text(form, codec), h);
        }
      }
    }
    for (HostProfile host : hosts) {
      for (UsualSize size : host.sizes()) {
        if (sharing.isShared(usual.hosts(text(size, codec)))) {
          sizes.add(size);
        }
      }
      for (HeavyPeer peer : host.heavy().sketches()) {
        forms(peer).stream()
            .filter(form -> sharing.isShared(peers.hosts(text(form, codec))))
            .findFirst()
            .ifPresent(form -> heavy.put(peer, form));
      }
    }
    note("usual size", usual, sharing);
    note("heavy peer", peers, sharing);
  }

  /** A heavy peer, and what is left of it without its ports, without its name, without both. */
  private static List<HeavyPeer> forms(HeavyPeer peer) {
    HeavyPeer bare = peer.withoutPorts();
    return Stream.of(peer, bare, peer.unnamed(), bare.unnamed()).distinct().toList();
  }

  private static void note(String attribute, Sharers<String> all, Sharing sharing) {
    long[] lost = {0};
    all.forEach(
        (text, hosts) -> {
          if (!sharing.isShared(hosts)) {
            lost[0]++;
          } else if (sharing.k() > 1) { // else each host's profile has its own
            sharing.hold(attribute, "kinds", text, hosts);
          }
        });
    sharing.coarsen(attribute, "kinds", lost[0], 0, "in no profile");
  }

  private static String text(UsualSize size, CodecSpec codec) {
    return "%s %s/%d: %d of %d"
        .formatted(
            size.outgoing() ? "out" : "in",
            codec.protocols()[size.protocol()],
            size.port(),
            size.value(),
            size.divisor());
  }

  /** What heavy peers are blended by: a popular one by its name, others by their service. */
  private static String text(HeavyPeer peer, CodecSpec codec) {
    String who =
        peer.peer() >= 0
            ? codec.addresses().popular()[peer.peer()]
            : peer.internal() ? "inside" : "outside";
    return "%s: %s/%d/%d"
        .formatted(who, codec.protocols()[peer.protocol()], peer.localPort(), peer.peerPort());
  }

  /** Those of a host's usual sizes that are shared. */
  List<UsualSize> sizes(HostProfile host) {
    return host.sizes().stream().filter(sizes::contains).toList();
  }

  /** A host's heavy peers as far as they are shared. */
  List<HeavyPeer> heavy(HostProfile host) {
    return host.heavy().sketches().stream().map(heavy::get).filter(Objects::nonNull).toList();
  }

  /** A host's counts without those of classes that are not shared. */
  int[][] counts(HostProfile host) {
    return only(classes, host.counts());
  }

  /** Whether enough hosts have a class, of a list in the order of a profile's marginals. */
  boolean isShared(int index) {
    return classes[index];
  }

  /** A host's heavy peer as far as enough hosts have one like it; null if they have none. */
  HeavyPeer shared(HeavyPeer peer) {
    return heavy.get(peer);
  }

  private static boolean[] shared(List<int[][]> hosts, Sharing sharing) {
    int[] have = new int[hosts.get(0)[0].length];
    for (int[][] parts : hosts) {
      for (int i = 0; i < have.length; i++) {
        boolean has = false;
        for (int[] part : parts) {
          has |= part[i] > 0;
        }
        have[i] += has ? 1 : 0;
      }
    }
    boolean[] shared = new boolean[have.length];
    for (int i = 0; i < have.length; i++) {
      shared[i] = sharing.isShared(have[i]);
    }
    return shared;
  }

  private static int[][] only(boolean[] shared, int[][] counts) {
    int[][] kept = new int[counts.length][];
    for (int part = 0; part < counts.length; part++) {
      kept[part] = counts[part].clone();
      for (int i = 0; i < kept[part].length; i++) {
        kept[part][i] = shared[i] ? kept[part][i] : 0;
      }
    }
    return kept;
  }
}
