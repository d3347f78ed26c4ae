package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hosts of a scenario in groups: how many, where, what they are like, how much they do. */
class HostGroupsTest {
  private static final Cidr OFFICE = Cidr.parse("10.1.0.0/24");

  private static StanflowModel model;
  private static List<String> kinds;

  @BeforeAll
  static void fit() throws IOException {
    Model random = Models.random(SimulatedTraffic.table(24, 120, true, 2), 3, 1);
    model = new StanflowModel(random);
    kinds = new ProfileKinds(random).all();
  }

  private static HostGroup group(int hosts, String like, double volume, String... networks) {
    List<Cidr> blocks = Stream.of(networks).map(Cidr::parse).toList();
    return new HostGroup("group", hosts, blocks, like, volume);
  }

  private static List<Flow> flows(Scenario scenario) {
    try (Stream<Flow> flows = model.generate(scenario.withFlows(3000).withDuration(null))) {
      return flows.toList();
    }
  }

  /** Flows of each address inside. */
  private static Map<Address, Integer> hosts(List<Flow> flows, Cidr inside) {
    Map<Address, Integer> hosts = new HashMap<>();
    for (Flow flow : flows) {
      for (Address side : Set.of(flow.sourceAddress(), flow.destinationAddress())) {
        if (inside.contains(side)) {
          hosts.merge(side, 1, Integer::sum);
        }
      }
    }
    return hosts;
  }

  @Test
  void fixedHostsHaveTheirAddressesAndOthersTheirNetwork() {
    List<HostGroup> groups =
        List.of(group(2, null, 1, "10.9.9.7/32", "10.9.9.8/32"), group(6, null, 1, "10.1.0.0/24"));
    List<Flow> flows = flows(Scenario.DEFAULTS.withGroups(groups));
    assertThat(flows).hasSize(3000);
    assertThat(hosts(flows, Cidr.parse("10.9.9.0/24")).keySet())
        .containsExactlyInAnyOrder(Address.parse("10.9.9.7"), Address.parse("10.9.9.8"));
    assertThat(hosts(flows, OFFICE).size()).isGreaterThanOrEqualTo(6);
    assertThat(flows)
        .allMatch(
            f ->
                Stream.of(f.sourceAddress(), f.destinationAddress())
                    .anyMatch(a -> OFFICE.contains(a) || Cidr.parse("10.9.9.0/24").contains(a)));
  }

  @Test
  void hostsAreOfTheKindThatTheyAreToBeLike() {
    String kind = kinds.get(kinds.size() / 2);
    var scenario = Scenario.DEFAULTS.withGroups(List.of(group(9, null, 1), group(20, kind, 1)));
    var profiles = new HostProfiles(model.model(), scenario);
    Set<Integer> some = new HashSet<>();
    for (int host = 9; host < 29; host++) {
      assertThat(profiles.group(host)).isEqualTo(1);
      assertThat(kinds.get(profiles.of(host))).isEqualTo(kind);
      some.add(profiles.of(host));
    }
    long all = kinds.stream().filter(kind::equals).count();
    assertThat(some).hasSize((int) Math.min(20, all));
    assertThat(profiles.group(0)).isZero();
    assertThat(profiles.group(8)).isZero();
  }

  @Test
  void volumesAreThoseOfTheProfilesTimesWhatTheGroupHas() {
    List<HostGroup> groups = List.of(group(24, null, 1), group(24, null, 2.5));
    var profiles = new HostProfiles(model.model(), Scenario.DEFAULTS.withGroups(groups));
    double[] volumes = profiles.volumes();
    double[] sums = new double[2];
    double[] expected = new double[2];
    for (int host = 0; host < 48; host++) {
      double day = model.model().profiles().get(profiles.of(host)).flowsPerDay();
      sums[host / 24] += volumes[host] * day;
      expected[host / 24] += day * (host < 24 ? 1 : 2.5);
    }
    assertThat(sums[0]).isCloseTo(expected[0], within(1e-6 * expected[0]));
    assertThat(sums[1]).isCloseTo(expected[1], within(1e-6 * expected[1]));
  }

  @Test
  void aGroupMoreChangesNoOwnFlowsOfThoseBefore() {
    HostGroup first = group(5, null, 1, "10.1.0.0/24");
    var alone = new HostProfiles(model.model(), Scenario.DEFAULTS.withGroups(List.of(first)));
    List<HostGroup> both = List.of(first, group(5, null, 1, "10.2.0.0/24"));
    var beside = new HostProfiles(model.model(), Scenario.DEFAULTS.withGroups(both));
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int host = 0; host < 5; host++) {
      before.add(alone.of(host));
      after.add(beside.of(host));
    }
    assertThat(after).isEqualTo(before);
  }

  @Test
  void clientsMeetTheirServersAloneInside() {
    HostGroup servers = new HostGroup("servers", 3, List.of(Cidr.parse("10.8.0.0/24")), null, 1);
    HostGroup office = group(12, null, 1, "10.1.0.0/24").withClientOf("servers");
    HostGroup others = group(12, null, 1, "10.2.0.0/24");
    List<Flow> flows =
        flows(Scenario.DEFAULTS.withGroups(List.of(servers, office, others)).withFlows(9000));
    int inside = 0;
    for (Flow flow : flows) {
      boolean source = OFFICE.contains(flow.sourceAddress());
      Address peer = source ? flow.destinationAddress() : flow.sourceAddress();
      if (source || OFFICE.contains(flow.destinationAddress())) {
        assertThat(Cidr.parse("10.2.0.0/24").contains(peer)).isFalse();
        inside += Cidr.parse("10.8.0.0/24").contains(peer) ? 1 : 0;
      }
    }
    assertThat(inside).isPositive();
    refused("group are clients of 'cellar', but the groups are ", office.withClientOf("cellar"));
  }

  @Test
  void whatCannotBeIsSaid() {
    refused(
        "no such host of the model offers submarine; there are those that offer shell",
        group(2, null, 1).withServices(List.of("submarine")));
    refused("has no host like 'spaceship'; it has ", group(2, "spaceship", 1));
    refused(
        "group: 3 hosts need an internal network of more than 2", group(3, null, 1, "10.0.0.8/31"));
    refused(
        "no address is left", group(2, null, 1, "10.0.0.8/31"), group(1, null, 1, "10.0.0.8/32"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> group(0, null, 1))
        .withMessageContaining("0 hosts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> group(1, null, 0))
        .withMessageContaining("volume of 0.0");
  }

  private static void refused(String fact, HostGroup... groups) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flows(Scenario.DEFAULTS.withGroups(List.of(groups))))
        .withMessageContaining(fact);
  }
}
