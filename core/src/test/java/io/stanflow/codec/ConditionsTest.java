package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.StepSpec;
import io.stanflow.fit.Fits;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import io.stanflow.testing.SweptTraffic;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that are decided before whom a flow is with and what for. */
class ConditionsTest {
  private static final List<String> WORDS = List.of(Schema.LABEL, Schema.TCP_FLAGS);

  static Stream<MemoryTable> tables() {
    return Stream.of(
        SimulatedTraffic.table(12, 190, true, 2),
        SweptTraffic.table(24, 2),
        TickingTraffic.table(8, 2));
  }

  /** The words of a codec that are decided first here. */
  private static CodecSpec conditioned(CodecSpec spec) {
    List<String> there =
        WORDS.stream()
            .filter(w -> spec.order().stream().anyMatch(s -> w.equals(s.attribute())))
            .toList();
    return spec.withOrder(StepSpec.conditioned(spec.order(), there));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyFlowCanBeDrawnFromItsConditions(MemoryTable table) throws IOException {
    CodecSpec spec = conditioned(Fits.codec(table, 5).spec());
    FlowCodec codec = Fits.codec(table, 5, spec);
    List<String> fields = codec.layout().fields().stream().map(Field::name).toList();
    assertThat(fields).containsSubsequence("gap", Schema.TCP_FLAGS, "peer", "protocol");
    var walk = new Walk(table, codec, Fits.given(table, codec, 5));
    assertThat(walk.exceptions).isEmpty();
    assertThat(walk.fields).isGreaterThan(2_000);
  }

  /** Every protocol has flags of its own, and one label two of the protocols. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noProtocolComesWithWordsThatTheDataDoNotShowWithIt(long seed) throws IOException {
    int[] flows = new int[1];
    MemoryTable table =
        SimulatedTraffic.table(12, 190, true, seed)
            .map(f -> ++flows[0] < 4 ? new Flow.Draft(f).word(12, "odd").flow() : f);
    var options = new TrainingData.Options(3, 1, 0, 1).withConditions(WORDS);
    var data = TrainingData.fit(table, options);
    Set<List<Object>> shown = new HashSet<>();
    table.series().forEach(s -> s.flows().forEach(f -> shown.addAll(pairs(f))));
    var known = new KnownAddresses(data.codec(), table.internal(), 1);
    List<Flow> rows =
        UniformSampling.rows(
            data.codec(), known, data.modelProfiles().get(0), 4000, table.addresses().get(0), seed);
    assertThat(rows).allSatisfy(flow -> assertThat(shown).containsAll(pairs(flow)));
    CategorySpec label =
        data.codec().spec().categories().stream()
            .filter(each -> each.name().equals(Schema.LABEL))
            .findFirst()
            .orElseThrow()
            .code();
    assertThat(label.rare()).as("pooled labels").isNotEmpty();
    assertThat(rows).map(flow -> flow.word(12)).contains(label.rare()).contains(label.values());
  }

  private static List<List<Object>> pairs(Flow flow) {
    return List.of(
        List.of(flow.protocol(), flow.word(12)), List.of(flow.protocol(), flow.number(7)));
  }

  /** Of every word, however the chain begins. */
  @ParameterizedTest
  @ValueSource(strings = {Schema.LABEL, Schema.TCP_FLAGS, "tos"})
  void madeHostsTogetherHaveAsManyFlowsOfEachWordAsRealOnes(String condition) throws IOException {
    MemoryTable table = SimulatedTraffic.table(40, 190, true, 3);
    var options = new TrainingData.Options(3, 4, 0, 1).withConditions(List.of(condition));
    var data = TrainingData.fit(table, options);
    double[] own = flows(data.codec(), data.ownProfiles(), condition);
    double[] made = flows(data.codec(), data.modelProfiles(), condition);
    for (int c = 0; c < own.length; c++) {
      // each host's three flows towards the mean are in both; factors leave sums as they are
      assertThat(made[c]).as("class %d", c).isCloseTo(own[c], within(3 + 0.1 * own[c]));
    }
  }

  /** Flows a day that profiles state of each class. */
  private static double[] flows(FlowCodec codec, List<Profile> profiles, String condition) {
    int field = codec.layout().field(condition);
    int from = codec.marginalBlocks().start(codec.marginalBlocks().ofField(field));
    double[] flows = new double[codec.layout().fields().get(field).components()];
    for (Profile profile : profiles) {
      for (int c = 0; c < flows.length; c++) {
        flows[c] += profile.flowsPerDay() * Math.exp(profile.priors()[from + c]);
      }
    }
    return flows;
  }

  /** Half of the labels are by chance; a peer met long ago is one that had the row's. */
  @Test
  void aPeerBeyondTheRecentOnesComesAgainWithTheLabelItHad() throws IOException {
    var random = new SplittableRandom(4);
    MemoryTable table =
        SimulatedTraffic.table(12, 190, false, 4)
            .map(f -> new Flow.Draft(f).word(12, random.nextBoolean() ? "a" : "b").flow());
    var options = new TrainingData.Options(3, 1, 0, 1).withConditions(List.of(Schema.LABEL));
    var data = TrainingData.fit(table, options);
    var known = new KnownAddresses(data.codec(), table.internal(), 1);
    Address host = table.addresses().get(0);
    Profile anybody = data.codec().profile(Profile.Spec.of(List.of(), List.of()));
    Map<Address, String> labels = new LinkedHashMap<>(); // by the time of the last flow
    int old = 0;
    int same = 0;
    for (Flow flow : UniformSampling.rows(data.codec(), known, anybody, 6000, host, 4)) {
      boolean own = flow.sourceAddress().equals(host);
      Address peer = own ? flow.destinationAddress() : flow.sourceAddress();
      int at = List.copyOf(labels.keySet()).indexOf(peer);
      if (at >= 0 && at < labels.size() - Recency.MOST) {
        old++;
        same += labels.get(peer).equals(flow.word(12)) ? 1 : 0;
      }
      labels.remove(peer);
      labels.put(peer, flow.word(12));
    }
    assertThat(old).isGreaterThan(40);
    assertThat(same).isEqualTo(old);
  }

  @Test
  void onlyColumnsOfSeveralWordsCanBeConditions() {
    MemoryTable table = SimulatedTraffic.table(12, 60, false, 5);
    for (String name : List.of("bytes", "protocol", "forwardingStatus", "nothing")) {
      var options = TrainingData.Options.DEFAULTS.withConditions(List.of(name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TrainingData.fit(table, options))
          .withMessageContaining("--condition " + name)
          .withMessageContaining("label");
    }
  }

  @Test
  void conditionsAreRecorded() {
    var options = TrainingData.Options.DEFAULTS.withConditions(WORDS);
    assertThat(TrainingData.Options.recorded(options.record())).contains(options);
  }
}
