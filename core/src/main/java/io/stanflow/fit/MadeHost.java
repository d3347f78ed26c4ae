package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Address;
import io.stanflow.flow.Hours;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final FlowCodec codec;
  private final PartKinds kinds;
  private final SharedTraits shared;
  private final SplittableRandom random;
  private final List<Share> shares = new ArrayList<>();

  /**
   * @param shared what may be told of the donors
   */
  MadeHost(FlowCodec codec, PartKinds kinds, SharedTraits shared, SplittableRandom random) {
    this.codec = codec;
    this.kinds = kinds;
    this.shared = shared;
    this.random = random;
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
    var heavy = new MadeHeavyPeers(codec, shares, shared);
    HostProfile like = alike.get(0);
    int[][] counts = new int[like.counts().length][like.counts()[0].length];
    int[][] tokens =
        Arrays.stream(like.tokens()).map(group -> new int[group.length]).toArray(int[][]::new);
    double[] rhythm = new double[Hours.A_WEEK];
    double peers = 0;
    int[] unplaced = new int[counts.length];
    int unplacedTokens = 0;
    for (Share share : shares) {
      addCounts(share, heavy, counts, unplaced);
      unplacedTokens += addTokens(share, heavy, tokens);
      for (int hour = 0; hour < rhythm.length; hour++) {
        rhythm[hour] += share.factor * share.part.rhythm()[hour];
      }
      peers += share.factor * share.part.peers();
    }
    int recent = codec.layout().recencySlots();
    for (int part = 0; part < counts.length; part++) {
      meetAgain(unplaced[part], counts[part], MadeHeavyPeers.firstOfPeer(codec), recent);
    }
    if (recent > 0) {
      meetAgain(unplacedTokens, tokens[group(PEER)], 0, recent);
    }
    follow(alike, counts, tokens);
    return new HostProfile(
        null,
        new HeavyPeers(heavy.peers(), new Address[0]),
        sizes(),
        rhythm,
        (int) Math.round(rows()),
        0,
        (int) Math.max(1, Math.round(peers)),
        timers(heavy),
        counts,
        tokens,
        List.of(),
        new int[0]);
  }

  /** The parts' timers, at their places among the heavy peers. */
  private List<Timer> timers(MadeHeavyPeers heavy) {
    List<Timer> timers = new ArrayList<>();
    for (Share share : shares) {
      for (Timer timer : share.part.timers()) {
        timers.add(timer.with(timer.often() * share.fraction, heavy.slot(share, timer.heavy())));
      }
    }
    return timers;
  }

  /** A share of the donor's flows as one of this host's. */
  private double part(double ofDonor, Share share) {
    return Math.min(1, ofDonor * share.donor.rows() * share.factor / rows());
  }

  private void addCounts(Share share, MadeHeavyPeers heavy, int[][] counts, int[] unplaced) {
    int size = counts[0].length;
    int first = MadeHeavyPeers.firstOfPeer(codec);
    share
        .part
        .counts()
        .forEach(
            (key, count) -> {
              int peer = heavy.component(share, key % size - first);
              if (peer == MadeHeavyPeers.UNPLACED) {
                unplaced[key / size] += scaled(count, share);
              } else if (shared.isShared(first + peer)) {
                counts[key / size][first + peer] += scaled(count, share);
              }
            });
  }

  /** Gives tokens of the parts; returns how many are of peers that have no place. */
  private int addTokens(Share share, MadeHeavyPeers heavy, int[][] tokens) {
    int[] unplaced = {0};
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
              token = group == peers ? heavy.component(share, token) : token;
              if (token == MadeHeavyPeers.UNPLACED) {
                unplaced[0] += scaled(count, share);
              } else {
                tokens[group][token] += scaled(count, share);
              }
            });
    return unplaced[0];
  }

  /** Adds so many flows to recently used peers, as often as each of these is met again. */
  private static void meetAgain(int flows, int[] counts, int first, int recent) {
    double known = sum(counts, first, first + recent);
    double due = 0;
    for (int c = first; c < first + recent; c++) {
      due += known > 0 ? flows * counts[c] / known : c == first ? flows : 0;
      int more = (int) Math.round(due); // what is rounded off is the next one's
      counts[c] += more;
      due -= more;
    }
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
