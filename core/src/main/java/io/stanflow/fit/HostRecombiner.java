package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes hosts that nobody is of the {@linkplain ServicePart parts} of real ones, by data swapping
 * (Dalenius and Reiss, <i>Data-swapping: a technique for disclosure control</i>, J. Statistical
 * Planning and Inference 6, 1982): hosts that have a part of one kind exchange it, at least k
 * similar ones among each other, and some hosts of a group exchange whether they have one at all.
 * Each part ends up at one made host, so that what all hosts do together stays, and so does how
 * one-sided a host is, which a mean of hosts loses. What fewer than k hosts do, even all such kinds
 * together, goes to a group's hosts in equal parts.
 */
final class HostRecombiner {
  /** Hosts of a group that exchange a part of each kind, whether they have one or not. */
  private static final double SWAPPED = 0.5;

  /** Weight of the log of a part's flows among what makes hosts similar. */
  private static final float VOLUME_WEIGHT = 0.3f;

  /** Standard deviation of the log of what a part's flows are multiplied by. */
  private static final double SPREAD = 0.25;

  private final FlowCodec codec;
  private final PartKinds kinds;
  private final List<HostProfile> hosts;
  private final List<float[]> positions;
  private final SharedTraits shared;
  private final int k;
  private final SplittableRandom random;

  /** By kind, the part of it that each host has, null for none. */
  private final Map<Integer, ServicePart[]> parts = new TreeMap<>();

  /**
   * A kind of part as it is given away.
   *
   * @param donors by made host, the real one whose part it gets, if that one has any
   * @param factors by real host, what its part's flows are multiplied by
   */
  private record Exchange(int[] donors, double[] factors) {}

  /**
   * @param positions of the hosts, see {@link ProfileSpace#position}
   * @param shared what may be told of a host
   * @param k hosts that must have a kind of part before it is one of its own
   */
  HostRecombiner(
      FlowCodec codec,
      List<HostProfile> hosts,
      List<float[]> positions,
      SharedTraits shared,
      int k,
      long seed) {
    this.codec = codec;
    this.hosts = hosts;
    this.positions = positions;
    this.shared = shared;
    this.k = k;
    kinds = new PartKinds(codec);
    random = new SplittableRandom(seed);
    for (int h = 0; h < hosts.size(); h++) {
      for (ServicePart part : hosts.get(h).parts()) {
        add(part.kind(), h, part);
      }
    }
    pool(false);
    pool(true);
  }

  private void add(int kind, int host, ServicePart part) {
    ServicePart[] of = parts.computeIfAbsent(kind, x -> new ServicePart[hosts.size()]);
    of[host] = of[host] == null ? part : of[host].and(part);
  }

  /** Takes kinds together that fewer than k hosts have: those of a label, or all. */
  private void pool(boolean all) {
    List<Integer> few =
        parts.keySet().stream().filter(kind -> havers(parts.get(kind)).size() < k).toList();
    for (int kind : few) {
      ServicePart[] of = parts.remove(kind);
      for (int h : havers(of)) {
        add(all ? kinds.rest() : kinds.rest(kind), h, of[h]);
      }
    }
  }

  private static List<Integer> havers(ServicePart[] of) {
    List<Integer> havers = new ArrayList<>();
    for (int h = 0; h < of.length; h++) {
      if (of[h] != null) {
        havers.add(h);
      }
    }
    return havers;
  }

  /** The kind that a part is counted with. */
  private int pooled(int kind) {
    return parts.containsKey(kind)
        ? kind
        : parts.containsKey(kinds.rest(kind)) ? kinds.rest(kind) : kinds.rest();
  }

  /** Whether fewer than k hosts have a kind, all that few hosts have taken together. */
  private boolean isRare(int kind) {
    return kind == kinds.rest() && havers(parts.get(kind)).size() < k;
  }

  /** Notes what is taken together. */
  void note(Sharing sharing) {
    Map<Integer, Long> together = new TreeMap<>();
    for (HostProfile host : hosts) {
      for (ServicePart part : host.parts()) {
        if (pooled(part.kind()) != part.kind()) {
          together.merge(part.kind(), (long) part.rows(), Long::sum);
        }
      }
    }
    sharing.coarsen("service", "by label", together.size(), flows(together), "one, with others");
  }

  private static long flows(Map<Integer, Long> byKind) {
    return byKind.values().stream().mapToLong(flows -> flows).sum();
  }

