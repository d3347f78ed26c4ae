package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Walks one host's series whose flows lack values, over the steps and the state of encoding: a
 * blank's values can be proposed, tried in the whole row, and filled in before the next flow comes.
 *
 * <pre>
 * completer.next();
 * for each blank: completer.reach(blank, inputs), and of its head's outputs, components c:
 *                 value = completer.propose(blank, c, …); completer.attempt(blank, value, …);
 *                 completer.fill(blank, the one chosen)
 * Flow flow = completer.finish(inputs);
 * </pre>
 */
public final class HostCompleter {
  /** What a broken hard rule costs, nats: where all values break some, those that break least. */
  private static final double BROKEN = 100;

  private static final double LOG_PORTS = Math.log(65_536);

  private final FlowCodec codec;
  private final Series series;
  private final Map<Integer, Given> given;
  private final long[] next;
  private final HostState host;
  private final Row row;
  private final Observation truth;
  private final List<Step> steps;
  private final Target[] targets;
  private final float[] allowed;

  /** From this field on, steps decide words and numbers alone, and may decide them again. */
  private final int plain;

  private int at = -1;
  private Flow flow;

  /**
   * @param book the codec's known addresses in the flows' network; null without addresses
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null
   * @param given which flows of the series are
   */
  public HostCompleter(
      FlowCodec codec,
      AddressBook book,
      Profile profile,
      Intensity intensity,
      Address[] heavyAddresses,
      Map<Integer, Given> given,
      Series series) {
    this.codec = codec;
    this.series = series;
    this.given = given;
    next = SeriesEncoder.next(given, series.flows().size());
    host = codec.state(profile, intensity, book, series.host(), heavyAddresses);
    given.values().forEach(each -> host.beginBy(each.time()));
    row = codec.row();
    truth = codec.observation();
    steps = codec.steps();
    targets = steps.stream().map(s -> new Target(s.field().covers())).toArray(Target[]::new);
    allowed = new float[steps.stream().mapToInt(s -> s.field().components()).max().orElse(0)];
    int other = steps.size();
    while (other > 0 && isPlain(steps.get(other - 1))) {
      other--;
    }
    plain = other;
  }

  private static boolean isPlain(Step step) {
    return step instanceof CategoryStep || step instanceof QuantityStep;
  }

  /** Whether there is a flow after the one at hand. */
  public boolean hasNext() {
    return at + 1 < series.flows().size();
  }

  /** Takes the next flow. */
  public void next() {
    at++;
    set(series.flows().get(at));
  }

  /** Place of the flow at hand in the series. */
  public int index() {
    return at;
  }

  private void set(Flow seen) {
    flow = seen;
    codec.view().observe(flow, series.host(), truth);
  }

  private void start(Inputs inputs) {
    codec.begin(row, host, next[at], inputs);
    if (given.containsKey(at)) {
      codec.give(row, given.get(at));
    }
  }

  private void walk(int from, int to, Inputs inputs) {
    for (int f = from; f < to; f++) {
      Step step = steps.get(f);
      step.present(row);
      step.accept(row, truth);
      codec.decided(f, row, inputs);
    }
  }

  /** Walks from the row's start to a blank's field, which can then be asked. */
  public void reach(Blank blank, Inputs inputs) {
    start(inputs);
    walk(0, blank.field(), inputs);
    blank.step.present(row);
  }

  /** The one component that a blank just reached can have, or -1. */
  public int only(Blank blank) {
    return blank.step.only(row);
  }

  /** Sets which components a blank just reached can have: 1, the others 0. */
  public void possible(Blank blank, float[] allowed) {
    blank.step.possible(row, allowed);
  }

  /** A value of one component of a blank just reached; centre and width are a free one's. */
  public Blank.Value propose(
      Blank blank, int component, double centre, double width, RandomGenerator random) {
    blank.step.draw(row, component, centre, width, random);
    return blank.isNumber()
        ? new Blank.Value(null, row.flow.quantities[blank.index])
        : new Blank.Value(row.flow.words[blank.index], 0);
  }

  /** Every value of a blank that is not asked. */
  public List<Blank.Value> all(Blank blank) {
    return Arrays.stream(codec.spec().protocols())
        .map(keyword -> new Blank.Value(keyword, 0))
        .toList();
  }

  /**
   * Walks the row as if a blank, the one reached last, had this value.
   *
   * @param to the field before which the row is left
   * @param reached the inputs as they were when the blank was reached
   * @param inputs receives those of this row
   * @param into receives the targets of the fields from the blank's first on
   * @param lane row of {@code into}
   * @return log weight, 0 or less, of what the targets do not say: hard rules that are broken
   */
  public double attempt(
      Blank blank,
      Blank.Value value,
      int to,
      Inputs reached,
      Inputs inputs,
      EncodedSeries into,
      int lane) {
    double weight = take(blank, value);
    int from = blank.first() >= plain ? blank.first() : 0;
    if (from > 0) {
      inputs.copy(reached);
    } else {
      start(inputs);
    }
    for (int f = from; f < to; f++) {
      Step step = steps.get(f);
      Target target = targets[f];
      target.clear();
      if (step.present(row) && !step.given(row)) {
        step.encode(row, truth, target);
        weight -= f == blank.field() || step.allows(row, truth, target, allowed) ? 0 : BROKEN;
      }
      into.setTarget(lane, f, target);
      step.accept(row, truth);
      codec.decided(f, row, inputs);
    }
    return weight;
  }

  /**
   * Sets the value in what is seen of the flow.
   *
   * @return log weight of what can then not be seen as it is
   */
  private double take(Blank blank, Blank.Value value) {
    if (blank.isNumber()) {
      truth.quantities[blank.index] = value.number();
    } else if (blank.index != Blank.PROTOCOL) {
      truth.words[blank.index] = value.word();
    } else {
      int attribute = codec.schema().index(Schema.PROTOCOL);
      set(new Flow.Draft(flow).word(attribute, value.word()).flow());
      return -LOG_PORTS * otherPorts() - BROKEN * otherWords();
    }
    return 0;
  }

  /** Ports of the flow that are none of its protocol's: to the model each is as likely as any. */
  private int otherPorts() {
    int source = codec.schema().index(Schema.SOURCE_PORT);
    int destination = codec.schema().index(Schema.DESTINATION_PORT);
    if (source < 0) {
      return 0;
    }
    int from = truth.outgoing ? truth.localPort : truth.peerPort;
    int to = truth.outgoing ? truth.peerPort : truth.localPort;
    return (from == flow.number(source) ? 0 : 1) + (to == flow.number(destination) ? 0 : 1);
  }

  /** Words of the flow that its protocol does not have. */
  private int otherWords() {
    int other = 0;
    for (int i = 0; i < truth.words.length; i++) {
      int attribute = codec.schema().index(codec.spec().categories().get(i).name());
      other += CategorySpec.word(flow, attribute).equals(truth.words[i]) ? 0 : 1;
    }
    return other;
  }

  /** Fills a blank for good. */
  public void fill(Blank blank, Blank.Value value) {
    take(blank, value);
    if (blank.index != Blank.PROTOCOL) {
      int attribute = codec.schema().index(blank.attribute());
      flow = new Flow.Draft(flow).copy(attribute, seen(), attribute).flow();
    }
  }

  private Flow seen() {
    return codec.view().flow(truth, series.host());
  }

  /** Ends the row: the host remembers it. Gives the flow, attributes of one value with it. */
  public Flow finish(Inputs inputs) {
    start(inputs);
    walk(0, steps.size(), inputs);
    Flow whole = seen();
    codec.commit(row, inputs);
    return whole;
  }
}
