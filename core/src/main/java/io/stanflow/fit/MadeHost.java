package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Address;
import io.stanflow.flow.Hours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Adds up parts of several hosts to one host. */
final class MadeHost {
  /** The field that says how a host's flows of all services follow each other. */
  private static final String GAP = "gap";

  private static final String PEER = "peer";

  /**
   * A part that the host gets.
   *
   * @param number of the donor
   * @param kinds of the donor that the part is of
   * @param fraction of the part that this host gets
   * @param factor that its flows are multiplied by
   */
  record Share(
      int number,
      HostProfile donor,
      ServicePart part,
      List<Integer> kinds,
      double fraction,
      double factor) {
    double rows() {
      return part.rows() * factor;
    }
  }

  /** A heavy peer of a donor. */
  private record Known(int donor, int index) {}

  private final FlowCodec codec;
  private final PartKinds kinds;
  private final SharedTraits shared;
  private final SplittableRandom random;
  private final List<Share> shares = new ArrayList<>();

  /** Where heavy peers of the donors stand among those of this host. */
  private final Map<Known, Integer> slots = new HashMap<>();

  /**
   * @param shared what may be told of the donors
   */
  MadeHost(FlowCodec codec, PartKinds kinds, SharedTraits shared, SplittableRandom random) {
    this.codec = codec;
    this.kinds = kinds;
    this.shared = shared;
    this.random = random;
  }

  /** The first heavy peer among the components of the peer field. */
  static int firstHeavy(FlowCodec codec) {
    return codec.layout().fields().get(codec.layout().pointerField()).components() - HeavyPeer.MOST;
  }

  /** Adds a share, if it is one. */
  void add(Share share) {
    if (share != null) {
      shares.add(share);
    }
  }

  /** Whether it has no flow of its own. */
  boolean isEmpty() {
    return rows() < 1;
  }

  /** Flows of its own. */
  double rows() {
    return shares.stream().mapToDouble(Share::rows).sum();
  }

  /**
   * All that is known of the host but its visits, which are as those of similar hosts.
   *
   * @param alike hosts of about as many flows, which tell how its flows follow each other: that
   *     goes with the volume, not with a service
   */
  HostProfile profile(List<HostProfile> alike) {
    List<HeavyPeer> heavy = heavy();
    HostProfile like = alike.get(0);
    int[][] counts = new int[like.counts().length][like.counts()[0].length];
    int[][] tokens =
        Arrays.stream(like.tokens()).map(group -> new int[group.length]).toArray(int[][]::new);
    double[] rhythm = new double[Hours.A_WEEK];
    double peers = 0;
    for (Share share : shares) {
      addCounts(share, counts);
      addTokens(share, tokens);
      for (int hour = 0; hour < rhythm.length; hour++) {
        rhythm[hour] += share.factor * share.part.rhythm()[hour];
      }
      peers += share.factor * share.part.peers();
    }
    follow(alike, counts, tokens);
    return new HostProfile(
        null,
        new HeavyPeers(heavy, new Address[0]),
        sizes(),
        rhythm,
        (int) Math.round(rows()),
        0,
        (int) Math.max(1, Math.round(peers)),
        timers(),
        counts,
        tokens,
        List.of(),
        new int[0]);
  }

