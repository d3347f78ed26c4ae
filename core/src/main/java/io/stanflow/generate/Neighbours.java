package io.stanflow.generate;

import static java.util.Comparator.comparingDouble;

import io.stanflow.codec.InternalPeers;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.InternalSpec;
import io.stanflow.codec.spec.InternalSpec.Held;
import io.stanflow.codec.spec.InternalSpec.Role;
import io.stanflow.flow.Address;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whom the hosts of a scenario can meet inside their network, by what is done there: other hosts,
 * those whose profile has the role, and further addresses, which have it and no flows of their own.
 * Who has which role follows from the seed alone, so every host knows the same ones.
 */
final class Neighbours {
  /** Of finding one that a host has not met. */
  private static final int TRIES = 20;

  private final InternalSpec spec; // null where nobody is known
  private final HostAddresses addresses;
  private final List<HostPlan> hosts;
  private final ClientGroups clients; // null where there are none
  private final long seed;

  /** Of each role: the hosts that have it, by their numbers. */
  private final int[][] holders;

  /** Of each role: how often those up to each one are met. */
  private final double[][] ends;

  /** Of each role: how many further addresses have it. */
  private final int[] others;

  /**
   * @param original the model before profiles were added to it
   * @param addresses drawn, of all hosts
   * @param hosts of the scenario, by their numbers; without any, nobody is known
   * @param clients which hosts meet some of them alone; null where none do
   */
  Neighbours(
      Model model,
      Model original,
      HostAddresses addresses,
      List<HostPlan> hosts,
      ClientGroups clients,
      long seed) {
    spec = hosts.isEmpty() ? null : model.codec().spec().internal();
    List<Profile> profiles = model.profiles();
    this.addresses = addresses;
    this.hosts = hosts;
    this.clients = clients;
    this.seed = seed;
    int roles = spec == null ? 0 : spec.roles().size();
    holders = new int[roles][0];
    ends = new double[roles][0];
    others = new int[roles];
    double trained = original.profiles().stream().mapToDouble(p -> p.spec().hosts()).sum();
    for (int r = 0; r < roles; r++) {
      double trainedOthers = spec.roles().get(r).addresses();
      double scaled = Math.ceil(trainedOthers * hosts.size() / trained);
      others[r] = (int) scaled; // at most Integer.MAX_VALUE
      assign(r, profiles);
    }
  }

  /** A host that may have a role: the less its chance, the sooner, below 1 for sure. */
  private record Candidate(int host, double chance, double met) {}

  /** Draws which hosts have a role; one at least, where any of their profiles has it. */
  private void assign(int role, List<Profile> profiles) {
    Held[] held = profiles.stream().map(profile -> held(profile, role)).toArray(Held[]::new);
    List<Candidate> candidates = new ArrayList<>();
    for (HostPlan host : hosts) {
      Held own = held[host.profile()];
      if (own != null) {
        double drawn = random(role, host.number()).nextDouble();
        candidates.add(new Candidate(host.number(), drawn / own.share(), own.met()));
      }
    }
    List<Candidate> having = candidates.stream().filter(c -> c.chance() < 1).toList();
    if (having.isEmpty()) {
      having = candidates.stream().min(comparingDouble(Candidate::chance)).stream().toList();
    }
    holders[role] = having.stream().mapToInt(Candidate::host).toArray();
    ends[role] = having.stream().mapToDouble(Candidate::met).toArray();
    Arrays.parallelPrefix(ends[role], Double::sum);
  }

  private static Held held(Profile profile, int role) {
    return profile.spec().roles().stream()
        .filter(held -> held.role() == role && held.share() > 0)
        .findFirst()
        .orElse(null);
  }

  private SplittableRandom random(int role, int number) {
    return HostPlan.random(seed, ((long) role << 32) + number, HostPlan.Purpose.ROLES);
  }

  /** Whom a host can meet. */
  InternalPeers of(HostPlan host) {
    if (clients != null && clients.isClient(host.number())) {
      return (service, free, random) -> addresses.of(clients.server(host.number(), random));
    }
    return spec == null
        ? InternalPeers.ANYBODY
        : (service, free, random) -> draw(host, service, free, random);
  }

  private Address draw(
      HostPlan host, int service, Predicate<Address> free, RandomGenerator random) {
    int known = spec.role(service);
    int role = known < 0 ? any(random) : known;
    Role of = spec.roles().get(role);
    double share = of.hosts() / of.pairs();
    boolean ipv6 = !addresses.of(host.number()).isIpv4();
    Address drawn = null;
    boolean fits = false;
    for (int i = 0; i < TRIES && !fits; i++) {
      if (others[role] > 0 && (holders[role].length == 0 || random.nextDouble() >= share)) {
        drawn = other(role, random.nextInt(others[role]), ipv6);
        fits = free.test(drawn);
      } else {
        int holder = holder(role, random);
        drawn = addresses.of(holder);
        // of two hosts the busier one has their flows
        fits = hosts.get(holder).flows() <= host.flows() && free.test(drawn);
        fits &= clients == null || clients.mayMeet(host.number(), holder);
      }
    }
    return drawn;
  }

  /** For what nobody does: a role as often as hosts met somebody in it. */
  private int any(RandomGenerator random) {
    List<Role> roles = spec.roles();
    double left = random.nextDouble() * roles.stream().mapToDouble(Role::pairs).sum();
    int role = 0;
    while (role < roles.size() - 1 && left >= roles.get(role).pairs()) {
      left -= roles.get(role++).pairs();
    }
    return role;
  }

  /** A host that has a role; any one where none does. */
  private int holder(int role, RandomGenerator random) {
    if (holders[role].length == 0) {
      return random.nextInt(hosts.size());
    }
    double[] upTo = ends[role];
    int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return holders[role][Math.min(upTo.length - 1, found < 0 ? -found - 1 : found + 1)];
  }

  /** The address of a role's further one; the same whenever it is asked for. */
  private Address other(int role, int number, boolean ipv6) {
    return addresses.another(ipv6, random(role, -1 - number));
  }
}
