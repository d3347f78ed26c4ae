package io.stanflow.generate;

import io.stanflow.flow.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What to generate. The same scenario gives the same flows, however many threads make them.
 *
 * @param hosts number of internal hosts, each with a profile drawn by its training frequency; 0 for
 *     all: one host for each training host, under the profile that stands for it
 * @param start flows are recorded at or after this instant
 * @param zone the hosts' clock: what hour of their day it is, as the training network's times had
 *     it
 * @param duration and before {@code start + duration}; null: as long as {@code flows} need, which
 *     must then be set when generation starts
 * @param flows exact number of flows; 0 leaves it to the profiles' volumes
 * @param seed of everything random
 * @param threads that generate
 * @param internal blocks that the hosts' addresses are drawn from, each host's from those of its
 *     family if there are any
 * @param shares of flows that are to have a word of a condition, or of the label; others stand to
 *     each other as the profiles have them
 * @param groups of the hosts, which are as many as in all of these; none for hosts that have
 *     nothing in common
 * @param script what is so, or happens, at its times
 */
public record Scenario(
    int hosts,
    Instant start,
    ZoneOffset zone,
    Duration duration,
    long flows,
    long seed,
    int threads,
    List<Cidr> internal,
    List<Share> shares,
    List<HostGroup> groups,
    Script script) {
  /** Longest scenario. */
  public static final Duration MOST = Duration.ofDays(3660);

  /** Most hosts. */
  public static final int MOST_HOSTS = 1_000_000;

  /** Most flows that are generated without having been asked for by number. */
  public static final long MOST_FLOWS = 1_000_000_000;

  /** Most flows that can be asked for. */
  private static final long MOST_ASKED = 1_000_000_000_000L;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

  /** Stated here and nowhere else; 100 hosts for an hour of a Monday morning. */
  public static final Scenario DEFAULTS =
      new Scenario(
          100,
          Instant.parse("2026-01-05T10:00:00Z"),
          ZoneOffset.UTC,
          Duration.ofHours(1),
          0,
          1,
          Runtime.getRuntime().availableProcessors(),
          List.of(Cidr.parse("10.0.0.0/16"), Cidr.parse("fd00::/64")),
          List.of(),
          List.of(),
          Script.NONE);

  public Scenario {
    Objects.requireNonNull(start);
    Objects.requireNonNull(zone);
    internal = List.copyOf(internal);
    shares = List.copyOf(shares);
    groups = List.copyOf(groups);
    Objects.requireNonNull(script);
    boolean fit = groups.isEmpty() || groups.stream().mapToLong(HostGroup::hosts).sum() == hosts;
    check(fit, "hosts are grouped: their number is that of all groups");
    check(hosts >= 0, "hosts must be at least 1, or all");
    check(hosts <= MOST_HOSTS, "hosts must be at most %,d".formatted(MOST_HOSTS));
    check(flows >= 0, "flows must be at least 1");
    check(flows <= MOST_ASKED, "flows must be at most %,d".formatted(MOST_ASKED));
    boolean calendar = !start.isBefore(EARLIEST) && start.isBefore(LATEST);
    check(calendar, "start must be in the years 1 to 8999");
    check(threads >= 1, "threads must be at least 1");
    check(!internal.isEmpty(), "at least one internal block is needed");
    boolean sound =
        duration == null
            || (duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(MOST) <= 0);
    check(sound, "duration must be above 0 and at most " + MOST.toDays() + " days");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Same scenario of so many hosts, 0 for all, which have nothing in common. */
  public Scenario withHosts(int hosts) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, List.of(), script);
  }

  /** Same scenario at another time. */
  public Scenario withStart(Instant start) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /**
   * Same scenario by another clock: at 09:00+01:00 hosts do what the training hosts did when their
   * flows said 09:00, and the flows say 08:00, as all do in UTC.
   */
  public Scenario withZone(ZoneOffset zone) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /** Same scenario of another length; null for as long as the flows asked for need. */
  public Scenario withDuration(Duration duration) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /** Exactly this many flows, in the duration set or, if that is null, in as long as they need. */
  public Scenario withFlows(long flows) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /** Same scenario by other chance. */
  public Scenario withSeed(long seed) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /** Same scenario, generated by so many threads. */
  public Scenario withThreads(int threads) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /** Same scenario with its hosts in these blocks. */
  public Scenario withInternal(List<Cidr> internal) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /** Same scenario with such shares of words. */
  public Scenario withShares(List<Share> shares) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }

  /**
   * Same scenario of these hosts. Their networks are internal ones; those that were stay so unless
   * every group has its own.
   */
  public Scenario withGroups(List<HostGroup> groups) {
    long all = groups.stream().mapToLong(HostGroup::hosts).sum();
    check(all <= MOST_HOSTS, "hosts must be at most %,d".formatted(MOST_HOSTS));
    boolean own = groups.stream().noneMatch(group -> group.networks().isEmpty());
    var blocks = new LinkedHashSet<>(own ? List.<Cidr>of() : internal);
    groups.forEach(group -> blocks.addAll(group.networks()));
    List<Cidr> networks = groups.isEmpty() ? internal : List.copyOf(blocks);
    int number = groups.isEmpty() ? hosts : (int) all;
    return new Scenario(
        number, start, zone, duration, flows, seed, threads, networks, shares, groups, script);
  }

  /** What is asked of each group's flows, and then of each infection's. */
  List<List<Share>> partShares() {
    return Stream.concat(
            groups.stream().map(HostGroup::shares), script.infections().map(Infection::shares))
        .toList();
  }

  /** Same scenario by this script. */
  public Scenario withScript(Script script) {
    return new Scenario(
        hosts, start, zone, duration, flows, seed, threads, internal, shares, groups, script);
  }
}
