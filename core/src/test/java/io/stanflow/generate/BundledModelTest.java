package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.GivenSource;
import io.stanflow.codec.HostSampler;
import io.stanflow.codec.ServiceShares;
import io.stanflow.codec.Visit;
import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the bundled model's hosts do in a morning, held against their profiles. */
class BundledModelTest {
  private static final Path FILE =
      Path.of(System.getProperty("stanflow.root", ".."), "models", "ugr16.stanflow");
  private static final Scenario MORNING =
      Scenario.DEFAULTS
          .withHosts(0)
          .withStart(Instant.parse("2016-04-11T07:00:00Z"))
          .withDuration(Duration.ofHours(3));

  /** Flows of a host whose shares say something. */
  private static final int ENOUGH = 500;

  /** Most ticks of a host among its flows, which are few enough not to matter to shares. */
  private static final double TICKS = 0.05;

  private static Model model;
  private static ScenarioPlan plan;
  private static final Map<Address, List<Flow>> FLOWS = new HashMap<>();

  @BeforeAll
  static void generate() throws IOException {
    StanflowModel loaded = StanflowModel.load(FILE);
    model = loaded.model();
    plan =
        ScenarioPlan.of(
            model, MORNING, new HostSampler.KnownAddresses(model.codec(), MORNING.internal(), 1));
    plan.addresses().forEach(a -> FLOWS.put(a, new ArrayList<>()));
    try (Stream<Flow> flows = loaded.generate(MORNING)) {
      flows.forEach(
          flow -> {
            boolean source = FLOWS.containsKey(flow.sourceAddress());
            FLOWS.get(source ? flow.sourceAddress() : flow.destinationAddress()).add(flow);
          });
    }
  }

  /** The host's flows without its visits, which are no flows of its own. */
  private static List<Flow> own(HostPlan host, Address address) {
    List<Flow> flows = new ArrayList<>(FLOWS.get(address));
    double visited = model.profiles().get(host.profile()).spec().visited();
    GivenSource visits = plan.sweeps().visits(host.number(), address, visited);
    while (visits.time() < Long.MAX_VALUE) {
      var visit = (Visit) visits.take();
      int at = 0;
      while (at < flows.size() && !isOf(visit, flows.get(at))) {
        at++;
      }
      if (at < flows.size()) {
        flows.remove(at);
      }
    }
    return flows;
  }

  private static boolean isOf(Visit visit, Flow flow) {
    long unit = model.codec().spec().clockUnit();
    return flow.timeMicros() == visit.time() * unit && flow.sourceAddress().equals(visit.peer());
  }

  /** Flows of its timers, which are none of its own either. */
  private static double ticks(HostPlan host) {
    return MORNING.duration().toHours()
        * model.profiles().get(host.profile()).spec().timers().stream()
            .mapToDouble(Timer::perHour)
            .sum();
  }

  @Test
  void servicesKeepTheSharesOfTheProfile() {
    int kept = 0;
    int hosts = 0;
    for (HostPlan host : plan.hosts()) {
      Address address = plan.addresses().get(host.number());
      List<Flow> flows = own(host, address);
      if (flows.size() >= ENOUGH && ticks(host) < TICKS * flows.size()) {
        double[] had = ServiceShares.had(model.codec(), address, flows);
        long time = flows.get(0).timeMicros();
        var profile = model.profiles().get(host.profile());
        double[] wanted = ServiceShares.wanted(model.codec(), profile, time);
        hosts++;
        kept += ServiceShares.farthest(had, wanted) <= 0.1 ? 1 : 0;
      }
    }
    assertThat(hosts).isGreaterThan(15);
    assertThat((double) kept / hosts).isGreaterThan(0.5);
  }

  @Test
  void hostsHaveAboutTheFlowsThatWerePlanned() {
    double planned = 0;
    double had = 0;
    for (HostPlan host : plan.hosts()) {
      int flows = FLOWS.getOrDefault(plan.addresses().get(host.number()), List.of()).size();
      if (host.flows() > 1000) { // in three hours, some of which come in bursts
        assertThat(flows / host.flows()).isBetween(0.5, 1.5);
      }
      planned += host.flows();
      had += flows;
    }
    assertThat(had / planned).isBetween(0.95, 1.05);
  }

  @Test
  void timesDoNotPileUp() {
    int[] minutes = new int[60];
    int[] seconds = new int[3600];
    for (Flow flow : (Iterable<Flow>) FLOWS.values().stream().flatMap(List::stream)::iterator) {
      int second = (int) (flow.timeMicros() / 1_000_000 % 3600);
      seconds[second]++;
      minutes[second / 60]++;
    }
    double flows = Arrays.stream(minutes).sum();
    assertThat(minutes[0] / flows).isBetween(0.8 / 60, 1.3 / 60);
    assertThat(minutes[59] / flows).isBetween(0.8 / 60, 1.3 / 60);
    assertThat(seconds[3599] / flows).isLessThan(3 / 3600.0);
    assertThat(Arrays.stream(seconds).max().orElseThrow() / flows).isLessThan(10 / 3600.0);
  }

  @Test
  void portsKeepTheirProtocols() {
    long dns = 0;
    long dnsByUdp = 0;
    long web = 0;
    long webByTcp = 0;
    for (Flow flow : (Iterable<Flow>) FLOWS.values().stream().flatMap(List::stream)::iterator) {
      if (has(flow, 53)) {
        dns++;
        dnsByUdp += flow.protocol().equals("UDP") ? 1 : 0;
      }
      if (has(flow, 80) || has(flow, 443)) {
        web++;
        webByTcp += flow.protocol().equals("TCP") ? 1 : 0;
      }
    }
    assertThat((double) dnsByUdp / dns).isGreaterThan(0.98);
    assertThat((double) webByTcp / web).isGreaterThan(0.99);
  }

  @Test
  void hostsOfferTheServicesThatTheyAreTo() {
    var kinds = new ProfileKinds(model);
    HostGroup both =
        new HostGroup("both", 40, List.of(), null, 1).withServices(List.of("web", "mail"));
    var profiles = new HostProfiles(model, Scenario.DEFAULTS.withGroups(List.of(both)));
    List<Integer> all = IntStream.range(0, model.profiles().size()).boxed().toList();
    List<Integer> web = kinds.serving(List.of("web"), all);
    List<Integer> mail = kinds.serving(List.of("mail"), all);
    assertThat(web).hasSizeBetween(2, all.size() - 1).containsAll(kinds.of("web server"));
    assertThat(mail).hasSizeBetween(2, web.size());
    for (int host = 0; host < 40; host++) {
      assertThat(web).contains(profiles.of(host));
      assertThat(mail).contains(profiles.of(host));
    }
  }

  private static boolean has(Flow flow, int port) {
    return flow.sourcePort() == port || flow.destinationPort() == port;
  }
}
