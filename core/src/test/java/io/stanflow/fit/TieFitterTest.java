package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.TieOrder;
import io.stanflow.codec.spec.TieSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.Schemas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Orders of flows of one time, as {@link TieFitter} finds them and {@link TieOrder} makes them. */
class TieFitterTest {
  private static final Address HOST = Address.parse("10.0.0.1");
  private static final Address OTHER = Address.parse("10.0.0.2");
  private static final Schema SCHEMA = Schemas.UGR16;
  private static final Comparator<Flow> BY_TIME = Comparator.comparingLong(Flow::timeMicros);
  private static final int TIMES = 400;

  private final SplittableRandom random = new SplittableRandom(7);

  /** A flow and its reply: the host is the client of an even peer, the server of an odd one. */
  private List<Flow> connection(int second, int peer, long duration) {
    Address other = Address.parse("192.0.2." + peer);
    int mine = peer % 2 == 0 ? 40_000 : 80;
    int theirs = peer % 2 == 0 ? 80 : 40_000;
    Flow out = flow(second, duration, HOST, mine, other, theirs);
    return List.of(out, flow(second, duration, other, theirs, HOST, mine));
  }

  private Flow flow(int second, long duration, Address from, int port, Address to, int toPort) {
    return new Flow.Draft(SCHEMA)
        .number(SCHEMA.index(Schema.TIME), second * 1_000_000L)
        .number(SCHEMA.index(Schema.DURATION), duration)
        .address(SCHEMA.index(Schema.SOURCE_ADDRESS), from)
        .address(SCHEMA.index(Schema.DESTINATION_ADDRESS), to)
        .number(SCHEMA.index(Schema.SOURCE_PORT), port)
        .number(SCHEMA.index(Schema.DESTINATION_PORT), toPort)
        .number(SCHEMA.index(Schema.PACKETS), 1 + random.nextInt(9))
        .number(SCHEMA.index(Schema.BYTES), 40 + random.nextInt(9))
        .word(SCHEMA.index(Schema.PROTOCOL), "TCP")
        .word(SCHEMA.index("forwardingStatus"), "0")
        .word(SCHEMA.index("tos"), "0")
        .word(SCHEMA.index("label"), "background")
        .flow();
  }

  /** Connections of three durations in each second. */
  private List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    for (int second = 0; second < TIMES; second++) {
      for (int i = 0; i < 3; i++) {
        flows.addAll(connection(second, 2 * i + random.nextInt(2), 4000L * random.nextInt(3)));
      }
    }
    return flows;
  }

  /**
   * @param inFile the host's flows as the file has them
   * @param step from the place of one to that of the next
   */
  private static TieSpec fitted(List<Flow> inFile, int step) {
    List<Integer> canonical = new ArrayList<>();
    for (int i = 0; i < inFile.size(); i++) {
      canonical.add(i);
    }
    Collections.shuffle(canonical, new Random(1));
    canonical.sort(Comparator.comparing(inFile::get, BY_TIME));
    var fitter = new TieFitter(SCHEMA);
    fitter.add(
        new Series(
            HOST,
            canonical.stream().map(inFile::get).toList(),
            canonical.stream().mapToLong(i -> (long) step * i).toArray()));
    return fitter.fit();
  }

  private static List<Flow> sorted(List<Flow> flows, Comparator<Flow> order) {
    return flows.stream().sorted(BY_TIME.thenComparing(order)).toList();
  }

  private static Comparator<Flow> by(String attribute) {
    return TieOrder.by(SCHEMA, SCHEMA.index(attribute));
  }

  @Test
  void anAttributeThatFlowsStandByIsFoundWithItsDirection() {
    TieSpec falling = fitted(sorted(flows(), by(Schema.BYTES).reversed()), 1);
    assertThat(falling.keys()).containsExactly(new TieSpec.Key(Schema.BYTES, false));
    TieSpec two = fitted(sorted(flows(), by(Schema.DURATION).thenComparing(by(Schema.PACKETS))), 1);
    assertThat(two.keys())
        .containsExactly(
            new TieSpec.Key(Schema.DURATION, true), new TieSpec.Key(Schema.PACKETS, true));
  }

  @Test
  void noOrderIsNone() {
    List<Flow> shuffled = new ArrayList<>(flows());
    Collections.shuffle(shuffled, new Random(2));
    assertThat(fitted(sorted(shuffled, by(Schema.TIME)), 1).keys()).isEmpty();
  }

  @Test
  void flowsThatStandApartAreNotTogether() {
    assertThat(fitted(flows(), 1).together()).isTrue();
    assertThat(fitted(flows(), 2).together()).isFalse();
  }

  @Test
  void withoutPlacesOrTiesNothingIsKnown() {
    var fitter = new TieFitter(SCHEMA);
    fitter.add(new Series(HOST, flows()));
    assertThat(fitter.fit()).isNull();
    fitter.add(new Series(HOST, connection(1, 1, 0), new long[] {0, 1}));
    assertThat(fitter.fit()).isNull();
  }

  /** What is sorted by an order shows that order, by 3 · 400 replies of each role within 5 σ. */
  @Test
  void anOrderThatIsMadeIsFound() {
    var made =
        new TieSpec(
            List.of(new TieSpec.Key(Schema.DURATION, false)), true, new double[] {0.2, 0.7, 1});
    List<Flow> flows = flows();
    new TieOrder(SCHEMA, made).sort(flows, HOST, random);
    assertThat(flows).isSortedAccordingTo(BY_TIME.thenComparing(by(Schema.DURATION).reversed()));
    TieSpec found = fitted(flows, 1);
    assertThat(found.keys()).isEqualTo(made.keys());
    double sigma = Math.sqrt(0.25 / (3.0 * TIMES / 2));
    assertThat(found.outgoingFirst()[0]).isCloseTo(0.2, within(5 * sigma));
    assertThat(found.outgoingFirst()[1]).isCloseTo(0.7, within(5 * sigma));
    assertThat(found.outgoingFirst()[2]).isEqualTo(0.5); // no such connection
  }

  @Test
  void flowsOfOtherConnectionsStayAsTheyAre() {
    var made = new TieSpec(List.of(), true, new double[] {0, 0, 0});
    List<Flow> flows = new ArrayList<>();
    flows.add(flow(1, 0, HOST, 40_000, OTHER, 80));
    flows.add(flow(1, 0, OTHER, 80, HOST, 40_001)); // another port
    flows.add(flow(2, 0, OTHER, 80, HOST, 40_001)); // another time
    List<Flow> before = List.copyOf(flows);
    new TieOrder(SCHEMA, made).sort(flows, HOST, random);
    assertThat(flows).isEqualTo(before);
  }
}
