package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.Exclusion;
import io.stanflow.codec.spec.Facet;
import io.stanflow.codec.spec.Facet.View;
import io.stanflow.codec.spec.StepSpec;
import io.stanflow.fit.Fits;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.BothWays;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What never occurs together in the data is never drawn together. */
class ExclusionsTest {
  private static final TrainingData.Options OPTIONS = new TrainingData.Options(3, 3, 0.2, 1);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noFlowContradictsItself(long seed) throws IOException {
    MemoryTable table = BothWays.table(12, 400, Integer.MAX_VALUE, seed);
    assertThat(table.flows()).allMatch(flow -> BothWays.contradictions(flow).isEmpty());
    assertNoneIsDrawn(table, seed);
  }

  /** One flow of 3,000 is the noise that real records have. */
  @Test
  void aSlipOfTheRecorderExcusesNothing() throws IOException {
    MemoryTable table = BothWays.table(12, 1500, 3000, 5);
    assertThat(table.flows()).anyMatch(flow -> !BothWays.contradictions(flow).isEmpty());
    assertNoneIsDrawn(table, 5);
  }

  private static void assertNoneIsDrawn(MemoryTable table, long seed) throws IOException {
    var data = TrainingData.fit(table, OPTIONS);
    var known = new HostSampler.KnownAddresses(data.codec(), table.internal(), 1);
    Profile profile = data.modelProfiles().get(0);
    List<Flow> rows =
        UniformSampling.rows(
            data.codec(), known, profile, 4000, BothWays.INTERNAL.withHost(0, 9), seed);
    assertThat(rows.stream().flatMap(flow -> BothWays.contradictions(flow).stream())).isEmpty();
    assertThat(rows).anyMatch(flow -> flow.word(12).equals("scan"));
    assertThat(rows).anyMatch(flow -> flow.word(7).equals("CON"));
    assertThat(rows).anyMatch(flow -> flow.number(8) == 1);
  }

  /** Words after numbers keep to what the numbers rule out. */
  @Test
  void anyOrderOfStepsKeepsToThem() throws IOException {
    MemoryTable table = BothWays.table(12, 400, Integer.MAX_VALUE, 4);
    CodecSpec spec = Fits.codec(table, 1).spec();
    var order = new ArrayList<>(spec.order());
    int first = order.indexOf(new StepSpec(StepSpec.Kind.CATEGORY, "state"));
    Collections.rotate(order.subList(first, order.size()), -3);
    FlowCodec codec = Fits.codec(table, 1, spec.withOrder(order));
    var known = new HostSampler.KnownAddresses(codec, table.internal(), 1);
    Profile profile = codec.profile(Profile.Spec.of(List.of(), List.of()));
    List<Flow> rows =
        UniformSampling.rows(codec, known, profile, 4000, BothWays.INTERNAL.withHost(0, 9), 3);
    assertThat(rows)
        .noneMatch(flow -> BothWays.contradictions(flow).contains("bytes back without an answer"))
        .noneMatch(flow -> BothWays.contradictions(flow).contains("an answered scan"));
  }

