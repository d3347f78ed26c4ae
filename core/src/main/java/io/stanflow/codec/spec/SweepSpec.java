package io.stanflow.codec.spec;

import io.stanflow.flow.Range;
import java.util.Arrays;
import java.util.List;

/**
 * Sweeps over the training network: peers from outside that visit many of its hosts one after the
 * other, as scanners do. A host has its own flows and, on top of them, visits: the first flow that
 * comes to it in each sweep.
 *
 * @param starts sweeps that begin in each UTC hour of the day
 * @param unseen share of sweeps by peers that the training flows do not have
 * @param kinds what sweeps there are
 */
public record SweepSpec(
    @Range(least = 0, most = 1e4) double[] starts,
    @Range(least = 0, most = 1) double unseen,
    List<Kind> kinds) {
  /** Fewest hosts of a sweep, if k is not more. */
  public static final int HOSTS = 10;

  /** Seconds without a flow after which a peer's next one begins something new. */
  public static final long PAUSE = 300;

  /** Seconds that the visits of a sweep last at most; a peer that takes longer is always there. */
  public static final long MOST_SPREAD = 7200;

  /** Buckets of the binary logarithm of a spread; those of {@link #MOST_SPREAD} seconds too. */
  public static final int SPREADS = 14;

  /** Steps of an order, either way: {@link Kind#order} is their number. */
  public static final int ORDERS = 2;

  public SweepSpec {
    kinds = List.copyOf(kinds);
    if (starts.length != 24 || kinds.isEmpty()) {
      throw new IllegalArgumentException(
          starts.length + " hours and " + kinds.size() + " kinds of sweeps");
    }
  }

  /**
   * Sweeps that have the same template and form.
   *
   * @param count of them in the training flows
   * @param share of the hosts that one visits
   * @param spread of its visits, as of uniform ones: 0 for less than a second, b for 2^(b-1) to 2^b
   *     seconds
   * @param order rank correlation of the visits' times with the hosts' addresses, in halves
   * @param peers popular peers that such sweeps are by, one for each sweep
   */
  public record Kind(
      Template template,
      @Range(least = 1, most = Integer.MAX_VALUE) int count,
      @Range(least = 0, most = 1) double share,
      @Range(least = 0, most = SPREADS - 1) int spread,
      @Range(least = -ORDERS, most = ORDERS) int order,
      @Range(least = 0, most = Integer.MAX_VALUE) int[] peers) {}

  /**
   * What the visits of a sweep have in common: values that at least k hosts saw in it.
   *
   * @param protocol its class, or -1 where visits differ
   * @param localPort port of the host, or -1
   * @param peerPort port of the peer, or -1
   * @param words class of each flags or categorical attribute, or -1
   * @param quantities each count, duration or real number in its unit, or {@link #DIFFERS}
   */
  public record Template(
      @Range(least = -1, most = 4095) int protocol,
      @Range(least = -1, most = 65_535) int localPort,
      @Range(least = -1, most = 65_535) int peerPort,
      @Range(least = -1, most = 65_535) int[] words,
      @Range(least = -1e19, most = 1e19) long[] quantities) {
    /** In place of a quantity that visits differ in. */
    public static final long DIFFERS = Long.MIN_VALUE;

    /** The same with another class of an attribute. */
    public Template with(int attribute, int word) {
      int[] others = words.clone();
      others[attribute] = word;
      return new Template(protocol, localPort, peerPort, others, quantities);
    }

    /** The same for the same template. */
    public String key() {
      return List.of(protocol, localPort, peerPort)
          + Arrays.toString(words)
          + Arrays.toString(quantities);
    }
  }

  /** Kinds' shares of the sweeps times those of the hosts: visits of one host in one sweep. */
  public double visitsPerSweep() {
    double visits = 0;
    double sweeps = 0;
    for (Kind kind : kinds) {
      visits += kind.count() * kind.share();
      sweeps += kind.count();
    }
    return visits / sweeps;
  }
}
