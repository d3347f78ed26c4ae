package io.stanflow.generate;

import io.stanflow.codec.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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

  /**
   * The volume of each host of a scenario, in those of its profile: of the hosts of one profile the
   * logs lie evenly over its spread, and all of them together have as many flows as by the profile.
   */
  double[] volumes(Scenario scenario) {
    int[] of = IntStream.range(0, hosts(scenario)).map(host -> of(scenario, host)).toArray();
    double[] volumes = new double[of.length];
    for (int from = 0, to = 0; from < of.length; from = to) {
      while (to < of.length && of[to] == of[from]) { // profiles come in turn
        to++;
      }
      double width = Math.sqrt(12) * profiles.get(of[from]).spec().volumeSpread();
      double sum = 0;
      for (int host = from; host < to; host++) {
        volumes[host] = StrictMath.exp(width * ((host - from + 0.5) / (to - from) - 0.5));
        sum += volumes[host];
      }
      for (int host = from; host < to; host++) {
        volumes[host] *= (to - from) / sum;
      }
    }
    return volumes;
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
