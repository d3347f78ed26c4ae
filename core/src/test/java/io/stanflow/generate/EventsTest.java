package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.model.Models;
import io.stanflow.testing.SweptTraffic;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens in a scenario at its times: working hours, campaigns, infections. */
class EventsTest {
  private static final Address SCANNER = Address.parse("198.51.100.7");
  private static final Cidr OFFICE = Cidr.parse("10.1.0.0/24");
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z"); // a Monday
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private static final Set<DayOfWeek> WEEK = WorkingHours.ALWAYS.days();

  private static StanflowModel model;

  @BeforeAll
  static void build() throws IOException {
    model = new StanflowModel(Models.random(SweptTraffic.table(24, 4), 5, 4));
  }

  private static HostGroup group(String name, int hosts, String network, WorkingHours hours) {
    return new HostGroup(name, hosts, List.of(Cidr.parse(network)), null, 1).withHours(hours);
  }

  private static Scenario scenario(WorkingHours hours, Event... events) {
    return Scenario.DEFAULTS
        .withStart(START)
        .withDuration(Duration.ofHours(10))
        .withGroups(
            List.of(
                group("office", 20, "10.1.0.0/24", hours),
                group("servers", 4, "10.2.0.0/24", WorkingHours.ALWAYS)))
        .withScript(new Script(1, Calendar.PLAIN, List.of(events)));
  }

  private static Campaign campaign(int hosts, String label) {
    Duration lasts = Duration.ofMinutes(10);
    return new Campaign("scan", NOON, "office", hosts, null, SCANNER, lasts, label);
  }

  private static Infection infection(String over) {
    String like = new ProfileKinds(model.model()).all().get(0);
    return new Infection("bot", NOON, over, 2, like, List.of());
  }

  private static List<Flow> flows(Scenario scenario) {
    try (Stream<Flow> flows = model.generate(scenario)) {
      return flows.toList();
    }
  }

  private static boolean isOf(Flow flow, Cidr block) {
    return block.contains(flow.sourceAddress()) || block.contains(flow.destinationAddress());
  }

  /** Flows of the office's own: a server may try to reach a host that has no flows. */
  private static List<Flow> ofOffice(List<Flow> flows) {
    Cidr servers = Cidr.parse("10.2.0.0/24");
    return flows.stream().filter(f -> isOf(f, OFFICE) && !isOf(f, servers)).toList();
  }

  private static boolean isWith(Flow flow, Address peer) {
    return flow.sourceAddress().equals(peer) || flow.destinationAddress().equals(peer);
  }

  @ParameterizedTest(name = "{0} flows")
  @ValueSource(longs = {0, 4000})
  void hostsHaveFlowsInTheirHoursAlone(long flows) {
    var hours =
        new WorkingHours(LocalTime.of(10, 0), LocalTime.of(16, 30), Set.of(DayOfWeek.MONDAY));
    List<Flow> all = flows(scenario(hours).withFlows(flows));
    List<Flow> office = ofOffice(all);
    assertThat(office).hasSizeGreaterThan(200);
    assertThat(office.get(0).timeMicros()).isGreaterThanOrEqualTo(micros("2026-03-02T10:00:00Z"));
    long last = office.get(office.size() - 1).timeMicros();
    assertThat(last).isLessThan(micros("2026-03-02T16:30:00Z"));
    // and neither begin nor end is a pile, or late
    assertThat(office.get(0).timeMicros()).isLessThan(micros("2026-03-02T10:15:00Z"));
    assertThat(last).isGreaterThan(micros("2026-03-02T16:15:00Z"));
    if (flows > 0) {
      assertThat(all).hasSize((int) flows);
    }
  }

  private static long micros(String instant) {
    return Instant.parse(instant).getEpochSecond() * 1_000_000;
  }