  /** Heavy peers that the parts are with, the largest first, and where they stand. */
  private List<HeavyPeer> heavy() {
    record Candidate(Known known, HeavyPeer peer) {}
    Map<Known, Double> flows = flowsOfHeavy();
    List<Candidate> candidates = new ArrayList<>();
    for (Share share : shares) {
      List<HeavyPeer> sketches = share.donor.heavy().sketches();
      for (int i = 0; i < sketches.size(); i++) {
        var known = new Known(share.number, i);
        boolean here = share.kinds.contains(share.donor.heavyKinds()[i]);
        if (here && shared.isShared(sketches.get(i))) {
          double ticks = sketches.get(i).share() * share.donor.rows() * share.factor;
          double part = Math.min(1, flows.getOrDefault(known, ticks) / rows());
          candidates.add(new Candidate(known, sketches.get(i).withShare(part)));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble((Candidate c) -> c.peer.share()).reversed());
    List<HeavyPeer> heavy = new ArrayList<>();
    for (Candidate candidate : candidates) {
      int name = candidate.peer.peer();
      boolean twice = name >= 0 && heavy.stream().anyMatch(peer -> peer.peer() == name);
      if (!twice && heavy.size() < HeavyPeer.MOST) {
        slots.put(candidate.known, heavy.size());
        heavy.add(candidate.peer);
      }
    }
    return heavy;
  }

  /** Flows of all parts with each donor's heavy peers. */
  private Map<Known, Double> flowsOfHeavy() {
    Map<Known, Double> flows = new HashMap<>();
    int first = firstOfPeer() + firstHeavy(codec);
    int size = codec.marginalBlocks().size();
    for (Share share : shares) {
      share
          .part
          .counts()
          .forEach(
              (key, count) -> {
                int index = key % size - first;
                if (index >= 0 && index < HeavyPeer.MOST) {
                  flows.merge(new Known(share.number, index), count * share.factor, Double::sum);
                }
              });
    }
    return flows;
  }

  /** The first class of the peer field's block. */
  private int firstOfPeer() {
    MarginalBlocks blocks = codec.marginalBlocks();
    return blocks.start(blocks.ofField(codec.layout().pointerField()));
  }

  /** The parts' timers, at their places among the heavy peers. */
  private List<Timer> timers() {
    List<Timer> timers = new ArrayList<>();
    for (Share share : shares) {
      for (Timer timer : share.part.timers()) {
        Integer slot = slots.get(new Known(share.number, timer.heavy()));
        timers.add(timer.with(timer.often() * share.fraction, slot == null ? -1 : slot));
      }
    }
    return timers;
  }

  /** A share of the donor's flows as one of this host's. */
  private double part(double ofDonor, Share share) {
    return Math.min(1, ofDonor * share.donor.rows() * share.factor / rows());
  }

  private void addCounts(Share share, int[][] counts) {
    int size = counts[0].length;
    MarginalBlocks blocks = codec.marginalBlocks();
    int first = blocks.start(blocks.ofField(codec.layout().pointerField()));
    share
        .part
        .counts()
        .forEach(
            (key, count) -> {
              int c = first + peer(share, key % size - first);
              counts[key / size][c] += shared.isShared(c) ? scaled(count, share) : 0;
            });
  }

  private void addTokens(Share share, int[][] tokens) {
    int peers = group(PEER);
    int[] offsets = codec.layout().offsets(codec.layout().outcomeGroups());
    share
        .part
        .tokens()
        .forEach(
            (key, count) -> {
              int group = 0;
              while (offsets[group + 1] <= key) {
                group++;
              }
              int token = key - offsets[group];
              tokens[group][group == peers ? peer(share, token) : token] += scaled(count, share);
            });
  }

  /** An outcome group's place among all by its name; -1 if it is none. */
  private int group(String name) {
    int[] groups = codec.layout().outcomeGroups();
    int g = groups.length - 1;
    while (g >= 0 && !codec.layout().groups().get(groups[g]).name().equals(name)) {
      g--;
    }
    return g;
  }

  /**
   * A component of the peer field that was the donor's as one of this host. A heavy peer that this
   * host has no place for is the one that it used last.
   */
  private int peer(Share share, int component) {
    int index = component - firstHeavy(codec);
    if (index < 0 || index >= HeavyPeer.MOST) {
      return component;
    }
    Integer slot = slots.get(new Known(share.number, index));
    return slot == null ? 0 : firstHeavy(codec) + slot;
  }

  /** So many flows times the factor; of a part of one, either or. */
  private int scaled(int count, Share share) {
    return (int) (count * share.factor + random.nextDouble());
  }

  /** Takes the distribution of gaps from other hosts. */
  private void follow(List<HostProfile> alike, int[][] counts, int[][] tokens) {
    MarginalBlocks blocks = codec.marginalBlocks();
    for (int f = 0; f < codec.layout().fields().size(); f++) {
      if (codec.layout().fields().get(f).name().equals(GAP) && blocks.ofField(f) >= 0) {
        int from = blocks.start(blocks.ofField(f));
        int to = blocks.start(blocks.ofField(f) + 1);
        for (int part = 0; part < counts.length; part++) {
          int of = part;
          follow(counts[part], from, to, alike.stream().map(host -> host.counts()[of]).toList());
        }
      }
    }
    int gap = group(GAP);
    if (gap < 0) { // of a table without time
      return;
    }
    List<int[]> others = alike.stream().map(host -> host.tokens()[gap]).toList();
    follow(tokens[gap], 0, tokens[gap].length, others);
  }

  /** As many flows as were, with the mean of others' shares. */
  private static void follow(int[] counts, int from, int to, List<int[]> others) {
    double all = sum(counts, from, to);
    double[] shares = new double[to - from];
    double total = 0;
    for (int[] other : others) {
      double flows = sum(other, from, to);
      for (int c = from; c < to && flows > 0; c++) {
        shares[c - from] += other[c] / flows;
        total += other[c] / flows;
      }
    }
    double due = 0;
    for (int c = from; c < to && total > 0; c++) {
      due += all * shares[c - from] / total;
      counts[c] = (int) Math.round(due); // what is rounded off is the next one's
      due -= counts[c];
    }
  }

  private static double sum(int[] counts, int from, int to) {
    double sum = 0;
    for (int c = from; c < to; c++) {
      sum += counts[c];
    }
    return sum;
  }

  private List<UsualSize> sizes() {
    Map<UsualSize, Double> sizes = new HashMap<>();
    for (Share share : shares) {
      for (UsualSize size : shared.sizes(share.donor)) {
        if (share.kinds.stream().anyMatch(kind -> kinds.has(kind, size))) {
          sizes.merge(size.withShare(0), part(size.share(), share), Math::max);
        }
      }
    }
    return UsualSizes.largest(
        sizes.entrySet().stream().map(size -> size.getKey().withShare(size.getValue())));
  }
}
