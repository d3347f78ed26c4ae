package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The addresses of a scenario's hosts, each from the blocks of its family. */
final class HostAddresses {
  /** Addresses of a network that hosts may have all of; of more, half. */
  private static final int FEW = 1024;

  /** Of finding an address that no host has. */
  private static final int TRIES = 100;

  /** Of finding one for a host, where all but a few are taken. */
  private static final int MOST_TRIES = 1_000_000;

  private final Scenario scenario;

  /** Of the hosts of each group; of all where there are none. */
  private final List<Blocks> groups = new ArrayList<>();

  private final HostSampler.KnownAddresses known;
  private final List<Address> drawn = new ArrayList<>();
  private final Set<Address> taken = new HashSet<>();

  HostAddresses(Scenario scenario, HostSampler.KnownAddresses known) {
    this.scenario = scenario;
    this.known = known;
    var all = Blocks.of(scenario.internal());
    scenario
        .groups()
        .forEach(g -> groups.add(g.networks().isEmpty() ? all : Blocks.of(g.networks())));
    if (groups.isEmpty()) {
      groups.add(all);
    }
  }

  /** Blocks by family; where it has none, those of the other. */
  private record Blocks(List<Cidr> ipv4, List<Cidr> ipv6) {
    static Blocks of(List<Cidr> all) {
      return new Blocks(Cidr.ofFamily(false, all), Cidr.ofFamily(true, all));
    }

    List<Cidr> of(boolean ipv6) {
      return ipv6 ? this.ipv6 : ipv4;
    }
  }

  /**
   * Each family's blocks must have an address for each host that draws from them. Looks at no more
   * hosts than have room.
   *
   * @throws IllegalArgumentException if they have not
   */
  void checkRoom(HostProfiles profiles) {
    double[][] rooms = new double[groups.size()][];
    long[][] drawn = new long[groups.size()][2];
    for (int g = 0; g < rooms.length; g++) {
      rooms[g] = new double[] {room(groups.get(g).ipv4), room(groups.get(g).ipv6)};
    }
    for (int host = 0; host < profiles.hosts(); host++) {
      ScenarioPlan.checkInterrupt();
      int g = profiles.group(host);
      boolean shared = groups.get(g).ipv4.equals(groups.get(g).ipv6);
      boolean ipv6 = profiles.ipv6(host);
      double room = rooms[g][ipv6 ? 1 : 0];
      if (++drawn[g][ipv6 && !shared ? 1 : 0] > room) {
        boolean grouped = !scenario.groups().isEmpty();
        int hosts = grouped ? scenario.groups().get(g).hosts() : profiles.hosts();
        throw new IllegalArgumentException(
            "%s%,d hosts need an internal network of more than %,.0f addresses; give a larger one, or fewer hosts"
                .formatted(grouped ? scenario.groups().get(g).name() + ": " : "", hosts, room));
      }
    }
  }

  /** Addresses that hosts of these blocks can have. */
  private double room(List<Cidr> blocks) {
    double all = blocks.stream().mapToDouble(b -> Math.pow(2, b.hostBits())).sum();
    return all > FEW ? all / 2 : usable(blocks).size();
  }

  /** All of them, of blocks that have few, ascending. */
  private List<Address> usable(List<Cidr> blocks) {
    var usable = new TreeSet<Address>();
    for (Cidr block : blocks) {
      for (long host = 0; host < 1L << block.hostBits(); host++) {
        Address address = block.withHost(0, host);
        if (isUsable(block, address)) {
          usable.add(address);
        }
      }
    }
    return List.copyOf(usable);
  }

  /** Draws one for each host, none twice; a host that is a popular peer has that one's. */
  List<Address> draw(List<HostPlan> hosts, HostProfiles profiles) {
    SplittableRandom random = HostPlan.random(scenario.seed(), -1, HostPlan.Purpose.PLAN);
    Map<Integer, Address> popular = popular(hosts, profiles);
    taken.addAll(popular.values());
    int tries = 0;
    while (drawn.size() < hosts.size()) {
      ScenarioPlan.checkInterrupt();
      HostPlan host = hosts.get(drawn.size());
      Address named = popular.get(host.number());
      if (named != null) {
        drawn.add(named);
        continue;
      }
      int group = profiles.group(host.number());
      Address address = draw(groups.get(group).of(profiles.ipv6(host.number())), random);
      boolean free = address != null && taken.add(address);
      if (free) {
        drawn.add(address);
      }
      tries = free ? 0 : tries + 1;
      if (tries > MOST_TRIES) { // groups share a network
        throw new IllegalArgumentException(
            "no address is left for a host of " + scenario.groups().get(group).name());
      }
    }
    return drawn;
  }

  /** By host: the first ones of each profile are the popular peers that its hosts are. */
  private Map<Integer, Address> popular(List<HostPlan> hosts, HostProfiles profiles) {
    Map<Integer, Address> popular = new HashMap<>();
    Map<Integer, Integer> named = new HashMap<>();
    Set<Address> given = new HashSet<>();
    for (HostPlan host : hosts) {
      if (!scenario.groups().isEmpty()
          && !scenario.groups().get(profiles.group(host.number())).networks().isEmpty()) {
        continue; // it has an address of its own group
      }
      int[] names = profiles.popular(host.profile());
      int next = names.length == 0 ? 0 : named.merge(host.profile(), 1, Integer::sum);
      if (next > 0 && next <= names.length) {
        Address address = known.popular(names[next - 1]);
        if (given.add(address)) {
          popular.put(host.number(), address);
        }
      }
    }
    return popular;
  }

  /** A random address of some blocks; null if no host has such a one. */
  private Address draw(List<Cidr> own, SplittableRandom random) {
    Cidr block = own.get(random.nextInt(own.size()));
    Address address = block.withHost(random.nextLong(), random.nextLong());
    return isUsable(block, address) ? address : null;
  }

  /** The address of a host, once they are drawn. */
  Address of(int host) {
    return drawn.get(host);
  }

  /**
   * Draws an address of the network that no host has, if one is found.
   *
   * @param ipv6 whether it is one
   */
  Address another(boolean ipv6, SplittableRandom random) {
    List<Cidr> own = Cidr.ofFamily(ipv6, scenario.internal());
    for (int i = 0; i < TRIES; i++) {
      Address address = draw(own, random);
      if (address != null && !taken.contains(address)) {
        return address;
      }
    }
    return own.get(0).withHost(random.nextLong(), random.nextLong());
  }

  private boolean isUsable(Cidr block, Address address) {
    boolean edge = block.hostBits() >= 8 && isEdge(address);
    return !edge && !(block.hostBits() > 10 && known.isPopular(address));
  }

  /** Whether a /24 would use it as its network's or broadcast address. */
  private static boolean isEdge(Address address) {
    long last = address.low() & 0xff;
    return address.isIpv4() && (last == 0 || last == 0xff);
  }
}