  @Test
  void aHolidayIsLikeTheDayThatItIsSaidToBe() {
    var weekdays =
        new WorkingHours(
            LocalTime.MIDNIGHT,
            LocalTime.MIDNIGHT,
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
    Calendar calendar = new Calendar(Map.of(LocalDate.parse("2026-03-02"), DayOfWeek.SUNDAY));
    Scenario scenario =
        scenario(weekdays)
            .withDuration(Duration.ofHours(18))
            .withScript(new Script(1, calendar, List.of()));
    List<Flow> office = ofOffice(flows(scenario));
    assertThat(office).isNotEmpty();
    assertThat(office.get(0).timeMicros()).isGreaterThanOrEqualTo(micros("2026-03-03T00:00:00Z"));
  }

  @Test
  void volumesAreTakenTimesThatOfAll() {
    Scenario twice =
        scenario(WorkingHours.ALWAYS).withScript(new Script(2, Calendar.PLAIN, List.of()));
    double one = model.plan(scenario(WorkingHours.ALWAYS)).flows();
    double two = model.plan(twice).flows();
    assertThat(two / one).isCloseTo(2, within(0.25)); // visits and ticks stay, counts are drawn
  }

  @ParameterizedTest(name = "{0} flows")
  @ValueSource(longs = {0, 4000})
  void aCampaignVisitsAsManyHostsInItsTimeWithItsLabel(long flows) {
    Scenario scenario = scenario(WorkingHours.ALWAYS, campaign(12, "blacklist")).withFlows(flows);
    List<Flow> all = flows(scenario);
    List<Flow> scan = all.stream().filter(f -> isWith(f, SCANNER)).toList();
    Set<Address> visited = new HashSet<>();
    for (Flow flow : scan) {
      assertThat(flow.word("label")).isEqualTo("blacklist");
      boolean first =
          flow.sourceAddress().equals(SCANNER) && visited.add(flow.destinationAddress());
      long after = flow.timeMicros() - micros("2026-03-02T12:00:00Z");
      assertThat(after).isBetween(0L, first ? 600_000_000L : Long.MAX_VALUE);
    }
    assertThat(visited).hasSize(12).allMatch(OFFICE::contains);
    PlannedEvent event = model.plan(scenario).events().get(0);
    assertThat(event.hosts()).isEqualTo(visited);
    assertThat(all.stream().filter(event::has)).containsExactlyElementsOf(scan);
    if (flows > 0) { // visits come on top
      assertThat(all).hasSize((int) flows + 12);
    }
  }

  /** Counted flows of the last hour are moved until they fill it, but not what was asked for. */
  @Test
  void visitsOfTheLastHourStandWhereTheyWereAsked() {
    Instant late = Instant.parse("2026-03-02T17:20:00Z");
    Duration lasts = Duration.ofMinutes(1);
    Event scan = new Campaign("scan", late, "office", 20, null, SCANNER, lasts, null);
    List<Flow> scanned =
        flows(scenario(WorkingHours.ALWAYS, scan).withFlows(4000)).stream()
            .filter(f -> f.sourceAddress().equals(SCANNER))
            .toList();
    long from = micros("2026-03-02T17:20:00Z");
    Set<Address> visited = new HashSet<>();
    for (Flow flow : scanned) {
      if (visited.add(flow.destinationAddress())) {
        assertThat(flow.timeMicros()).isBetween(from, from + 60_000_000);
      }
    }
    assertThat(visited).hasSize(20);
  }

  @Test
  void hostsThatHaveNoFlowsThenAreNotVisited() {
    var late = new WorkingHours(LocalTime.of(13, 0), LocalTime.of(20, 0), WEEK);
    Event anybody = new Campaign("scan", NOON, null, 4, null, SCANNER, null, null);
    assertThat(model.plan(scenario(late, anybody)).events().get(0).hosts())
        .allMatch(Cidr.parse("10.2.0.0/24")::contains);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flows(scenario(late, campaign(1, null))))
        .withMessage("scan: it is of 1 hosts, but can be of 0");
  }

  @Test
  void anEventMoreChangesNoFlowOfHostsThatItDoesNotComeTo() {
    Scenario quiet = scenario(WorkingHours.ALWAYS, infection("office")).withFlows(4000);
    Scenario loud =
        scenario(WorkingHours.ALWAYS, campaign(5, null), infection("office")).withFlows(4000);
    Set<Address> touched = model.plan(loud).events().get(0).hosts();
    List<Flow> before = untouched(flows(quiet), touched);
    assertThat(before).hasSizeGreaterThan(1000);
    assertThat(untouched(flows(loud), touched)).isEqualTo(before);
  }

  @Test
  void anInfectionMoreChangesNoFlowOfThoseThatAreInfectedWithoutIt() {
    Infection bots = infection("office");
    var more = new Infection("more", NOON, "servers", 4, bots.like(), List.of());
    Set<Address> touched = model.plan(scenario(WorkingHours.ALWAYS, more)).events().get(0).hosts();
    List<Flow> before = untouched(flows(scenario(WorkingHours.ALWAYS, bots)), touched);
    assertThat(untouched(flows(scenario(WorkingHours.ALWAYS, more, bots)), touched))
        .isEqualTo(before);
  }

