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

  private final Scenario scenario;
  private final List<Cidr> blocks4;
  private final List<Cidr> blocks6;
  private final HostSampler.KnownAddresses known;
  private final List<Address> drawn = new ArrayList<>();
  private final Set<Address> taken = new HashSet<>();

  HostAddresses(Scenario scenario, HostSampler.KnownAddresses known) {
    this.scenario = scenario;
    this.known = known;
    blocks4 = Cidr.ofFamily(false, scenario.internal());
    blocks6 = Cidr.ofFamily(true, scenario.internal());
  }

  private List<Cidr> blocks(boolean ipv6) {
    return ipv6 ? blocks6 : blocks4;
  }

  /**
   * Each family's blocks must have an address for each host that draws from them. Looks at no more
   * hosts than have room.
   *
   * @throws IllegalArgumentException if they have not
   */
  void checkRoom(HostProfiles profiles) {
    int hosts = profiles.hosts(scenario);
    boolean shared = blocks4.equals(blocks6);
    double[] rooms = {room(blocks4), room(blocks6)};
    long[] drawn = new long[2];
    for (int host = 0; host < hosts; host++) {
      ScenarioPlan.checkInterrupt();
      boolean ipv6 = profiles.ipv6(scenario, host, profiles.of(scenario, host));
      int family = ipv6 && !shared ? 1 : 0;
      drawn[family]++;
      double room = rooms[ipv6 ? 1 : 0];
      if (drawn[family] > room) {
        throw new IllegalArgumentException(
            "%,d hosts need an internal network of more than %,.0f addresses; give a larger one, or fewer hosts"
                .formatted(hosts, room));
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
    while (drawn.size() < hosts.size()) {
      ScenarioPlan.checkInterrupt();
      HostPlan host = hosts.get(drawn.size());
      Address named = popular.get(host.number());
      if (named != null) {
        drawn.add(named);
        continue;
      }
      List<Cidr> own = blocks(profiles.ipv6(scenario, host.number(), host.profile()));
      Address address = draw(own, random);
      if (address != null && taken.add(address)) {
        drawn.add(address);
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
    List<Cidr> own = blocks(ipv6);
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
