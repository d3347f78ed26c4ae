package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Profile;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes hosts others from some time on: until then they are as they were planned, and then one host
 * more goes on by their address. It has the number of the host plus that of all hosts.
 */
final class InfectionPlanner {
  private final Model model;
  private final HostProfiles profiles;
  private final HourGrid hours;
  private final Sweeps sweeps;
  private final Timers timers;
  private final Scenario scenario;
  private final int[][] places;

  /** By the number of the host. */
  private final SortedMap<Integer, Infected> infected = new TreeMap<>();

  /**
   * @param places of the model's profiles for each group, and then each infection
   */
  InfectionPlanner(
      Model model,
      HostProfiles profiles,
      HourGrid hours,
      Sweeps sweeps,
      Timers timers,
      Scenario scenario,
      int[][] places) {
    this.model = model;
    this.profiles = profiles;
    this.hours = hours;
    this.sweeps = sweeps;
    this.timers = timers;
    this.scenario = scenario;
    this.places = places;
  }

  /**
   * A host that is infected.
   *
   * @param profile of what it is then
   */
  private record Infected(long at, int profile, double volume) {}

  /**
   * Chooses the hosts of an infection, given by their numbers.
   *
   * @throws IllegalArgumentException if there are too few, or it is one's second
   */
  List<Integer> plan(Infection infection, EventTargets targets, SplittableRandom random) {
    long at = targets.time(infection);
    int number = Math.max(1, infection.hosts());
    List<Integer> chosen = EventTargets.draw(infection, targets.of(infection), number, random);
    int[] drawn =
        infection.like() == null
            ? chosen.stream().mapToInt(profiles::original).toArray()
            : profiles.draw(infection.like(), number, random.nextDouble());
    int part =
        scenario.groups().size() + scenario.script().infections().toList().indexOf(infection);
    double[] volumes = profiles.volumes();
    for (int i = 0; i < number; i++) {
      int host = chosen.get(i);
      double volume =
          infection.like() == null ? volumes[host] : profiles.volume(profiles.group(host));
      int profile = HostProfiles.place(places, part, drawn[i]);
      if (infected.put(host, new Infected(at, profile, volume)) != null) {
        throw new IllegalArgumentException(
            infection.name() + ": a host of it is infected by an earlier event");
      }
    }
    return chosen;
  }

  /** Whether any host is infected. */
  boolean any() {
    return !infected.isEmpty();
  }

  /**
   * The plans with those of infected hosts cut and what goes on for them added.
   *
   * @param drawn before they were scaled to a number of flows
   * @param plans the same as they are to be
   */
  List<HostPlan> hosts(List<HostPlan> drawn, List<HostPlan> plans) {
    List<HostPlan> all = new ArrayList<>(plans);
    for (int host : infected.keySet()) {
      HostPlan until = drawn.get(host).until(infected.get(host).at, hours);
      HostPlan from = then(host, infected.get(host));
      HostPlan planned = plans.get(host);
      if (planned.counted()) {
        double both = until.expected() + from.expected();
        long first = both == 0 ? 0 : Math.round(planned.flows() * until.expected() / both);
        until = until.having(first, hours, timers);
        from = from.having(Math.round(planned.flows()) - first, hours, timers);
      }
      all.set(host, until);
      all.add(from);
    }
    return all;
  }

  /** What a host is from its infection on. */
  private HostPlan then(int host, Infected other) {
    Profile profile = model.profiles().get(other.profile);
    WorkingHours working = profiles.hours().get(profiles.group(host));
    ActiveTime active = hours.active(working).within(other.at, hours.end());
    double visits = hours.share(active) * sweeps.expected(profile.spec().visited());
    int number = profiles.hosts() + host;
    double ticks = timers.expected(number, other.profile, active);
    SplittableRandom random = HostPlan.random(scenario.seed(), number, HostPlan.Purpose.PLAN);
    return HostPlan.draw(
        number, other.profile, profile, hours, other.volume, active, visits, ticks, random);
  }
}