  private static List<Flow> untouched(List<Flow> flows, Set<Address> touched) {
    return flows.stream()
        .filter(f -> !touched.contains(f.sourceAddress()))
        .filter(f -> !touched.contains(f.destinationAddress()))
        .toList();
  }

  @Test
  void infectedHostsAreAsTheyWereUntilThen() {
    Scenario healthy = scenario(WorkingHours.ALWAYS);
    Scenario ill = scenario(WorkingHours.ALWAYS, infection("servers"));
    PlannedEvent event = model.plan(ill).events().get(0);
    assertThat(event.hosts()).hasSize(2).allMatch(Cidr.parse("10.2.0.0/24")::contains);
    long noon = micros("2026-03-02T12:00:00Z");
    List<Flow> was = flows(healthy);
    List<Flow> is = flows(ill);
    assertThat(is.stream().filter(f -> f.timeMicros() < noon))
        .containsExactlyElementsOf(was.stream().filter(f -> f.timeMicros() < noon).toList());
    List<Flow> after = is.stream().filter(event::has).toList();
    assertThat(after).isNotEmpty().allMatch(f -> f.timeMicros() >= noon);
    assertThat(after).isNotEqualTo(was.stream().filter(event::has).toList());
    try (Generation generation = model.start(ill)) {
      assertThat(generation.hosts()).isEqualTo(24);
    }
  }

  @Test
  void infectedHostsHaveTheSharesThatAreAskedOfThem() {
    List<Share> shares = ScenarioText.shares("label=blacklist:40%");
    var bot = new Infection("bot", NOON, "office", 8, null, shares);
    Scenario ill = scenario(WorkingHours.ALWAYS, bot).withFlows(12_000);
    PlannedEvent event = model.plan(ill).events().get(0);
    List<Flow> all = flows(ill);
    List<Flow> after = all.stream().filter(event::has).toList();
    assertThat(after).hasSizeGreaterThan(1000);
    assertThat(share(after)).isCloseTo(0.4, within(0.03)); // flows with infected hosts, too
    assertThat(share(all.stream().filter(f -> !event.has(f)).toList())).isLessThan(0.1);
  }

  private static double share(List<Flow> flows) {
    return flows.stream().filter(f -> f.word("label").equals("blacklist")).count()
        / (double) flows.size();
  }

  @Test
  void infectedHostsHaveTheirPartOfCountedFlows() {
    Scenario ill = scenario(WorkingHours.ALWAYS, infection("office")).withFlows(4000);
    assertThat(flows(ill)).hasSize(4000);
  }

  @Test
  void whatCannotBeIsSaid() {
    refused("scan: it is of 21 hosts, but can be of 20", campaign(21, null));
    refused("scan: the model knows no label 'worm'; it knows ", campaign(2, "worm"));
    refused(
        "bot: no group and no host's address is 'attic'; groups: office, servers",
        infection("attic"));
    refused(
        "scan: it is at 2026-03-02T18:00:00Z, but the scenario is from",
        new Campaign("scan", START.plusSeconds(36_000), null, 1, null, SCANNER, null, null));
    refused(
        "the model has learned no campaign 'tcp/1'; it has tcp/",
        new Campaign("scan", NOON, null, 1, "tcp/1", SCANNER, null, null));
    Calendar holiday = new Calendar(Map.of(LocalDate.parse("2026-03-02"), DayOfWeek.SUNDAY));
    Scenario same = scenario(WorkingHours.ALWAYS).withScript(new Script(1, holiday, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.plan(same))
        .withMessageStartingWith("holidays change nothing");
    refused("bot again: a host of it is infected by an earlier event", twice());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario(WorkingHours.ALWAYS, campaign(1, null), campaign(2, null)))
        .withMessage("two events have the same name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Infection("bot", NOON, null, 1, null, List.of()))
        .withMessageContaining("infected hosts stay as they are");
    var never = new WorkingHours(LocalTime.of(1, 0), LocalTime.of(2, 0), Set.of(DayOfWeek.SUNDAY));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                flows(
                    Scenario.DEFAULTS
                        .withStart(START)
                        .withFlows(10)
                        .withGroups(List.of(group("late", 3, "10.3.0.0/24", never)))))
        .withMessage("no host has working hours in the scenario's time");
  }

  private static Event[] twice() {
    Infection first = new Infection("bot", NOON, "servers", 4, infection(null).like(), List.of());
    return new Event[] {
      first, new Infection("bot again", NOON, "servers", 1, first.like(), List.of())
    };
  }

  private static void refused(String fact, Event... events) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flows(scenario(WorkingHours.ALWAYS, events)))
        .withMessageStartingWith(fact);
  }
}
