package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.QuantitySpec.Bound;
import io.stanflow.codec.spec.QuantitySpec.Offset;
import io.stanflow.codec.spec.ServiceSpec;
import io.stanflow.codec.spec.SweepSpec.Template;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A count, duration or real number: the SAME as in the connection's last flow, in the peer's last
 * of the same service and direction, or in the host's; for bytes also one of the service's recent
 * or usual sizes of so many packets; for durations one of the service's recent ones, or a little
 * more or less than the connection's; or the mixture's own components. Bytes are modelled per
 * packet and kept within what the protocol allows; counts may lie at an {@link Offset} from earlier
 * numbers of the flow.
 */
final class QuantityStep extends Step {
  private static final int SAME = QuantitySpec.SAME;

  /** Components that cover one value: SAMEs, a range, a recent and a usual size, three fixed. */
  private static final int COVERS = SAME + 5;

  private final QuantitySpec spec;
  private final Exclusions exclusions;
  private final int index;
  private final int ranges;
  private final MixtureCode code;
  private final OutcomeClasses outcomes;

  /** The outcome class of each of its tokens. */
  private final int[] classes;

  /** Whether a flow's service is decided before. */
  private final boolean served;

  private final int token;
  private final int numeric;

  /**
   * @param outcomes of finished flows, with the code of this quantity
   * @param index position among the codec's quantities
   * @param ranges index of this step's scratch in {@link Row#ranges}
   * @param served whether protocol and ports are decided before
   */
  QuantityStep(
      QuantitySpec spec,
      Exclusions exclusions,
      OutcomeClasses outcomes,
      int index,
      int ranges,
      boolean served,
      Layout.Builder layout) {
    super(field(spec, outcomes.code(index)), layout);
    this.outcomes = outcomes;
    this.served = served;
    classes = new int[outcomes.code(index).tokens()];
    Arrays.setAll(classes, token -> outcomes.quantity(index) + token);
    this.spec = spec;
    this.exclusions = exclusions;
    this.index = index;
    this.ranges = ranges;
    code = outcomes.code(index);
    token = layout.token(spec.name(), code.tokens(), known(), true, true);
    numeric = layout.numeric(spec.name(), known(), true);
  }

  private static Field field(QuantitySpec spec, MixtureCode code) {
    int covers = COVERS + spec.offsets().size();
    return new Field(spec.name(), code.components(), code.free(), covers, true);
  }

  @Override
  boolean present(Row row) {
    RowRanges of = row.ranges[ranges];
    if (spec.divisor() < 0) {
      start(row, of);
    } else {
      int protocol = row.flow.protocol;
      long divisor = row.flow.quantities[spec.divisor()];
      long by = Math.max(1, divisor);
      of.start(spec.least()[protocol] * by, spec.most() * by, by, protocol);
      if (divisor == 0) {
        of.narrow(0, 0); // no packet, no byte
      }
    }
    if (spec.zeroForOne() && row.flow.quantities[0] == 1) {
      of.narrow(0, 0);
    }
    relate(row, of);
    bound(row, of);
    exclusions.keepTo(row, code, of);
    return true;
  }

  /** The data's range, and a count that this one often equals. */
  private void start(Row row, RowRanges of) {
    long least = spec.mixture().min();
    long most = spec.mixture().max();
    for (Offset offset : spec.offsets()) {
      if (offset.each() == 0) {
        least = Math.min(least, row.flow.quantities[offset.other()]);
        most = Math.max(most, row.flow.quantities[offset.other()]);
      }
    }
    of.start(least, most, 1, 0);
  }

  /** Narrows the range by each bound that leaves something to draw. */
  private void bound(Row row, RowRanges of) {
    for (Bound bound : spec.bounds()) {
      narrow(of, bound.low(row.flow.quantities), bound.high(row.flow.quantities));
    }
  }

  private void narrow(RowRanges of, long least, long most) {
    long low = Math.max(of.low(), least);
    long high = Math.min(of.high(), most);
    if (code.reaches(low, high, of)) {
      of.narrow(low, high);
    }
  }

  private int service(Row row) {
    Observation flow = row.flow;
    return outcomes.services().of(flow.protocol, flow.localPort, flow.peerPort);
  }