  /**
   * One made host for each real one, null where it has lost all parts and got none.
   *
   * @param groups similar hosts, at least k each
   */
  List<HostProfile> made(List<List<Integer>> groups) {
    Map<Integer, Exchange> exchanges = new TreeMap<>();
    parts.forEach(
        (kind, of) -> {
          if (!isRare(kind)) {
            exchanges.put(kind, exchange(of, groups));
          }
        });
    List<HostProfile> made = new ArrayList<>(Collections.nCopies(hosts.size(), null));
    for (List<Integer> group : groups) {
      for (int h : group) {
        made.set(h, made(h, group, exchanges));
      }
    }
    return made;
  }

  /** Lets hosts exchange their parts of a kind. */
  private Exchange exchange(ServicePart[] of, List<List<Integer>> groups) {
    int[] donors = new int[of.length];
    double[] factors = new double[of.length];
    Arrays.setAll(donors, h -> h);
    List<Integer> havers = havers(of);
    List<float[]> points = havers.stream().map(h -> position(h, of[h])).toList();
    for (List<Integer> alike : ProfileBlender.groups(points, k)) {
      List<Integer> members = alike.stream().map(havers::get).toList();
      permute(donors, members);
      vary(factors, members, of);
    }
    for (List<Integer> group : groups) {
      permute(donors, group.stream().filter(h -> random.nextDouble() < SWAPPED).toList());
    }
    return new Exchange(donors, factors);
  }

  /** Draws factors of some hosts' parts, by which all of them together stay as large. */
  private void vary(double[] factors, List<Integer> members, ServicePart[] of) {
    double before = 0;
    double after = 0;
    for (int h : members) {
      factors[h] = Math.exp(SPREAD * random.nextGaussian());
      before += of[h].rows();
      after += factors[h] * of[h].rows();
    }
    for (int h : members) {
      factors[h] *= after == 0 ? 1 : before / after; // of a part of timers alone: as it is
    }
  }

  private float[] position(int host, ServicePart part) {
    float[] alike = positions.get(host);
    float[] position = Arrays.copyOf(alike, alike.length + 1);
    position[alike.length] = (float) (VOLUME_WEIGHT * Math.log(1.0 + part.rows()));
    return position;
  }

  /** Puts what stands at these places into a random order (Fisher and Yates). */
  private void permute(int[] donors, List<Integer> places) {
    for (int i = places.size() - 1; i > 0; i--) {
      int a = places.get(i);
      int b = places.get(random.nextInt(i + 1));
      int swapped = donors[a];
      donors[a] = donors[b];
      donors[b] = swapped;
    }
  }

  private HostProfile made(int host, List<Integer> group, Map<Integer, Exchange> exchanges) {
    var made = new MadeHost(codec, kinds, shared, random);
    exchanges.forEach(
        (kind, exchange) -> {
          int donor = exchange.donors[host];
          made.add(share(donor, kind, 1, exchange.factors[donor]));
        });
    if (parts.containsKey(kinds.rest()) && isRare(kinds.rest())) {
      double equal = 1.0 / group.size();
      group.forEach(donor -> made.add(share(donor, kinds.rest(), equal, equal)));
    }
    return made.isEmpty() ? null : made.profile(nearest(made.rows(), host));
  }

  /** What a host's part of a kind gives to a made host; null if it has none. */
  private MadeHost.Share share(int donor, int kind, double fraction, double factor) {
    ServicePart part = parts.get(kind)[donor];
    return part == null
        ? null
        : new MadeHost.Share(donor, hosts.get(donor), part, of(donor, kind), fraction, factor);
  }

  /** The kinds of a host's parts that are counted as one kind. */
  private List<Integer> of(int host, int kind) {
    return hosts.get(host).parts().stream()
        .map(ServicePart::kind)
        .filter(each -> pooled(each) == kind)
        .toList();
  }

  /** The k hosts of about as many flows. */
  private List<HostProfile> nearest(double rows, int like) {
    return IntStream.range(0, hosts.size())
        .boxed()
        .sorted(Comparator.comparingDouble(h -> distance(h, rows, like)))
        .limit(k)
        .map(hosts::get)
        .toList();
  }

  private double distance(int h, double rows, int like) {
    double volume = Math.log((1 + hosts.get(h).rows()) / (1 + rows));
    double sum = volume * volume;
    for (int i = 0; i < positions.get(h).length; i++) {
      double apart = positions.get(h)[i] - positions.get(like)[i];
      sum += apart * apart;
    }
    return sum;
  }
}
