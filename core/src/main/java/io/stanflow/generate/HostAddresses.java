package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The addresses of a scenario's hosts, each from the blocks of its family. */
final class HostAddresses {
  private final Scenario scenario;
  private final List<Cidr> blocks4;
  private final List<Cidr> blocks6;

  HostAddresses(Scenario scenario) {
    this.scenario = scenario;
    blocks4 = Cidr.ofFamily(false, scenario.internal());
    blocks6 = Cidr.ofFamily(true, scenario.internal());
  }

  private List<Cidr> blocks(boolean ipv6) {
    return ipv6 ? blocks6 : blocks4;
  }

  /**
   * Each family's blocks must have twice as many addresses as the hosts that draw from them. Looks
   * at no more hosts than have room.
   *
   * @throws IllegalArgumentException if they have not
   */
  void checkRoom(HostProfiles profiles) {
    int hosts = profiles.hosts(scenario);
    boolean shared = blocks4.equals(blocks6);
    long[] drawn = new long[2];
    for (int host = 0; host < hosts; host++) {
      ScenarioPlan.checkInterrupt();
      boolean ipv6 = profiles.ipv6(scenario, host, profiles.of(scenario, host));
      int family = ipv6 && !shared ? 1 : 0;
      drawn[family]++;
      double room = blocks(ipv6).stream().mapToDouble(b -> Math.pow(2, b.hostBits())).sum();
      if (drawn[family] > room / 2) {
        throw new IllegalArgumentException(
            "%d hosts need an internal network of more than %.0f addresses; give a larger one"
                .formatted(hosts, room));
      }
    }
  }

  /** One for each host, none twice. */
  List<Address> draw(
      List<HostPlan> hosts, HostProfiles profiles, HostSampler.KnownAddresses known) {
    SplittableRandom random = HostPlan.random(scenario.seed(), -1, HostPlan.Purpose.PLAN);
    Set<Address> taken = new HashSet<>();
    List<Address> addresses = new ArrayList<>();
    while (addresses.size() < hosts.size()) {
      ScenarioPlan.checkInterrupt();
      HostPlan host = hosts.get(addresses.size());
      List<Cidr> own = blocks(profiles.ipv6(scenario, host.number(), host.profile()));
      Cidr block = own.get(random.nextInt(own.size()));
      Address address = block.withHost(random.nextLong(), random.nextLong());
      if (isUsable(block, address, known) && taken.add(address)) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  private static boolean isUsable(Cidr block, Address address, HostSampler.KnownAddresses known) {
    boolean edge = block.hostBits() >= 8 && isEdge(address);
    return !edge && !(block.hostBits() > 10 && known.isPopular(address));
  }

  /** Whether a /24 would use it as its network's or broadcast address. */
  private static boolean isEdge(Address address) {
    long last = address.low() & 0xff;
    return address.isIpv4() && (last == 0 || last == 0xff);
  }
}