  private void relate(Row row, RowRanges of) {
    Reference connection = row.lastOfConnection;
    if (connection != null && connection.quantities()[index] != Template.DIFFERS) {
      long value = connection.quantities()[index];
      of.point(0, value);
      for (int i = 0; spec.near() && i < QuantitySpec.nearRanges(); i++) {
        long from = QuantitySpec.near(i);
        long end = QuantitySpec.near(i + 1);
        of.relative(SAME + 2 * i, value + from, value + end - 1);
        of.relative(SAME + 2 * i + 1, value - end + 1, value - from);
      }
    }
    if (row.lastOfService != null) {
      of.point(1, row.lastOfService.quantities()[index]);
    }
    if (row.lastOfHostService != null) {
      of.point(2, row.lastOfHostService.quantities()[index]);
    }
    int first = QuantitySpec.firstRecent(spec.near());
    for (int i = 0; spec.recurs() && i < row.recentCount; i++) {
      of.point(first + i, row.recent[i]);
    }
    first += QuantitySpec.RECENT;
    for (int i = 0; spec.divisor() >= 0 && i < row.usualCount; i++) {
      of.point(first + i, row.usual[i]);
    }
    int last = spec.mixture().relatives() - spec.offsets().size();
    for (int i = 0; i < spec.offsets().size(); i++) {
      of.point(last + i, spec.offsets().get(i).value(row.flow.quantities));
    }
  }

  @Override
  int token(Template template) {
    long[] quantities = template.quantities();
    long divisor = spec.divisor() < 0 ? 1 : quantities[spec.divisor()];
    boolean known = quantities[index] != Template.DIFFERS && divisor != Template.DIFFERS;
    return known ? code.token(quantities[index], Math.max(1, divisor)) : Templates.UNKNOWN;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    code.cover(truth.quantities[index], row.ranges[ranges], target);
  }

  @Override
  void accept(Row row, Observation truth) {
    row.flow.quantities[index] = truth.quantities[index];
  }

  @Override
  void possible(Row row, float[] allowed) {
    RowRanges of = row.ranges[ranges];
    ServiceSpec.Values known = served ? outcomes.values(service(row), index) : null;
    if (known != null) { // what is drawn keeps to it; where values are coded, they may be beyond
      narrow(of, Long.MIN_VALUE, known.most());
    }
    code.possible(of, allowed);
  }

  /** Without looking at components: one that covers a value beyond the range has others in it. */
  @Override
  boolean allows(Row row, Observation truth, Target target, float[] scratch) {
    RowRanges of = row.ranges[ranges];
    long value = truth.quantities[index];
    return of.low() <= value && value <= of.high();
  }

  @Override
  int only(Row row) {
    RowRanges of = row.ranges[ranges];
    return of.low() == of.high() ? code.mostSpecific(of.low(), of) : -1;
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.flow.quantities[index] = code.draw(component, centre, width, row.ranges[ranges], random);
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    super.tilt(row, feedback, f, logits, from);
    tilt(row, feedback, classes, logits, from);
    tiltTick(row, feedback, logits, from);
  }

  /** By what values flows of its service have. */
  @Override
  void tiltTick(Row row, Feedback feedback, float[] logits, int from) {
    int block = served ? outcomes.blockOf(service(row)) : -1;
    if (block >= 0) {
      tilt(row, feedback, outcomes.classes(block + index), logits, from);
    }
  }

  /**
   * By what is owed to the outcome classes of the values that components lead to. Ranges near a
   * reference value count as that value.
   *
   * @param classes of each token
   */
  private void tilt(Row row, Feedback feedback, int[] classes, float[] logits, int from) {
    if (field().free() > 0) {
      return;
    }
    RowRanges of = row.ranges[ranges];
    int relatives = spec.mixture().relatives();
    for (int t = 0; t < code.tokens(); t++) {
      logits[from + relatives + t] += feedback.outcome(classes[t]);
    }
    int last = QuantitySpec.firstRecent(spec.near());
    float near = 0;
    for (int c = 0; c < relatives; c++) {
      if (c >= SAME && c < last) {
        logits[from + c] += near;
      } else if (of.relativeLow(c) <= of.relativeHigh(c)) {
        float tilt = feedback.outcome(classes[code.token(of.relativeLow(c), of.divisor())]);
        logits[from + c] += tilt;
        near = c == 0 ? tilt : near;
      }
    }
  }

  @Override
  int counted(Row row, int component) {
    return code.mostSpecific(row.flow.quantities[index], row.ranges[ranges]);
  }

  /** A value on the scale of the mixture's free components. */
  double standardised(long value) {
    return code.standardised((double) value);
  }

  @Override
  void write(Row row, Inputs inputs) {
    long value = row.flow.quantities[index];
    long divisor = row.ranges[ranges].divisor();
    inputs.tokens[token] = code.token(value, divisor);
    inputs.numerics[numeric] = (float) standardised(value);
  }
}
