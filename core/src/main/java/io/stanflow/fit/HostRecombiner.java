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
    Map<Integer, int[]> donors = new TreeMap<>();
    parts.forEach(
        (kind, of) -> {
          if (!isRare(kind)) {
            donors.put(kind, donors(of, groups));
          }
        });
    List<HostProfile> made = new ArrayList<>(Collections.nCopies(hosts.size(), null));
    for (List<Integer> group : groups) {
      for (int h : group) {
        made.set(h, made(h, group, donors));
      }
    }
    return made;
  }

  /** By made host, the real one whose part of a kind it gets, if that one has any. */
  private int[] donors(ServicePart[] of, List<List<Integer>> groups) {
    int[] donors = new int[of.length];
    Arrays.setAll(donors, h -> h);
    List<Integer> havers = havers(of);
    List<float[]> points = havers.stream().map(h -> position(h, of[h])).toList();
    for (List<Integer> alike : ProfileBlender.groups(points, k)) {
      permute(donors, alike.stream().map(havers::get).toList());
    }
    for (List<Integer> group : groups) {
      permute(donors, group.stream().filter(h -> random.nextDouble() < SWAPPED).toList());
    }
    return donors;
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

  private HostProfile made(int host, List<Integer> group, Map<Integer, int[]> donors) {
    var made = new MadeHost(codec, kinds, shared, random);
    donors.forEach((kind, from) -> made.add(share(from[host], kind, 1)));
    if (parts.containsKey(kinds.rest()) && isRare(kinds.rest())) {
      group.forEach(donor -> made.add(share(donor, kinds.rest(), group.size())));
    }
    return made.isEmpty() ? null : made.profile(nearest(made.rows(), host));
  }

  /** What a host's part of a kind gives to each of so many made hosts; null if it has none. */
  private MadeHost.Share share(int donor, int kind, int among) {
    ServicePart part = parts.get(kind)[donor];
    if (part == null) {
      return null;
    }
    double factor = Math.exp(SPREAD * random.nextGaussian() - SPREAD * SPREAD / 2);
    return new MadeHost.Share(
        donor, hosts.get(donor), part, of(donor, kind), 1.0 / among, factor / among);
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
