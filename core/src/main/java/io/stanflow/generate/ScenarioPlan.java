package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Profile;
import io.stanflow.codec.VolumeBudget;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Hours;
import io.stanflow.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  static ScenarioPlan of(Model model, Scenario scenario, HostSampler.KnownAddresses known) {
    long unit = model.codec().spec().clockUnit();
    if (unit == 0) {
      return timeless(scenario, model.profiles().get(0));
    }
    Duration duration =
        scenario.duration() != null ? scenario.duration() : duration(model, scenario);
    long start = micros(scenario.start());
    long end = start + duration.toNanos() / 1000;
    var hours = new HourGrid(start, end, unit);
    List<HostPlan> hosts = draw(model, scenario, hours);
    if (scenario.flows() > 0) {
      hosts = HostPlan.scale(hosts, scenario.flows(), hours);
    }
    boolean named = model.codec().spec().addresses() != null;
    return new ScenarioPlan(
        hosts,
        named ? addresses(model, scenario, hosts, known) : nulls(hosts.size()),
        -Math.floorDiv(-start, unit),
        -Math.floorDiv(-end, unit));
  }

  /** One series of as many rows as asked, or as the training table had. */
  private static ScenarioPlan timeless(Scenario scenario, Profile profile) {
    long rows = scenario.flows() > 0 ? scenario.flows() : Math.round(profile.flowsPerDay());
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

  private static List<HostPlan> draw(Model model, Scenario scenario, HourGrid hours) {
    List<Profile> profiles = model.profiles();
    List<HostPlan> hosts = new ArrayList<>();
    for (int profile : profiles(profiles, scenario)) {
      SplittableRandom random =
          HostPlan.random(scenario.seed(), hosts.size(), HostPlan.Purpose.PLAN);
      random.nextLong(); // the profile's draw, if it was drawn
      hosts.add(HostPlan.draw(hosts.size(), profile, profiles.get(profile), hours, random.split()));
    }
    return hosts;
  }

  /** Profile of each host: every training host's in turn, or drawn. */
  private static List<Integer> profiles(List<Profile> profiles, Scenario scenario) {
    List<Integer> chosen = new ArrayList<>();
    for (int p = 0; scenario.hosts() == 0 && p < profiles.size(); p++) {
      for (int i = 0; i < profiles.get(p).spec().hosts(); i++) {
        chosen.add(p);
      }
    }
    for (int host = 0; host < scenario.hosts(); host++) {
      SplittableRandom random = HostPlan.random(scenario.seed(), host, HostPlan.Purpose.PLAN);
      chosen.add(HostPlan.drawProfile(profiles, random));
    }
    return chosen;
  }

  /** As many whole hours as the profiles expect to need for the flows wanted. */
  private static Duration duration(Model model, Scenario scenario) {
    double[] rhythm = new double[Hours.A_DAY];
    for (int profile : profiles(model.profiles(), scenario)) {
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

  private static List<Address> addresses(
      Model model, Scenario scenario, List<HostPlan> hosts, HostSampler.KnownAddresses known) {
    SplittableRandom random = HostPlan.random(scenario.seed(), -1, HostPlan.Purpose.PLAN);
    List<List<Cidr>> blocks = new ArrayList<>();
    for (HostPlan host : hosts) {
      double ipv6 = model.profiles().get(host.profile()).spec().ipv6();
      SplittableRandom family =
          HostPlan.random(scenario.seed(), host.number(), HostPlan.Purpose.FAMILY);
      blocks.add(Cidr.ofFamily(family.nextDouble() < ipv6, scenario.internal()));
    }
    checkRoom(blocks);
    Set<Address> taken = new HashSet<>();
    List<Address> addresses = new ArrayList<>();
    while (addresses.size() < hosts.size()) {
      List<Cidr> own = blocks.get(addresses.size());
      Cidr block = own.get(random.nextInt(own.size()));
      Address address = block.withHost(random.nextLong(), random.nextLong());
      boolean edge = block.hostBits() >= 8 && isEdge(address);
      boolean popular = block.hostBits() > 10 && known.isPopular(address);
      if (!edge && !popular && taken.add(address)) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  /** Each host's blocks must have twice as many addresses as the hosts that draw from them. */
  private static void checkRoom(List<List<Cidr>> blocks) {
    for (List<Cidr> own : new HashSet<>(blocks)) {
      double room = own.stream().mapToDouble(block -> Math.pow(2, block.hostBits())).sum();
      long hosts = blocks.stream().filter(own::equals).count();
      if (hosts > room / 2) {
        throw new IllegalArgumentException(
            "%d hosts need an internal network of at least %d addresses; give a larger one"
                .formatted(hosts, 2 * hosts));
      }
    }
  }

  /** Whether a /24 would use it as its network's or broadcast address. */
  private static boolean isEdge(Address address) {
    long last = address.low() & 0xff;
    return address.isIpv4() && (last == 0 || last == 0xff);
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
