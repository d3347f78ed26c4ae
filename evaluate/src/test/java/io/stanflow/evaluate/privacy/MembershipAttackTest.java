package io.stanflow.evaluate.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.fit.HeldOutHosts;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Cidr;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Architecture;
import io.stanflow.model.Model;
import io.stanflow.model.Provenance;
import io.stanflow.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipAttackTest {
  /** Places of the hosts that the records call left out. */
  private static final Set<Integer> STRANGE = Set.of(1, 5, 6, 11, 13, 20, 22);

  private static final TrainingData.Options OPTIONS = new TrainingData.Options(3, 4, 0.3, 5);
  @TempDir Path folder;

  /** A host as a scorer sees it. */
  private record Case(boolean member, boolean training, double difficulty) {}

  /** Thirty hosts of very different difficulty, ten of them left out, scored by a stand-in. */
  private static Map<String, MembershipAttack> attack(ToDoubleFunction<Case> bits) {
    var random = new SplittableRandom(1);
    List<HostBits> hosts = new ArrayList<>();
    for (int h = 0; h < 30; h++) {
      double difficulty = 10 + 8 * random.nextDouble();
      boolean member = h % 3 > 0;
      hosts.add(
          new HostBits(
              member,
              bits.applyAsDouble(new Case(member, true, difficulty)),
              bits.applyAsDouble(new Case(member, false, difficulty))));
    }
    return byName(MembershipAttack.of(hosts, 1));
  }

  private static Map<String, MembershipAttack> byName(List<MembershipAttack> attacks) {
    Map<String, MembershipAttack> byName = new HashMap<>();
    attacks.forEach(attack -> byName.put(attack.attack(), attack));
    assertThat(byName).hasSameSizeAs(attacks);
    return byName;
  }

  @Test
  void modelThatKnowsItsHostsByHeartIsCaughtByEveryAttack() {
    var attacks = attack(c -> c.member() && c.training() ? 1 : c.difficulty());
    MembershipAttack control = attacks.remove("timeWithinHostLeftOut");
    assertThat(control.auc()).isEqualTo(0.5);
    assertThat(control.members()).isEqualTo(control.nonMembers()).isEqualTo(10);
    assertThat(attacks).containsOnlyKeys("hosts", "hostsCalibrated", "time", "timeWithinHost");
    assertThat(attacks.values()).allMatch(a -> a.auc() == 1 && a.low() == 1 && a.high() == 1);
    assertThat(attacks.values()).allMatch(a -> a.members() == 20);
    assertThat(attacks.get("hosts").nonMembers()).isEqualTo(10);
    assertThat(attacks.get("hostsCalibrated").nonMembers()).isEqualTo(10);
    assertThat(attacks.get("time").nonMembers()).isEqualTo(20);
    assertThat(attacks.get("hosts").memberBits()).isEqualTo(1);
    assertThat(attacks.get("hosts").nonMemberBits()).isBetween(10.0, 18.0);
    assertThat(attacks.get("hostsCalibrated").nonMemberBits()).isZero();
  }

  @Test
  void indifferentModelIsCaughtByNone() {
    assertThat(attack(c -> 20).values()).hasSize(5).allMatch(a -> a.auc() == 0.5);
    var attacks = attack(Case::difficulty);
    assertThat(attacks.get("hosts").low()).isLessThan(0.5);
    assertThat(attacks.get("hosts").high()).isGreaterThan(0.5);
    assertThat(attacks.get("hostsCalibrated").auc()).isEqualTo(0.5);
    assertThat(attacks.get("time").auc()).isEqualTo(0.5);
    assertThat(attacks.get("timeWithinHost").auc()).isEqualTo(0.5);
  }

  /** A tenth of a bit is lost among hosts' own 8, and plain once those cancel. */
  @Test
  void calibrationFindsWhatDifficultyHides() {
    var attacks = attack(c -> c.difficulty() - (c.member() && c.training() ? 0.1 : 0));
    var without = attack(Case::difficulty);
    double gained = attacks.get("hosts").auc() - without.get("hosts").auc();
    assertThat(gained).isBetween(0.0, 0.1);
    assertThat(attacks.get("time").auc()).isBetween(0.5, 0.6);
    assertThat(attacks.get("hostsCalibrated").auc()).isEqualTo(1);
    assertThat(attacks.get("hostsCalibrated").memberBits()).isCloseTo(0.1, within(1e-9));
    assertThat(attacks.get("timeWithinHost").auc()).isEqualTo(1);
  }

  @Test
  void driftAloneIsNoMembership() {
    var attacks = attack(c -> Math.rint(c.difficulty()) + (c.training() ? 0 : 2));
    assertThat(attacks.get("hostsCalibrated").auc()).isEqualTo(0.5);
    assertThat(attacks.get("timeWithinHost").auc()).isEqualTo(1);
    assertThat(attacks.get("timeWithinHostLeftOut").auc()).isEqualTo(1);
    assertThat(attacks.get("time").auc()).isGreaterThan(0.55);
  }

  @Test
  void attacksThatTheHostsDoNotAllowAreLeftOut() {
    var never = new HostBits(true, 20, Double.NaN);
    assertThat(byName(MembershipAttack.of(List.of(never, never), 1))).isEmpty();
    var out = new HostBits(false, 21, Double.NaN);
    assertThat(byName(MembershipAttack.of(List.of(never, out), 1))).containsOnlyKeys("hosts");
    var both = new HostBits(true, 20, 21);
    assertThat(byName(MembershipAttack.of(List.of(both, never, out), 1)))
        .containsOnlyKeys("hosts", "time", "timeWithinHost");
    assertThat(byName(MembershipAttack.of(List.of(both, never, out), 1)).get("time").members())
        .isEqualTo(1);
  }

  /**
   * Lines of 24 hosts; those of {@code strange} send what no other does.
   *
   * @param hour of the first line
   */
  private DuckTable table(String name, Set<Integer> strange, int hour, int lines)
      throws IOException {
    return table(name, 24, strange, hour, lines);
  }

  private DuckTable table(String name, int hosts, Set<Integer> strange, int hour, int lines)
      throws IOException {
    var random = new SplittableRandom(hour);
    var text = new StringBuilder("te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label\n");
    for (int i = 0; i < lines; i++) {
      int host = random.nextInt(hosts);
      boolean odd = strange.contains(host);
      int second = i * 3600 / lines;
      text.append(
          "2016-04-11 %02d:%02d:%02d,%s,10.0.%d.9,192.0.2.%d,%d,%d,%s,%s,0,0,%d,%d,background%n"
              .formatted(
                  hour,
                  second / 60,
                  second % 60,
                  odd ? random.nextInt(1000) + ".004" : "0.000",
                  host,
                  odd ? random.nextInt(200) : random.nextInt(3),
                  odd ? random.nextInt(65_536) : 1024,
                  odd ? random.nextInt(65_536) : 80,
                  "TCP",
                  odd ? ".AP.SF" : "....S.",
                  odd ? 20 + random.nextInt(1000) : 1,
                  odd ? 50_000 + random.nextInt(100_000) : 40));
    }
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return FlowFiles.read(
        List.of(file.toString()),
        ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/8"))));
  }

  /** Random weights; the marginals of profiles alone make it fit. */
  private static StanflowModel model(DuckTable table, Map<String, String> record)
      throws IOException {
    var data = TrainingData.fit(table, OPTIONS);
    int vector = data.modelProfiles().get(0).vector().length;
    var architecture = new Architecture(8, 8, List.of(1, 2), 4, vector);
    var weights = Weights.random(architecture, data.codec().layout(), 1);
    var provenance = new Provenance(record, Map.of());
    return new StanflowModel(
        new Model(data.codec(), architecture, weights, data.modelProfiles(), provenance));
  }

  private static Map<String, String> record(DuckTable table) {
    Map<String, String> record = new HashMap<>(OPTIONS.record());
    record.put("flows", Long.toString(table.size()));
    record.put("hosts", Integer.toString(table.hosts()));
    record.put("minFlows", "1");
    record.put(HeldOutHosts.PLACES, HeldOutHosts.text(STRANGE));
    return record;
  }

  @Test
  void hostsLeftOutOfTrainingAreFoundAgain() throws IOException {
    Set<Integer> heldOut = STRANGE;
    try (DuckTable real = table("real.csv", heldOut, 8, 4000);
        DuckTable later = table("later.csv", Set.of(), 9, 2000)) {
      StanflowModel model = model(real, record(real));
      assertThat(MembershipAttack.obstacle(model, real)).isEmpty();
      List<MembershipAttack> attacks = MembershipAttack.on(model, real, Optional.of(later), 1);
      MembershipAttack hosts = byName(attacks).get("hosts");
      assertThat(attacks).hasSize(5);
      assertThat(hosts.members()).isEqualTo(24 - heldOut.size());
      assertThat(hosts.nonMembers()).isEqualTo(heldOut.size()).isEqualTo(7);
      assertThat(hosts.auc()).isEqualTo(1); // the strange ones cost more
      assertThat(hosts.nonMemberBits()).isGreaterThan(hosts.memberBits() + 5);
      // later, they are like others
      assertThat(byName(attacks).get("hostsCalibrated").nonMemberBits()).isLessThan(-5);
      assertThat(MembershipAttack.on(model, real, Optional.of(later), 1)).isEqualTo(attacks);
      assertThat(MembershipAttack.on(model, real, Optional.of(later), 2))
          .extracting(MembershipAttack::auc)
          .isEqualTo(attacks.stream().map(MembershipAttack::auc).toList());
      assertThat(MembershipAttack.on(model, real, Optional.empty(), 1))
          .containsExactly(attacks.get(0));
    }
  }

  @Test
  void othersThanTheTrainingFlowsAreRefusedWithARemedy() throws IOException {
    try (DuckTable real = table("real.csv", Set.of(), 8, 2000);
        DuckTable other = table("other.csv", Set.of(), 8, 1999)) {
      StanflowModel model = model(real, record(real));
      assertThat(MembershipAttack.obstacle(model, other).orElseThrow())
          .startsWith("the model was trained on 2000 flows of 24 hosts, these are 1999 flows of 24")
          .endsWith("give the training file with the same --internal");
      assertThat(MembershipAttack.on(model, other, Optional.empty(), 1)).isEmpty();
      Map<String, String> more = record(real);
      more.put("hosts", "25");
      assertThat(MembershipAttack.obstacle(model(real, more), real).orElseThrow())
          .startsWith("the model was trained on 2000 flows of 25 hosts");
      Map<String, String> old = record(real);
      old.remove("seed");
      StanflowModel without = model(real, old);
      assertThat(MembershipAttack.obstacle(without, real).orElseThrow())
          .startsWith("the model file does not say which hosts training left out");
      assertThat(MembershipAttack.on(without, real, Optional.empty(), 1)).isEmpty();
    }
  }

  @Test
  void whereNoHostWasLeftOutOnlyTimeIsAttacked() throws IOException {
    try (DuckTable real = table("real.csv", Set.of(), 8, 2000);
        DuckTable later = table("later.csv", Set.of(), 9, 2000)) {
      Map<String, String> all = record(real);
      all.put("heldOutShare", "0.0");
      all.put(HeldOutHosts.PLACES, "");
      assertThat(byName(MembershipAttack.on(model(real, all), real, Optional.of(later), 1)))
          .containsOnlyKeys("time", "timeWithinHost");
    }
  }

  /** Of few hosts, training leaves out the ends of their series. */
  @Test
  void fewHostsAreNotAttacked() throws IOException {
    try (DuckTable real = table("real.csv", 7, Set.of(), 8, 700)) {
      Map<String, String> few = record(real);
      few.put(HeldOutHosts.PLACES, "");
      StanflowModel model = model(real, few);
      assertThat(MembershipAttack.obstacle(model, real).orElseThrow())
          .isEqualTo("of so few hosts training left none out; use more hosts");
      assertThat(MembershipAttack.on(model, real, Optional.of(real), 1)).isEmpty();
    }
  }
}
