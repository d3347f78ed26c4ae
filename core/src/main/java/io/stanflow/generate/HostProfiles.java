package io.stanflow.generate;

import io.stanflow.codec.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Which profile each host of a scenario has. */
final class HostProfiles {
  private final List<Profile> profiles;

  /** How many training hosts the profiles up to each one stand for. */
  private final int[] ends;

  HostProfiles(List<Profile> profiles) {
    this.profiles = profiles;
    ends = profiles.stream().mapToInt(profile -> profile.spec().hosts()).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
  }

  private int all() {
    return ends[ends.length - 1];
  }

  /**
   * Number of hosts of a scenario.
   *
   * @throws IllegalArgumentException if all are asked for and they are too many
   */
  int hosts(Scenario scenario) {
    if (scenario.hosts() > 0) {
      return scenario.hosts();
    }
    if (all() > Scenario.MOST_HOSTS) {
      throw new IllegalArgumentException(
          "the model was trained on %,d hosts, above %,d; ask for fewer"
              .formatted(all(), Scenario.MOST_HOSTS));
    }
    return all();
  }

  /** Index of a host's profile: every training host's in turn, or drawn in proportion to them. */
  int of(Scenario scenario, int host) {
    int at = host;
    if (scenario.hosts() > 0) {
      double turn = HostPlan.random(scenario.seed(), -2, HostPlan.Purpose.PLAN).nextDouble();
      at = (int) Math.min(all() - 1, (host + turn) * all() / scenario.hosts());
    }
    int found = Arrays.binarySearch(ends, at);
    return found < 0 ? -found - 1 : found + 1;
  }

  /** The popular peers that a profile's hosts are, by their indexes. */
  int[] popular(int profile) {
    return profiles.get(profile).spec().popular();
  }

  /** Whether a host's address is IPv6. */
  boolean ipv6(Scenario scenario, int host, int profile) {
    SplittableRandom family = HostPlan.random(scenario.seed(), host, HostPlan.Purpose.FAMILY);
    return family.nextDouble() < profiles.get(profile).spec().ipv6();
  }
}
