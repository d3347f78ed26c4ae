package io.stanflow.codec;

import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.InternalSpec.Held;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes a host different from others: its volume and its rhythm over the day, how its fields
 * are distributed, a sketch of its heavy peers. Holds no address. A profile stands for one training
 * host, for a mean of at least k similar ones, or for a host that is made of parts of several.
 */
public final class Profile {
  /**
   * The part kept as text in the model file.
   *
   * @param hosts number of training hosts that it stands for; scenarios draw profiles in proportion
   * @param rhythm expected flows of one host in each UTC hour, of the day, 24 numbers, or of the
   *     week from Monday on, 168
   * @param volumeSpread standard deviation of the natural log of the volume among those hosts
   * @param dispersion of the hourly flows: variance = mean + dispersion · mean²
   * @param visited visits that one of those hosts has from sweeps, in those of the mean host
   * @param ipv6 share of those hosts whose address is IPv6
   * @param roles that those hosts have towards others of their network
   * @param popular popular peers that those hosts are, by their indexes
   * @param heavy sketches of heavy peers, largest share first, at most {@link HeavyPeer#MOST}
   * @param sizes usual sizes of its services, largest share first, at most {@link UsualSize#MOST}
   * @param timers that those hosts have, at most {@link Timer#MOST} kinds
   */
  public record Spec(
      @Range(least = 1, most = 10_000_000) int hosts,
      @Range(least = 0, most = 1e9) double[] rhythm,
      @Range(least = 0, most = 20) double volumeSpread,
      @Range(least = 0, most = 1e6) double dispersion,
      @Range(least = 0, most = 1e7) double visited,
      @Range(least = 0, most = 1) double ipv6,
      List<Held> roles,
      @Range(least = 0, most = Integer.MAX_VALUE) int[] popular,
      List<HeavyPeer> heavy,
      List<UsualSize> sizes,
      List<Timer> timers) {
    public Spec {
      roles = List.copyOf(roles);
      heavy = List.copyOf(heavy);
      sizes = List.copyOf(sizes);
      timers = List.copyOf(timers);
      if (hosts < 1
          || (rhythm.length != Hours.A_DAY && rhythm.length != Hours.A_WEEK)
          || heavy.size() > HeavyPeer.MOST
          || sizes.size() > UsualSize.MOST
          || timers.size() > Timer.MOST) {
        throw new IllegalArgumentException(
            "a profile of %d hosts, %d hours, %d heavy peers, %d usual sizes and %d timers"
                .formatted(hosts, rhythm.length, heavy.size(), sizes.size(), timers.size()));
      }
    }

    /** The same with other timers. */
    public Spec withTimers(List<Timer> others) {
      return withGiven(visited, others);
    }

    /** The same with other timers, and so many visits from sweeps. */
    public Spec withGiven(double visited, List<Timer> others) {
      return new Spec(
          hosts,
          rhythm,
          volumeSpread,
          dispersion,
          visited,
          ipv6,
          roles,
          popular,
          heavy,
          sizes,
          others);
    }

    /** Of one host of which only these are known, as its flows are coded before it is counted. */
    public static Spec of(List<HeavyPeer> heavy, List<UsualSize> sizes) {
      double[] rhythm = new double[Hours.A_DAY];
      return new Spec(1, rhythm, 0, 0, 0, 0, List.of(), new int[0], heavy, sizes, List.of());
    }
  }

  private final Spec spec;
  private final float[] vector;
  private final float[] priors;
  private final float[] logMarginals;

  /** What its hosts owe flows to; null where sampling is not to be kept to marginals. */
  private final OwedClasses owed;

  private final int[][] sketches;

  private final Wanted wanted;

  /** Services and divisors that have usual sizes, ascending. */
  private final long[] sized;

  /** Values of the usual sizes of each of them, the most frequent first. */
  private final long[][] sizes;

  /**
   * @param vector standardised features, the network's view of the profile
   * @param priors natural log of the smoothed marginal of every field with a prior, one after the
   *     other
   * @param marginals natural logs of the shares of all {@link MarginalBlocks}, in each part of the
   *     day, one part after the other; empty if sampling is not to be kept to them
   * @param wanted shares that its hosts' flows are to have, whatever else is said here
   */
  Profile(
      Spec spec,
      float[] vector,
      float[] priors,
      float[] marginals,
      Wanted wanted,
      MarginalBlocks blocks,
      Sketch sketch) {
    this.spec = spec;
    this.wanted = wanted;
    this.vector = vector;
    this.priors = priors;
    logMarginals = marginals;
    owed = marginals.length == 0 ? null : new OwedClasses(marginals, blocks, flowsPerDay());
    sketches = spec.heavy().stream().map(peer -> sketch.tokens(peer)).toArray(int[][]::new);
    Map<Long, List<Long>> values = new TreeMap<>();
    for (UsualSize usual : spec.sizes()) {
      long key = HostServices.key(usual.outgoing(), usual.protocol(), usual.port());
      long sizedBy = withDivisor(key, usual.divisor());
      values.computeIfAbsent(sizedBy, k -> new ArrayList<>()).add(usual.value());
    }
    sized = values.keySet().stream().mapToLong(k -> k).toArray();
    sizes =
        values.values().stream()
            .map(each -> each.stream().mapToLong(v -> v).toArray())
            .toArray(long[][]::new);
  }

  public Spec spec() {
    return spec;
  }

  public List<HeavyPeer> heavy() {
    return spec.heavy();
  }

  private static long withDivisor(long service, long divisor) {
    return divisor << HostServices.KEY_BITS | service;
  }

  /**
   * Finds the usual sizes of a flow's service and divisor, the most frequent first.
   *
   * @param divisor of the flow
   * @param into receives as many as it takes
   * @return how many
   */
  int usualSizes(Observation flow, long divisor, long[] into) {
    int found = Arrays.binarySearch(sized, withDivisor(HostServices.key(flow), divisor));
    if (found < 0) {
      return 0;
    }
    int count = Math.min(sizes[found].length, into.length);
    System.arraycopy(sizes[found], 0, into, 0, count);
    return count;
  }

  /** Tokens of heavy peer {@code j}. */
  public int[] sketch(int j) {
    return sketches[j];
  }

  /** Number of heavy peers. */
  public int heavyPeers() {
    return sketches.length;
  }

  public float[] vector() {
    return vector;
  }

  public float[] priors() {
    return priors;
  }

  /** What its hosts owe flows to; null where sampling is not kept to marginals. */
  OwedClasses owed() {
    return owed;
  }

  /** Shares that its hosts' flows are to have. */
  public Wanted wanted() {
    return wanted;
  }

  /** As the constructor takes them. */
  public float[] logMarginals() {
    return logMarginals;
  }

  /** Expected flows of one host in a day. */
  public double flowsPerDay() {
    double total = 0;
    for (double hour : spec.rhythm()) {
      total += hour;
    }
    return total * Hours.A_DAY / spec.rhythm().length;
  }
}
