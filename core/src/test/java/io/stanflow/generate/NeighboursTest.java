package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.codec.spec.InternalSpec.Role;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.testing.OfficeLan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inside its network a host meets who is there and does what is asked for, whatever is learned. */
class NeighboursTest {
  private static final int HOSTS = 2 * OfficeLan.HOSTS;
  private static final Cidr INTERNAL = Cidr.parse("10.20.0.0/16");
  private static final Scenario SCENARIO =
      Scenario.DEFAULTS
          .withHosts(HOSTS)
          .withStart(Instant.parse("2026-03-02T08:00:00Z"))
          .withDuration(Duration.ofHours(3))
          .withThreads(2)
          .withInternal(List.of(INTERNAL));
  private static Model model;

  @BeforeAll
  static void build() throws IOException {
    model = Models.random(OfficeLan.table(6), 5, 6);
  }

  private static List<Flow> generate(Scenario scenario) {
    try (Stream<Flow> flows = new StanflowModel(model).generate(scenario)) {
      return flows.toList();
    }
  }

  private static ScenarioPlan plan(Scenario scenario) {
    return ScenarioPlan.of(
        model, scenario, new KnownAddresses(model.codec(), List.of(INTERNAL), 1));
  }

  private static boolean isInside(Flow flow) {
    return INTERNAL.contains(flow.sourceAddress()) && INTERNAL.contains(flow.destinationAddress());
  }

  /** Further addresses of all roles in the scenario. */
  private static double others() {
    return model.codec().spec().internal().roles().stream()
        .mapToDouble(role -> Math.ceil(HOSTS * role.addresses() / (double) OfficeLan.HOSTS))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whoIsMetIsAHostOrOneOfTheFewThatAreNone(long seed) {
    Scenario scenario = SCENARIO.withSeed(seed);
    Set<Address> hosts = new HashSet<>(plan(scenario).addresses());
    Set<Address> popular = popular();
    Set<Address> others = new HashSet<>();
    int ofHosts = 0;
    for (Flow flow : generate(scenario)) {
      if (isInside(flow)) {
        boolean from = hosts.contains(flow.sourceAddress());
        boolean to = hosts.contains(flow.destinationAddress());
        assertThat(from || to).isTrue();
        ofHosts += from && to ? 1 : 0;
        others.add(from ? flow.destinationAddress() : flow.sourceAddress());
      }
    }
    others.removeAll(hosts);
    others.removeAll(popular);
    assertThat(ofHosts).isPositive();
    // a host that is all that has a role meets nobody there, but a random address
    assertThat(others).isNotEmpty().hasSizeLessThanOrEqualTo((int) others() + 1);
  }

  private static Set<Address> popular() {
    var known = new KnownAddresses(model.codec(), List.of(INTERNAL), 1);
    Set<Address> popular = new HashSet<>();
    for (int i = 0; i < model.codec().spec().addresses().popular().length; i++) {
      popular.add(known.popular(i));
    }
    return popular;
  }

  /** So many in proportion to the hosts, the same for all of them, each in one role. */
  @Test
  void whoIsNoHostDoesOneThing() {
    ScenarioPlan plan = plan(SCENARIO.withSeed(4));
    List<Role> roles = model.codec().spec().internal().roles();
    var random = new SplittableRandom(4);
    Set<Address> all = new HashSet<>();
    int sum = 0;
    for (Role role : roles) {
      Set<Address> others = new HashSet<>();
      for (int i = 0; i < 2_000; i++) {
        HostPlan host = plan.hosts().get(random.nextInt(HOSTS));
        others.add(plan.neighbours().of(host).draw(role.service(), a -> true, random));
      }
      others.removeAll(plan.addresses());
      assertThat(others).hasSize(HOSTS * role.addresses() / OfficeLan.HOSTS);
      all.addAll(others);
      sum += others.size();
    }
    assertThat(all).isNotEmpty().hasSize(sum).doesNotContainAnyElementsOf(popular());
  }

  @Test
  void hostsAreMetForWhatTheirProfileHasARoleIn() {
    ScenarioPlan plan = plan(SCENARIO.withSeed(5));
    List<Role> roles = model.codec().spec().internal().roles();
    var random = new SplittableRandom(5);
    HostPlan busiest =
        plan.hosts().stream().max((a, b) -> Double.compare(a.flows(), b.flows())).orElseThrow();
    for (int r = 0; r < roles.size(); r++) {
      int role = r;
      List<Address> drawn = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        drawn.add(plan.neighbours().of(busiest).draw(roles.get(r).service(), a -> true, random));
      }
      Map<Address, Integer> profiles = new HashMap<>();
      plan.hosts().forEach(h -> profiles.put(plan.addresses().get(h.number()), h.profile()));
      double ofHosts = 0;
      for (Address address : drawn) {
        Integer profile = profiles.get(address);
        ofHosts += profile == null ? 0 : 1.0 / drawn.size();
        assertThat(
                profile == null
                    || model.profiles().get(profile).spec().roles().stream()
                        .anyMatch(held -> held.role() == role))
            .isTrue();
      }
      double share = roles.get(r).hosts() / roles.get(r).pairs();
      // five standard deviations of 500 draws
      double tolerance = 5 * Math.sqrt(share * (1 - share) / drawn.size());
      assertThat(ofHosts).isBetween(share - tolerance - 1e-9, share + tolerance + 1e-9);
    }
  }

  /** The busier of two hosts has their flows, as where flows are read, if there is one. */
  @Test
  void nobodyMeetsABusierHost() {
    ScenarioPlan plan = plan(SCENARIO.withSeed(6));
    Map<Address, Double> flows = new HashMap<>();
    plan.hosts().forEach(h -> flows.put(plan.addresses().get(h.number()), h.flows()));
    var random = new SplittableRandom(6);
    List<HostPlan> busiest =
        plan.hosts().stream()
            .sorted(Comparator.comparingDouble(host -> -host.flows()))
            .limit(HOSTS / 4)
            .toList();
    for (HostPlan host : busiest) {
      for (Role role : model.codec().spec().internal().roles()) {
        Address drawn = plan.neighbours().of(host).draw(role.service(), a -> true, random);
        assertThat(flows.getOrDefault(drawn, 0.0)).isLessThanOrEqualTo(host.flows());
      }
    }
  }

  @Test
  void aHostThatIsAPopularPeerHasItsAddress() {
    ScenarioPlan plan = plan(SCENARIO.withSeed(7).withHosts(0));
    Set<Address> popular = popular();
    popular.removeIf(address -> !INTERNAL.contains(address));
    assertThat(popular).isNotEmpty();
    assertThat(plan.addresses()).containsAll(popular).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void threadsChangeNothing(int threads) {
    Scenario scenario = SCENARIO.withSeed(8);
    assertThat(generate(scenario.withThreads(threads))).isEqualTo(generate(scenario));
  }
}
