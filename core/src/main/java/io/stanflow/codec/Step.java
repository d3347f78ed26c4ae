package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.SweepSpec;
import java.util.random.RandomGenerator;

/**
 * Decides one field of a row. Encoding calls {@link #present}, {@link #encode} if so, then {@link
 * #accept}; sampling calls {@link #present}, {@link #possible} and {@link #draw} if so, then {@link
 * #complete}; both then call {@link #write}. Where a visit {@linkplain #given gives} the value,
 * both call {@link #accept} alone. So encoder and sampler see the same row at every step.
 */
abstract class Step {
  private final Field field;
  private final int index;

  /** Adds its field to the layout, after those of the steps before. */
  Step(Field field, Layout.Builder layout) {
    this.field = field;
    index = layout.field(field);
  }

  /** The head that this step decides. */
  final Field field() {
    return field;
  }

  /** Stage of the inputs that are known once the field is decided. */
  final int known() {
    return index + 1;
  }

  /** Whether the field is coded in this row, given the earlier ones; prepares the row's ranges. */
  abstract boolean present(Row row);

  /** Whether the row is a visit whose value of this field is given: neither coded nor drawn. */
  boolean given(Row row) {
    return false;
  }

  /**
   * The token of a template's value, {@link Templates#UNKNOWN} if it has none; asked of steps whose
   * token a reference row shows again.
   */
  int token(SweepSpec.Template template) {
    return Templates.UNKNOWN;
  }

  /** Notes the components that the flow's value can have come from. */
  abstract void encode(Row row, Observation truth, Target target);

  /** Sets the row's value to the flow's, also where the field is absent. */
  abstract void accept(Row row, Observation truth);

  /** Sets, for each component, whether it may be drawn, 1 or 0: the hard rules, and what exists. */
  abstract void possible(Row row, float[] allowed);

  /** Whether the hard rules allow the flow's value, which {@code target} was just encoded from. */
  boolean allows(Row row, Observation truth, Target target, float[] scratch) {
    possible(row, scratch);
    for (int i = 0; i < target.count(); i++) {
      if (scratch[target.component(i)] > 0) {
        return true;
      }
    }
    return false;
  }

  /** The component to draw where no other may be or all give the same value; -1 elsewhere. */
  int only(Row row) {
    return -1;
  }

  /** Sets the row's value to one of {@code component}; centre and width are a free component's. */
  abstract void draw(Row row, int component, double centre, double width, RandomGenerator random);

  /** As {@link #possible} tells it. */
  static float mask(boolean allowed) {
    return allowed ? 1 : 0;
  }

  /**
   * The component that the drawn value counts for in the profile: the most specific one; -1 where
   * sampling is not kept to the field's marginals.
   */
  int counted(Row row, int component) {
    return component;
  }

  /**
   * Moves the logits towards what the host owes: its components, and the outcome classes that they
   * lead to.
   *
   * @param f index of this field
   * @param logits of all components, from {@code from}
   */
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    feedback.tilt(f, 0, field().components(), logits, from);
  }

  /** Likewise of a tick, which is owed nothing but what values flows of its service have. */
  void tiltTick(Row row, Feedback feedback, float[] logits, int from) {}

  /** Moves the logits of a flow of the host's own towards what it is to be for. */
  void lean(Row row, Leaning leaning, float[] logits, int from) {}

  /** Draws what no field decides: the uniform part of a new address. Sampling alone calls it. */
  void complete(Row row, RandomGenerator random) {}

  /** Writes the inputs that are known once this field is decided. */
  abstract void write(Row row, Inputs inputs);
}
