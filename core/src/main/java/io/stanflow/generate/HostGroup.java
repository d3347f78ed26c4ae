package io.stanflow.generate;

import io.stanflow.flow.Cidr;
import java.util.List;

/**
 * Hosts of a scenario that have something in common.
 *
 * @param name in messages
 * @param hosts their number
 * @param networks blocks that their addresses are drawn from, each host's from those of its family
 *     if there are any; none for those of the scenario
 * @param like {@linkplain ProfileKinds kind} of their profiles; null for all
 * @param volume flows of each in those that its profile has
 * @param serves services that they offer, as in the names of kinds: {@code web}, {@code tcp/8080}
 * @param clientOf group of the hosts that they meet inside the network, and no others; null for all
 * @param hours in which they have flows
 * @param shares of their flows together, as {@link Scenario#shares} are of all
 */
public record HostGroup(
    String name,
    int hosts,
    List<Cidr> networks,
    String like,
    double volume,
    List<String> serves,
    String clientOf,
    WorkingHours hours,
    List<Share> shares) {
  /** Most flows of a host in those that its profile has. */
  public static final double MOST_VOLUME = 1000;

  public HostGroup {
    networks = List.copyOf(networks);
    serves = List.copyOf(serves);
    shares = List.copyOf(shares);
    if (hosts < 1 || hosts > Scenario.MOST_HOSTS) {
      throw new IllegalArgumentException(
          "%s: %,d hosts, not from 1 to %,d".formatted(name, hosts, Scenario.MOST_HOSTS));
    }
    if (!(volume > 0 && volume <= MOST_VOLUME)) {
      throw new IllegalArgumentException(
          "%s: a volume of %s, not above 0 and at most %.0f".formatted(name, volume, MOST_VOLUME));
    }
  }

  /** Hosts that always have flows, with what shares their profiles give. */
  public HostGroup(String name, int hosts, List<Cidr> networks, String like, double volume) {
    this(name, hosts, networks, like, volume, List.of(), null, WorkingHours.ALWAYS, List.of());
  }

  /** The same hosts, all of which offer these services. */
  public HostGroup withServices(List<String> serves) {
    return new HostGroup(name, hosts, networks, like, volume, serves, clientOf, hours, shares);
  }

  /** The same hosts as clients of a group. */
  public HostGroup withClientOf(String clientOf) {
    return new HostGroup(name, hosts, networks, like, volume, serves, clientOf, hours, shares);
  }

  /** The same hosts with flows in these hours alone. */
  public HostGroup withHours(WorkingHours hours) {
    return new HostGroup(name, hosts, networks, like, volume, serves, clientOf, hours, shares);
  }

  /** The same hosts with such shares of their flows. */
  public HostGroup withShares(List<Share> shares) {
    return new HostGroup(name, hosts, networks, like, volume, serves, clientOf, hours, shares);
  }
}
