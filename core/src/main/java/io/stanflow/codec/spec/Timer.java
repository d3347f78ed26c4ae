package io.stanflow.codec.spec;

import io.stanflow.flow.Range;

/**
 * What makes a host repeat a flow with one peer after the same time again and again: a poll, a
 * keep-alive, a beacon.
 *
 * @param often how many timers of this kind a host has
 * @param protocol class of its protocol, or -1 where hosts' timers are for different services
 * @param port the smaller port; type and code of ICMP; 0 without ports; -1 without a protocol
 * @param local whether that is the host's own
 * @param outgoing whether the first flow of a tick leaves the host
 * @param answered share of the ticks that a flow of the other direction goes with
 * @param least shortest period, seconds
 * @param most longest period; between them the natural log of a host's is uniform
 * @param jitter standard deviation of a tick from its clock, as a share of the period
 * @param missed share of the ticks that do not come
 * @param slipped share of the ticks at which the clock is set anew
 * @param lag seconds from the first flow of a tick to the other
 * @param lives share of the time that it goes on for
 * @param peer index of the popular peer that it is with, or -1
 * @param heavy index of the profile's heavy peer that it is with, or -1
 * @param internal whether the peer is inside the network
 */
public record Timer(
    @Range(least = 0, most = 1e4) double often,
    @Range(least = -1, most = 4095) int protocol,
    @Range(least = -1, most = 65_535) int port,
    boolean local,
    boolean outgoing,
    @Range(least = 0, most = 1) double answered,
    @Range(least = 1, most = 1e9) double least,
    @Range(least = 1, most = 1e9) double most,
    @Range(least = 0, most = 1) double jitter,
    @Range(least = 0, most = 0.9) double missed,
    @Range(least = 0, most = 0.9) double slipped,
    @Range(least = 0, most = 1e6) double lag,
    @Range(least = 0, most = 1) double lives,
    @Range(least = -1, most = Integer.MAX_VALUE) int peer,
    @Range(least = -1, most = HeavyPeer.MOST - 1) int heavy,
    boolean internal) {
  /** Most kinds of timers that a profile has. */
  public static final int MOST = 256;

  /** Fewest flows of one direction that keep a clock. */
  public static final int LEAST_TICKS = 12;

  /** Shortest period, seconds: below it whole seconds are too coarse. */
  public static final int LEAST_PERIOD = 10;

  public Timer {
    if (least > most || (protocol < 0) != (port < 0)) {
      throw new IllegalArgumentException(
          "a timer of %s to %s seconds, protocol %d and port %d"
              .formatted(least, most, protocol, port));
    }
  }

  /** The same for as many of a host, and at another place among its heavy peers. */
  public Timer with(double number, int heavyPeer) {
    return new Timer(
        number, protocol, port, local, outgoing, answered, least, most, jitter, missed, slipped,
        lag, lives, peer, heavyPeer, internal);
  }

  /** The same, going on for all of the time. */
  public Timer lasting() {
    return new Timer(
        often, protocol, port, local, outgoing, answered, least, most, jitter, missed, slipped, lag,
        1, peer, heavy, internal);
  }

  /** Flows of a host's timers of this kind in an hour. */
  public double perHour() {
    double frequency = most > least ? (1 / least - 1 / most) / Math.log(most / least) : 1 / least;
    return 3600 * often * lives * perSecond(1 / frequency);
  }

  /** A timer of another period and life as often as makes for as many flows as this one does. */
  public Timer replacedBy(Timer other) {
    return other.with(other.often * perHour() / other.perHour(), other.heavy);
  }

  /** Flows in a second while it goes on. */
  public double perSecond(double period) {
    return (1 + answered) * (1 - missed) / period;
  }
}
