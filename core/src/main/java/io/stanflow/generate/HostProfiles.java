package io.stanflow.generate;

import io.stanflow.codec.Profile;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which profile each host of a scenario has. */
final class HostProfiles {
  private final List<Profile> profiles;
  private final Model model;
  private final long seed;

  /** By host. */
  private final int[] of;

  /** First host of each group; last: the number of hosts. */
  private final int[] starts;

  /** By group. */
  private final double[] volumes;

  private final List<WorkingHours> hours;

  /** The profiles of a model. */
  HostProfiles(Model model, Scenario scenario) {
    this(model.profiles(), model, scenario, new int[0][]);
  }

  /**
   * Changed profiles of a model.
   *
   * @param profiles each in place of the model's own of its index
   * @param model by which kinds of profiles go
   * @param places of the model's profiles for each group; none for their own
   * @throws IllegalArgumentException if the scenario has too many hosts, or a group is of a kind
   *     that the model does not have
   */
  HostProfiles(List<Profile> profiles, Model model, Scenario scenario, int[][] places) {
    this.profiles = profiles;
    this.model = model;
    seed = scenario.seed();
    List<Integer> all = IntStream.range(0, model.profiles().size()).boxed().toList();
    List<HostGroup> groups = scenario.groups();
    hours =
        groups.isEmpty()
            ? List.of(WorkingHours.ALWAYS)
            : groups.stream().map(HostGroup::hours).toList();
    double volume = scenario.script().volume();
    if (groups.isEmpty()) {
      boolean each = scenario.hosts() == 0;
      of = each ? each() : draw(all, scenario.hosts(), turn(-2, HostPlan.Purpose.PLAN));
      starts = new int[] {0, of.length};
      volumes = new double[] {volume};
      return;
    }
    var kinds = new ProfileKinds(model);
    starts = new int[groups.size() + 1];
    volumes = groups.stream().mapToDouble(group -> volume * group.volume()).toArray();
    List<int[]> drawn = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      HostGroup group = groups.get(g);
      List<Integer> alike = group.like() == null ? all : kinds.of(group.like());
      List<Integer> some = kinds.serving(group.serves(), alike);
      int[] own = draw(some, group.hosts(), turn(g, HostPlan.Purpose.GROUPS));
      int at = g;
      drawn.add(Arrays.stream(own).map(p -> place(places, at, p)).toArray());
      starts[g + 1] = starts[g] + group.hosts();
    }
    of = drawn.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Where a group's profile is; those of hosts without groups are at their own places. */
  static int place(int[][] places, int group, int profile) {
    return group < places.length ? places[group][profile] : profile;
  }

  private double turn(int of, HostPlan.Purpose purpose) {
    return HostPlan.random(seed, of, purpose).nextDouble();
  }

  /** As many hosts as the profiles stand for. */
  private int[] each() {
    long all = profiles.stream().mapToLong(profile -> profile.spec().hosts()).sum();
    if (all > Scenario.MOST_HOSTS) {
      throw new IllegalArgumentException(
          "the model was trained on %,d hosts, above %,d; ask for fewer"
              .formatted(all, Scenario.MOST_HOSTS));
    }
    return IntStream.range(0, profiles.size())
        .flatMap(p -> IntStream.range(0, profiles.get(p).spec().hosts()).map(host -> p))
        .toArray();
  }

  /**
   * Profiles drawn among those of a kind.
   *
   * @param turn uniform in [0, 1)
   */
  int[] draw(String like, int hosts, double turn) {
    return draw(new ProfileKinds(model).of(like), hosts, turn);
  }

  /** Profiles drawn in proportion to the hosts that they stand for (systematic sampling). */
  private int[] draw(List<Integer> some, int hosts, double turn) {
    int[] ends = some.stream().mapToInt(p -> profiles.get(p).spec().hosts()).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    int all = ends[ends.length - 1];
    int[] drawn = new int[hosts];
    for (int host = 0; host < hosts; host++) {
      int at = (int) Math.min(all - 1, (host + turn) * all / hosts);
      int found = Arrays.binarySearch(ends, at);
      drawn[host] = some.get(found < 0 ? -found - 1 : found + 1);
    }
    return drawn;
  }

  /** Number of hosts. */
  int hosts() {
    return of.length;
  }

  /** Index in the model of the profile that a host has, or that its own was made of. */
  int original(int host) {
    return of[host] % model.profiles().size();
  }

  /** Index of a host's profile. */
  int of(int host) {
    return of[host];
  }

  /** Index of a host's group; 0 where there are none. */
  int group(int host) {
    int found = Arrays.binarySearch(starts, host);
    return found < 0 ? -found - 2 : found;
  }

  /** The first host of a group; after the last one, the number of hosts. */
  int first(int group) {
    return starts[group];
  }

  /** What the volumes of a group's hosts are taken times. */
  double volume(int group) {
    return volumes[group];
  }

  /** When the hosts of each group have flows. */
  List<WorkingHours> hours() {
    return hours;
  }

  /**
   * The volume of each host, in those of its profile: of the hosts of one profile the logs lie
   * evenly over its spread, and all of them together have as many flows as by the profile, times
   * what their group has.
   */
  double[] volumes() {
    double[] all = new double[of.length];
    for (int g = 0; g < volumes.length; g++) {
      for (int from = starts[g], to = from; from < starts[g + 1]; from = to) {
        while (to < starts[g + 1] && of[to] == of[from]) { // profiles come in turn
          to++;
        }
        fill(all, from, to, volumes[g]);
      }
    }
    return all;
  }

  private void fill(double[] all, int from, int to, double volume) {
    double width = Math.sqrt(12) * profiles.get(of[from]).spec().volumeSpread();
    double sum = 0;
    for (int host = from; host < to; host++) {
      all[host] = StrictMath.exp(width * ((host - from + 0.5) / (to - from) - 0.5));
      sum += all[host];
    }
    for (int host = from; host < to; host++) {
      all[host] *= volume * (to - from) / sum;
    }
  }

  /** The popular peers that a profile's hosts are, by their indexes. */
  int[] popular(int profile) {
    return profiles.get(profile).spec().popular();
  }

  /** Whether a host's address is IPv6. */
  boolean ipv6(int host) {
    SplittableRandom family = HostPlan.random(seed, host, HostPlan.Purpose.FAMILY);
    return family.nextDouble() < profiles.get(of[host]).spec().ipv6();
  }
}
