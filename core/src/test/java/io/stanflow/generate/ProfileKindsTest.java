package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.Profile;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the hosts of a model are called, and what is said of them. */
class ProfileKindsTest {
  private static final int K = 3;
  private static Model model;
  private static List<String> kinds;

  @BeforeAll
  static void fit() throws IOException {
    model = Models.random(SimulatedTraffic.table(24, 120, false, 2), K, 1);
    kinds = new ProfileKinds(model).all();
  }

  /** The model with so many profiles of each of these kinds alone. */
  private static Model with(Map<String, Integer> numbers) {
    List<Profile> some = new ArrayList<>();
    numbers.forEach(
        (kind, number) ->
            IntStream.range(0, kinds.size())
                .filter(p -> kinds.get(p).equals(kind))
                .limit(number)
                .forEach(p -> some.add(model.profiles().get(p))));
    assertThat(some).hasSize(numbers.values().stream().mapToInt(n -> n).sum());
    return model.withProfiles(some);
  }

  private static double[] hours(IntToDoubleFunction flows) {
    return IntStream.range(0, 24).mapToDouble(flows).toArray();
  }

  @Test
  void groupsAreOfAllHostsTheMostFrequentFirst() {
    assertThat(kinds).containsOnly("web client", "dns client", "esp");
    List<HostKind> groups = new ProfileKinds(model).groups();
    assertThat(groups)
        .extracting(HostKind::name)
        .containsExactly("web client", "dns client", "esp");
    assertThat(groups).extracting(HostKind::share).containsExactly(14 / 24.0, 7 / 24.0, 3 / 24.0);
    for (HostKind kind : groups) {
      assertThat(kind.flowsPerDay()).hasSize(3).isSorted();
      assertThat(kind.hours().stream().mapToDouble(h -> h).sum()).isCloseTo(1, within(1e-9));
      assertThat(kind.services().keySet()).startsWith(kind.name());
      assertThat(kind.services().values()).allMatch(share -> share >= 0.01);
    }
  }

  @Test
  void quartilesAndHoursAreThoseOfItsHosts() {
    HostKind esp = new ProfileKinds(model).groups().get(2);
    List<Profile> members =
        new ProfileKinds(model).of("esp").stream().map(model.profiles()::get).toList();
    double[] flows = members.stream().mapToDouble(Profile::flowsPerDay).sorted().toArray();
    assertThat(esp.flowsPerDay()).containsExactly(flows[1], flows[1], flows[2]);
    double noon = members.stream().mapToDouble(p -> p.spec().rhythm()[12]).sum();
    double all = IntStream.range(0, 3).mapToDouble(i -> flows[i]).sum();
    assertThat(esp.hours().get(12)).isCloseTo(noon / all, within(1e-9));
  }

  /** Nothing is said of them where they are few together; each can still be asked for. */
  @Test
  void kindsOfFewerThanKHostsAreListedTogether() {
    var one = new ProfileKinds(with(Map.of("web client", 14, "esp", 1, "dns client", 2)));
    assertThat(one.groups())
        .extracting(HostKind::name)
        .containsExactly("web client", ProfileKinds.OTHER);
    assertThat(one.of("esp")).hasSize(1);
    assertThat(one.of(ProfileKinds.OTHER)).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.of("mail server"))
        .withMessageEndingWith("it has other, web client");
    var next = new ProfileKinds(with(Map.of("web client", 14, "esp", 1, "dns client", 5)));
    assertThat(next.groups())
        .extracting(HostKind::name)
        .containsExactly("web client", "dns client");
    assertThat(next.of("esp")).hasSize(1);
    var single = new ProfileKinds(with(Map.of("esp", 2)));
    assertThat(single.groups()).extracting(HostKind::name).containsExactly(ProfileKinds.OTHER);
  }

  /** Whose flows are mostly those of a client of names and pages, by day. */
  @Test
  void officeClientsAreNamedAndStayWhatTheyWere() {
    List<Profile> byDay = new ArrayList<>();
    for (Profile profile : model.profiles()) {
      Profile.Spec spec = profile.spec();
      var day =
          new Profile.Spec(
              spec.hosts(),
              hours(h -> h >= 8 && h < 20 ? 90 : 1),
              spec.volumeSpread(),
              spec.dispersion(),
              spec.visited(),
              spec.ipv6(),
              spec.roles(),
              spec.popular(),
              spec.heavy(),
              spec.sizes(),
              spec.timers());
      byDay.add(
          model.codec().profile(day, profile.vector(), profile.priors(), profile.logMarginals()));
    }
    var office = new ProfileKinds(model.withProfiles(byDay));
    assertThat(office.of(ProfileKinds.OFFICE)).hasSizeGreaterThan(7);
    assertThat(office.of("web client")).isEqualTo(new ProfileKinds(model).of("web client"));
    assertThat(office.groups())
        .filteredOn(kind -> kind.name().equals(ProfileKinds.OFFICE))
        .extracting(HostKind::rhythm)
        .containsExactly(HostKind.BY_DAY);
  }

  @Test
  void anOfficeUsesSeveralServices() {
    assertThat(ProfileKinds.isOffice(Map.of("web client", 0.5, "mail client", 0.06))).isTrue();
    assertThat(ProfileKinds.isOffice(Map.of("web client", 0.9, "dns server", 0.1))).isFalse();
    assertThat(ProfileKinds.isOffice(Map.of("web client", 0.5, "tcp/9 client", 0.5))).isFalse();
    assertThat(ProfileKinds.isOffice(Map.of("web client", 0.9, "dns client", 0.04))).isFalse();
    assertThat(ProfileKinds.isOffice(Map.of("web client", 0.2, "dns client", 0.2))).isFalse();
  }

  @Test
  void rhythmsGoByTwoThirds() {
    assertThat(HostKind.rhythm(hours(h -> 1))).isEqualTo(HostKind.ROUND_THE_CLOCK);
    assertThat(HostKind.rhythm(hours(h -> h >= 8 && h < 20 ? 2 : 1))).isEqualTo(HostKind.BY_DAY);
    assertThat(HostKind.rhythm(hours(h -> h >= 8 && h < 20 ? 1 : 2))).isEqualTo(HostKind.BY_NIGHT);
    assertThat(HostKind.rhythm(hours(h -> h < 12 ? 5 : 0))).isEqualTo(HostKind.BY_NIGHT);
    assertThat(HostKind.rhythm(hours(h -> h >= 10 ? 5 : 0))).isEqualTo(HostKind.BY_DAY);
  }
}
