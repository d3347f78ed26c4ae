package io.stanflow.codec;

import java.util.random.RandomGenerator;

/**
 * A count, duration or real number: the SAME as in the connection's last flow, in the peer's last
 * of the same service and direction, or in the host's; for bytes also one of the service's recent
 * or usual sizes of so many packets; for durations a little more or less than the connection's; or
 * the mixture's own components. Bytes are modelled per packet and kept within what the protocol
 * allows; counts may lie at an {@link Offset} from earlier numbers of the flow.
 */
final class QuantityStep extends Step {
  /** Lower ends of the ranges above (and, mirrored, below) the reference value; last: the end. */
  private static final int[] NEAR = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 33, 65, 129};

  /** SAME as the connection's, as the peer's service's, as the host's service's. */
  private static final int SAME = 3;

  /** Components that cover one value: SAMEs, a range, a recent and a usual size, three fixed. */
  private static final int COVERS = SAME + 5;

  private final QuantitySpec spec;
  private final int index;
  private final int support;
  private final MixtureCode code;
  private final int firstOutcome;
  private final Field field;
  private final int token;
  private final int numeric;

  /**
   * @param index position among the codec's quantities
   * @param support index of this step's scratch in {@link Row#supports}
   * @param firstOutcome its first outcome class
   */
  QuantityStep(
      QuantitySpec spec,
      MixtureCode code,
      int index,
      int support,
      int firstOutcome,
      Layout.Builder layout) {
    this.firstOutcome = firstOutcome;
    this.spec = spec;
    this.index = index;
    this.support = support;
    this.code = code;
    int covers = COVERS + spec.offsets().size();
    field = new Field(spec.name(), code.components(), spec.mixture().free(), covers, true);
    int stage = layout.fields.size();
    layout.fields.add(field);
    token = layout.token(spec.name(), code.tokens(), stage + 1, true, true);
    numeric = layout.numeric(spec.name(), stage + 1, true);
  }

  /**
   * Number of relative components.
   *
   * @param near whether there are ranges near the reference value
   * @param recent whether recent and usual sizes may recur
   * @param offsets from other numbers of the flow
   */
  static int relatives(boolean near, boolean recent, int offsets) {
    return SAME
        + (near ? 2 * (NEAR.length - 1) : 0)
        + (recent ? HostServices.RECENT + UsualSize.OFFERED : 0)
        + offsets;
  }

  @Override
  Field field() {
    return field;
  }

  @Override
  boolean present(Row row) {
    Support places = row.supports[support];
    long divisor = spec.divisor() < 0 ? 1 : Math.max(1, row.flow.quantities[spec.divisor()]);
    places.reset(spec.mixture().min(), spec.mixture().max());
    places.divisor = divisor;
    places.range = spec.divisor() < 0 ? 0 : 1 + row.flow.protocol;
    if (spec.divisor() >= 0 && row.flow.quantities[spec.divisor()] == 0) {
      force(places, 0); // no packet, no byte
    } else if (spec.divisor() >= 0) {
      places.low = spec.least()[row.flow.protocol] * divisor;
      places.high = spec.most() * divisor;
    }
    if (spec.zeroForOne() && row.flow.quantities[0] == 1) {
      force(places, 0);
    }
    bound(row, places);
    relate(row, places);
    return true;
  }

  /** Narrows the range by each bound that leaves something to draw. */
  private void bound(Row row, Support places) {
    for (Bound bound : spec.bounds()) {
      long low = Math.max(places.low, bound.low(row.flow.quantities));
      long high = Math.min(places.high, bound.high(row.flow.quantities));
      if (code.reaches(low, high)) {
        places.low = low;
        places.high = high;
        places.range = -1;
      }
    }
  }

  private static void force(Support places, long value) {
    places.low = value;
    places.high = value;
    places.range = -1;
  }

  private void relate(Row row, Support places) {
    Reference connection = row.lastOfConnection;
    if (connection != null) {
      long value = connection.quantities()[index];
      places.point(0, value);
      for (int i = 0; spec.near() && i + 1 < NEAR.length; i++) {
        places.relative(SAME + 2 * i, value + NEAR[i], value + NEAR[i + 1] - 1);
        places.relative(SAME + 2 * i + 1, value - NEAR[i + 1] + 1, value - NEAR[i]);
      }
    }
    if (row.lastOfService != null) {
      places.point(1, row.lastOfService.quantities()[index]);
    }
    if (row.lastOfHostService != null) {
      places.point(2, row.lastOfHostService.quantities()[index]);
    }
    int first = relatives(spec.near(), false, 0);
    for (int i = 0; spec.divisor() >= 0 && i < row.recentCount; i++) {
      places.point(first + i, row.recent[i]);
    }
    first += HostServices.RECENT;
    for (int i = 0; spec.divisor() >= 0 && i < row.usualCount; i++) {
      places.point(first + i, row.usual[i]);
    }
    int last = spec.mixture().relatives() - spec.offsets().size();
    for (int i = 0; i < spec.offsets().size(); i++) {
      places.point(last + i, spec.offsets().get(i).value(row.flow.quantities));
    }
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    code.cover(truth.quantities[index], row.supports[support], target);
  }

  @Override
  void accept(Row row, Observation truth) {
    row.flow.quantities[index] = truth.quantities[index];
  }

  @Override
  void possible(Row row, float[] allowed) {
    code.possible(row.supports[support], allowed);
  }

  @Override
  int only(Row row) {
    Support places = row.supports[support];
    return places.low == places.high ? code.mostSpecific(places.low, places) : -1;
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.flow.quantities[index] = code.draw(component, centre, width, row.supports[support], random);
  }

  /** Ranges near a reference value count as that value. */
  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    super.tilt(row, feedback, f, logits, from);
    if (field.free() > 0) {
      return;
    }
    Support places = row.supports[support];
    int relatives = spec.mixture().relatives();
    feedback.tiltOutcomes(firstOutcome, code.tokens(), logits, from + relatives);
    int last = relatives(spec.near(), false, 0);
    float near = 0;
    for (int c = 0; c < relatives; c++) {
      if (c >= SAME && c < last) {
        logits[from + c] += near;
      } else if (places.relativeLow[c] <= places.relativeHigh[c]) {
        int token = code.token(places.relativeLow[c], places.divisor);
        float tilt = feedback.outcome(firstOutcome + token);
        logits[from + c] += tilt;
        near = c == 0 ? tilt : near;
      }
    }
  }

  @Override
  int counted(Row row, int component) {
    return code.mostSpecific(row.flow.quantities[index], row.supports[support]);
  }

  @Override
  void write(Row row, Inputs inputs) {
    long value = row.flow.quantities[index];
    long divisor = row.supports[support].divisor;
    inputs.tokens[token] = code.token(value, divisor);
    inputs.numerics[numeric] = (float) code.place((double) value);
  }
}
