package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.testing.Ipv6Traffic;
import io.stanflow.testing.MemoryTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model of an IPv6 network knows and generates. */
class Ipv6Test {
  private static final int K = 5;
  private static final Cidr OURS = Cidr.parse("fd00::/64");
  private static final Cidr OURS_4 = Cidr.parse("10.0.0.0/16");
  private static final Cidr GLOBAL = Cidr.parse("2000::/3");

  private static List<Flow> generate(Model model, Scenario scenario) {
    try (Stream<Flow> flows = new StanflowModel(model).generate(scenario)) {
      return flows.toList();
    }
  }

  private static Scenario scenario(long seed) {
    return Scenario.DEFAULTS
        .withHosts(30)
        .withDuration(Duration.ofHours(4))
        .withFlows(3000)
        .withSeed(seed);
  }

  private static Address peer(Flow flow) {
    boolean outgoing = OURS.contains(flow.sourceAddress());
    return outgoing ? flow.destinationAddress() : flow.sourceAddress();
  }

  @Test
  void theSpecKnowsSharedBlocksAndGroupsButNotTheNetwork() throws IOException {
    MemoryTable table = Ipv6Traffic.table(12, 190, 1, 1);
    AddressSpec spec = Models.random(table, K, 1).codec().spec().addresses();
    assertThat(spec.popular())
        .contains("fe80::1", "ff02::1:3", "2001:4860:4860::8835")
        .noneMatch(text -> text.startsWith("2001:db8:77"));
    assertThat(spec.prefixes6())
        .contains("2a00::/16", "2a00:1450::/32", "2a00:1450:4001::/48", "2a00:1450:4001:800::/64")
        .contains("2a02::/16", "fe80::/64", "ff02::/16", "ff02::1:ff00:0/104")
        .noneMatch(text -> Cidr.parse(text).network().toString().startsWith("2001:db8"));
    assertThat(spec.internal6()).containsExactly(true);
    assertThat(spec.interfaces6()).hasSize(3).doesNotContain(0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void peersAreKnownOrPlausibleAndHostsInTheBlock(long seed) throws IOException {
    MemoryTable table = Ipv6Traffic.table(12, 190, 1, seed);
    Model model = Models.random(table, K, seed);
    AddressSpec spec = model.codec().spec().addresses();
    Set<Address> popular = new HashSet<>();
    for (String text : spec.popular()) {
      popular.add(text.startsWith("internal/") ? internal(text) : Address.parse(text));
    }
    List<Cidr> blocks = Arrays.stream(spec.prefixes6()).map(Cidr::parse).toList();
    int inBlocks = 0;
    int small = 0;
    for (Flow flow : generate(model, scenario(seed))) {
      assertThat(OURS.contains(flow.sourceAddress()) || OURS.contains(flow.destinationAddress()))
          .as("%s", flow)
          .isTrue();
      Address peer = peer(flow);
      assertThat(Ipv6Traffic.INTERNAL.contains(peer)).as("%s", flow).isFalse();
      boolean known = popular.contains(peer) || OURS.contains(peer);
      boolean shared = blocks.stream().anyMatch(block -> block.contains(peer));
      assertThat(known || shared || GLOBAL.contains(peer)).as("%s", flow).isTrue();
      inBlocks += !known && shared ? 1 : 0;
      small += !known && shared && peer.low() >>> 16 == 0 ? 1 : 0;
    }
    assertThat(inBlocks).isGreaterThan(100);
    assertThat(small).isBetween(inBlocks / 20, inBlocks * 19 / 20);
  }

  private static Address internal(String text) {
    String[] parts = text.split("/", -1);
    return OURS.withHost(
        Long.parseUnsignedLong(parts[2], 16), Long.parseUnsignedLong(parts[3], 16));
  }

  @Test
  void noFlowOfADualNetworkMixesFamilies() throws IOException {
    MemoryTable table = Ipv6Traffic.table(16, 60, 3, 4);
    Model model = Models.random(table, K, 4);
    // 6 of 16 hosts are IPv6: one group of 5, and one blended with IPv4 hosts
    assertThat(model.profiles()).extracting(p -> p.spec().ipv6()).contains(0.0, 1.0);
    int ipv6 = 0;
    List<Flow> flows = generate(model, scenario(4));
    for (Flow flow : flows) {
      boolean from = flow.sourceAddress().isIpv4();
      assertThat(flow.destinationAddress().isIpv4()).as("%s", flow).isEqualTo(from);
      Cidr ours = from ? OURS_4 : OURS;
      assertThat(ours.contains(flow.sourceAddress()) || ours.contains(flow.destinationAddress()))
          .as("%s", flow)
          .isTrue();
      ipv6 += from ? 0 : 1;
    }
    assertThat(ipv6).isBetween(flows.size() / 20, flows.size() * 19 / 20);
  }

  @Test
  void hostsOfAFamilyWithoutBlockTakeTheOther() throws IOException {
    Model model = Models.random(Ipv6Traffic.table(12, 60, 1, 5), K, 5);
    Scenario only4 = scenario(5).withInternal(List.of(OURS_4));
    assertThat(generate(model, only4))
        .allMatch(
            f -> OURS_4.contains(f.sourceAddress()) || OURS_4.contains(f.destinationAddress()));
  }
}
