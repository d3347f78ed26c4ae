package io.stanflow.generate;

import io.stanflow.flow.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What to generate. The same scenario gives the same flows, however many threads make them.
 *
 * @param hosts number of internal hosts, each with a profile drawn by its training frequency; 0 for
 *     all: one host for each training host, under the profile that stands for it
 * @param start flows are recorded at or after this instant
 * @param duration and before {@code start + duration}; null: as long as {@code flows} need
 * @param flows exact number of flows; 0 leaves it to the profiles' volumes
 * @param seed of everything random
 * @param threads that generate
 * @param internal blocks that the hosts' addresses are drawn from, each host's from those of its
 *     family if there are any
 */
public record Scenario(
    int hosts,
    Instant start,
    Duration duration,
    long flows,
    long seed,
    int threads,
    List<Cidr> internal) {
  /** Longest scenario. */
  public static final Duration MOST = Duration.ofDays(3660);

  /** Stated here and nowhere else; 100 hosts for an hour of a Monday morning. */
  public static final Scenario DEFAULTS =
      new Scenario(
          100,
          Instant.parse("2026-01-05T10:00:00Z"),
          Duration.ofHours(1),
          0,
          1,
          Runtime.getRuntime().availableProcessors(),
          List.of(Cidr.parse("10.0.0.0/16"), Cidr.parse("fd00::/64")));

  public Scenario {
    Objects.requireNonNull(start);
    internal = List.copyOf(internal);
    check(hosts >= 0, "hosts must be at least 1, or all");
    check(flows >= 0, "flows must be at least 1");
    check(threads >= 1, "threads must be at least 1");
    check(!internal.isEmpty(), "at least one internal block is needed");
    check(duration != null || flows > 0, "either a duration or a number of flows is needed");
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

  public Scenario withHosts(int hosts) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }

  public Scenario withStart(Instant start) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }

  public Scenario withDuration(Duration duration) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }

  /** Exactly this many flows, in the duration set or, if that is null, in as long as they need. */
  public Scenario withFlows(long flows) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }

  public Scenario withSeed(long seed) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }

  public Scenario withThreads(int threads) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }

  public Scenario withInternal(List<Cidr> internal) {
    return new Scenario(hosts, start, duration, flows, seed, threads, internal);
  }
}
