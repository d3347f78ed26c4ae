package io.stanflow.codec;

import java.util.random.RandomGenerator;

/**
 * A count, duration or real number: the SAME as in the connection's last flow or in the last of the
 * same service and direction; for durations also a little more or less; or the mixture's own
 * components. Bytes are modelled per packet and kept within what the protocol allows.
 */
final class QuantityStep extends Step {
  /** Lower ends of the ranges above (and, mirrored, below) the reference value; last: the end. */
  private static final int[] NEAR = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 33, 65, 129};

  /** SAME as the connection's, SAME as the service's. */
  private static final int SAME = 2;

  private final QuantitySpec spec;
  private final int index;
  private final int support;
  private final MixtureCode code;
  private final Field field;
  private final int token;
  private final int numeric;

  /**
   * @param index position among the codec's quantities
   * @param support index of this step's scratch in {@link Row#supports}
   */
  QuantityStep(QuantitySpec spec, int index, int support, Layout.Builder layout) {
    this.spec = spec;
    this.index = index;
    this.support = support;
    code = new MixtureCode(spec.mixture());
    field = new Field(spec.name(), code.components(), spec.mixture().free(), 5, true);
    int stage = layout.fields.size();
    layout.fields.add(field);
    token = layout.token(spec.name(), code.tokens(), stage + 1, true, true);
    numeric = layout.numeric(spec.name(), stage + 1, true);
  }

  /** Relative components of a quantity with or without ranges near the reference value. */
  static int relatives(boolean near) {
    return SAME + (near ? 2 * (NEAR.length - 1) : 0);
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
    if (spec.divisor() >= 0 && row.flow.quantities[spec.divisor()] == 0) {
      places.low = 0; // no packet, no byte
      places.high = 0;
    } else if (spec.divisor() >= 0) {
      places.low = spec.least()[row.flow.protocol] * divisor;
      places.high = spec.most() * divisor;
    }
    if (spec.zeroForOne() && row.flow.quantities[0] == 1) {
      places.high = 0;
      places.low = 0;
    }
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
    return true;
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
  void possible(Row row, boolean[] allowed) {
    for (int c = 0; c < field.components(); c++) {
      allowed[c] = code.possible(c, row.supports[support]);
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.flow.quantities[index] = code.draw(component, centre, width, row.supports[support], random);
  }

  @Override
  void write(Row row, Inputs inputs) {
    long value = row.flow.quantities[index];
    long divisor = row.supports[support].divisor;
    inputs.tokens[token] = code.token(value, divisor);
    inputs.numerics[numeric] = (float) code.place((double) value);
  }
}