  @Test
  void independentAttributesExcludeNothing() throws IOException {
    var schema =
        new Schema(
            List.of(Attribute.categorical("a"), Attribute.categorical("b"), Attribute.count("c")));
    var random = new SplittableRandom(1);
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < 20_000; i++) {
      var draft = new Flow.Draft(schema);
      draft.word(0, "a" + (int) (3 * Math.abs(random.nextGaussian())));
      draft.word(1, "b" + (int) (3 * Math.abs(random.nextGaussian())));
      flows.add(draft.number(2, random.nextInt(5)).flow());
    }
    assertThat(Fits.codec(MemoryTable.anonymous(schema, flows), 1).spec().exclusions()).isEmpty();
  }

  /** Rules that leave nothing to draw together are kept to in their order. */
  @Test
  void theSurestRuleHoldsWhereTwoLeaveNothing() throws IOException {
    var schema =
        new Schema(
            List.of(Attribute.categorical("a"), Attribute.categorical("b"), Attribute.count("c")));
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < 60; i++) {
      var draft = new Flow.Draft(schema).word(0, "a" + i % 2).word(1, "b" + i / 2 % 2);
      flows.add(draft.number(2, i % 3 % 2).flow());
    }
    CodecSpec spec = Fits.codec(MemoryTable.anonymous(schema, flows), 1).spec();
    assertThat(spec.exclusions()).isEmpty();
    var zero = new Exclusion(word(0), new Facet(View.SIZE, 0, 0), only(0));
    var one = new Exclusion(word(1), new Facet(View.SIZE, 0, 0), only(1));
    for (boolean turned : new boolean[] {false, true}) {
      var rules = turned ? List.of(one, zero) : List.of(zero, one);
      var codec = new FlowCodec(with(spec, rules));
      var known = new HostSampler.KnownAddresses(codec, List.of(), 1);
      Profile profile = codec.profile(Profile.Spec.of(List.of(), List.of()));
      List<Flow> rows = UniformSampling.rows(codec, known, profile, 300, null, 2);
      assertThat(rows).allMatch(flow -> flow.number(2) == (turned ? 1 : 0));
    }
  }

  /**
   * A label that only what comes has, decided last or first, is drawn of nothing that goes. A ping
   * that goes on can go one way alone, whatever its label.
   */
  @ParameterizedTest(name = "conditions {0}")
  @MethodSource("conditions")
  void aWordOfOneDirectionComesWithThatAlone(List<String> conditions) throws IOException {
    MemoryTable table = byDirection(SimulatedTraffic.table(12, 190, false, 6));
    var options = new TrainingData.Options(3, 1, 0.2, 1).withConditions(conditions);
    var data = TrainingData.fit(table, options);
    var known = new HostSampler.KnownAddresses(data.codec(), table.internal(), 1);
    Address host = table.addresses().get(0);
    for (GivenSource given : List.of(GivenSource.NONE, new Polls())) {
      List<Flow> rows =
          UniformSampling.rowsAt(
              data.codec(),
              known,
              data.modelProfiles().get(0),
              3000,
              HostSampler.Place.of(host, given, InternalPeers.ANYBODY),
              4);
      assertThat(rows)
          .filteredOn(flow -> !flow.protocol().equals("ICMP"))
          .allMatch(flow -> flow.sourceAddress().equals(host) == flow.word(12).equals("own"));
      assertThat(rows).map(flow -> flow.word(12)).contains("own", "scan");
    }
  }

  private static MemoryTable byDirection(MemoryTable table) {
    var series = new ArrayList<Series>();
    for (Series each : table.series()) {
      List<Flow> flows = new ArrayList<>();
      for (Flow flow : each.flows()) {
        boolean own = flow.sourceAddress().equals(each.host());
        flows.add(new Flow.Draft(flow).word(12, own ? "own" : "scan").flow());
      }
      series.add(new Series(each.host(), flows));
    }
    return new MemoryTable(table.schema(), table.internal(), series);
  }

  static Stream<List<String>> conditions() {
    return Stream.of(List.of(), List.of(Schema.LABEL));
  }

  /** Ticks of a timer, each way in turn, one a second. */
  private static final class Polls implements GivenSource {
    private long ticks;

    @Override
    public long time() {
      return ticks;
    }

    @Override
    public Given take() {
      return new Tick(ticks, ticks++ % 2 == 0, null, -1, false, null);
    }

    @Override
    public void skip() {
      ticks++;
    }

    @Override
    public void made(Observation flow) {}
  }

  private static Facet word(int index) {
    return new Facet(View.WORD, index, 0);
  }

  /** Two words, both of which leave this size alone. */
  private static boolean[][] only(int size) {
    var row = new boolean[] {true, true, true};
    row[size] = false;
    return new boolean[][] {row, row.clone()};
  }

  private static CodecSpec with(CodecSpec spec, List<Exclusion> exclusions) {
    return new CodecSpec(
        spec.attributes(),
        spec.format(),
        spec.clockUnit(),
        spec.windowUnits(),
        spec.spanSeconds(),
        spec.gap(),
        spec.addresses(),
        spec.protocols(),
        spec.localPort(),
        spec.peerPort(),
        spec.categories(),
        spec.quantities(),
        exclusions,
        spec.services(),
        spec.sweeps(),
        spec.internal(),
        spec.ties(),
        spec.order(),
        spec.features(),
        spec.shared());
  }
}
