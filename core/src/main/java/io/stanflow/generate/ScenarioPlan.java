package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Profile;
import io.stanflow.codec.VolumeBudget;
import io.stanflow.flow.Address;
import io.stanflow.flow.Hours;
import io.stanflow.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A scenario worked out as far as nothing but volumes needs to be known: which hosts, which
 * profiles, how many flows in each hour.
 *
 * @param addresses of all hosts by their numbers, null where flows have none
 * @param start first clock unit
 * @param end first clock unit after the scenario
 */
record ScenarioPlan(List<HostPlan> hosts, List<Address> addresses, long start, long end) {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Most hosts times hours, which planning holds in memory. */
  private static final long MOST_HOST_HOURS = 50_000_000;

  /**
   * Plans a scenario; whether it can be is looked at before anything is drawn.
   *
   * @throws IllegalArgumentException if it has no end, too many flows or too few addresses
   */
  static ScenarioPlan of(Model model, Scenario scenario, HostSampler.KnownAddresses known) {
    if (scenario.duration() == null && scenario.flows() == 0) {
      throw new IllegalArgumentException("either a duration or a number of flows is needed");
    }
    long unit = model.codec().spec().clockUnit();
    if (unit == 0) {
      return timeless(scenario, model.profiles().get(0));
    }
    var profiles = new HostProfiles(model.profiles());
    var addresses = new HostAddresses(scenario);
    boolean named = model.codec().spec().addresses() != null;
    if (named) {
      addresses.checkRoom(profiles);
    }
    Duration duration =
        scenario.duration() != null ? scenario.duration() : duration(model, profiles, scenario);
    int number = profiles.hosts(scenario);
    if (number * (duration.toHours() + 2) > MOST_HOST_HOURS) {
      throw new IllegalArgumentException(
          "%,d hosts for %,d hours are too many to plan; ask for fewer hosts or a shorter time"
              .formatted(number, duration.toHours()));
    }
    long start = micros(scenario.start());
    long end = start + duration.toNanos() / 1000;
    var hours = new HourGrid(start, end, unit);
    List<HostPlan> hosts = draw(model, profiles, scenario, hours);
    return new ScenarioPlan(
        scenario.flows() > 0 ? HostPlan.scale(hosts, scenario.flows(), hours) : bounded(hosts),
        named ? addresses.draw(hosts, profiles, known) : nulls(number),
        -Math.floorDiv(-start, unit),
        -Math.floorDiv(-end, unit));
  }

  private static List<HostPlan> bounded(List<HostPlan> hosts) {
    checkVolume(hosts.stream().mapToLong(host -> host.budget().total()).sum());
    return hosts;
  }

  private static void checkVolume(long flows) {
    if (flows > Scenario.MOST_FLOWS) {
      throw new IllegalArgumentException(
          "the model's volumes give %,d flows, above %,d; ask for so many by number, or for fewer"
              .formatted(flows, Scenario.MOST_FLOWS));
    }
  }

  /** Ends planning where the thread is interrupted. */
  static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while planning");
    }
  }

  /** One series of as many rows as asked, or as the training table had. */
  private static ScenarioPlan timeless(Scenario scenario, Profile profile) {
    long rows = scenario.flows() > 0 ? scenario.flows() : Math.round(profile.flowsPerDay());
    if (scenario.flows() == 0) {
      checkVolume(rows);
    } else if (rows > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "one series has at most %,d rows".formatted(Integer.MAX_VALUE));
    }
    var budget = new VolumeBudget(new long[] {0}, new long[] {1}, new int[] {(int) rows});
    var host = new HostPlan(0, 0, budget, new double[] {rows});
    return new ScenarioPlan(List.of(host), nulls(1), 0, 1);
  }

  private static List<Address> nulls(int n) {
    List<Address> nulls = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      nulls.add(null);
    }
    return nulls;
  }

  private static long micros(Instant instant) {
    return Math.multiplyExact(instant.getEpochSecond(), 1_000_000L) + instant.getNano() / 1000;
  }

  private static List<HostPlan> draw(
      Model model, HostProfiles profiles, Scenario scenario, HourGrid hours) {
    List<HostPlan> hosts = new ArrayList<>();
    for (int host = 0; host < profiles.hosts(scenario); host++) {
      checkInterrupt();
      int profile = profiles.of(scenario, host);
      SplittableRandom random = HostPlan.random(scenario.seed(), host, HostPlan.Purpose.PLAN);
      random.nextLong(); // the profile's draw, if it was drawn
      hosts.add(HostPlan.draw(host, profile, model.profiles().get(profile), hours, random.split()));
    }
    return hosts;
  }

  /** As many whole hours as the profiles expect to need for the flows wanted. */
  private static Duration duration(Model model, HostProfiles profiles, Scenario scenario) {
    double[] rhythm = new double[Hours.A_DAY];
    for (int host = 0; host < profiles.hosts(scenario); host++) {
      checkInterrupt();
      int profile = profiles.of(scenario, host);
      for (int h = 0; h < Hours.A_DAY; h++) {
        rhythm[h] += model.profiles().get(profile).spec().rhythm()[h];
      }
    }
    double expected = 0;
    Duration duration = Duration.ZERO;
    int first = scenario.start().atOffset(java.time.ZoneOffset.UTC).getHour();
    for (int h = first; expected < scenario.flows(); h = (h + 1) % Hours.A_DAY) {
      expected += rhythm[h];
      duration = duration.plus(HOUR);
      if (duration.compareTo(Scenario.MOST) > 0) {
        throw new IllegalArgumentException(
            scenario.flows()
                + " flows would take these hosts more than ten years; ask for more hosts");
      }
    }
    return duration;
  }

  /** The same plan of hosts {@code from} to {@code to} - 1 alone; all addresses stay. */
  ScenarioPlan ofHosts(int from, int to) {
    if (from < 0 || to < from || to > hosts.size()) {
      throw new IllegalArgumentException(
          "hosts from %d up to %d, but the scenario's are from 0 up to %d"
              .formatted(from, to, hosts.size()));
    }
    return new ScenarioPlan(hosts.subList(from, to), addresses, start, end);
  }

  long flows() {
    return hosts.stream().mapToLong(h -> h.budget().total()).sum();
  }
}
