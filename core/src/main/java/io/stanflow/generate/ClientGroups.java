package io.stanflow.generate;

import java.util.List;
import java.util.random.RandomGenerator;

/** Which hosts meet nobody inside the network but those of one group, whose clients they are. */
final class ClientGroups {
  private final HostProfiles profiles;

  /** By group: that of whom they are clients, -1 for none. */
  private final int[] of;

  /**
   * Those of a scenario.
   *
   * @throws IllegalArgumentException if it has no group of a name
   */
  ClientGroups(Scenario scenario, HostProfiles profiles) {
    this.profiles = profiles;
    List<String> names = scenario.groups().stream().map(HostGroup::name).toList();
    of = new int[Math.max(1, names.size())];
    of[0] = -1;
    for (int g = 0; g < names.size(); g++) {
      String server = scenario.groups().get(g).clientOf();
      of[g] = server == null ? -1 : names.indexOf(server);
      if (server != null && of[g] < 0) {
        throw new IllegalArgumentException(
            "%s are clients of '%s', but the groups are %s"
                .formatted(names.get(g), server, String.join(", ", names)));
      }
    }
  }

  /** Whether a host meets some inside alone; one that goes on for an infected one meets anybody. */
  boolean isClient(int host) {
    return host < profiles.hosts() && of[profiles.group(host)] >= 0;
  }

  /** Whether one host may meet another. */
  boolean mayMeet(int host, int other) {
    return fits(host, other) && fits(other, host);
  }

  private boolean fits(int client, int server) {
    return !isClient(client) || of[profiles.group(client)] == profiles.group(server);
  }

  /** Draws one of those whose client a host is. */
  int server(int client, RandomGenerator random) {
    int group = of[profiles.group(client)];
    return random.nextInt(profiles.first(group), profiles.first(group + 1));
  }
}
