package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.SweepSpec;
import java.util.random.RandomGenerator;

/** Whether the flow leaves the host (class 1) or comes to it (class 0). */
final class DirectionStep extends Step {
  private final Protocols protocols;
  private final Conditions conditions;
  private final Exclusions exclusions;
  private final int token;

  DirectionStep(
      Protocols protocols, Conditions conditions, Exclusions exclusions, Layout.Builder layout) {
    super(Field.discrete("direction", 2, true), layout);
    this.protocols = protocols;
    this.conditions = conditions;
    this.exclusions = exclusions;
    token = layout.token("direction", 2, known(), true, true);
  }

  @Override
  boolean present(Row row) {
    return true;
  }

  @Override
  boolean given(Row row) {
    return !row.own();
  }

  @Override
  int token(SweepSpec.Template template) {
    return 0;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(truth.outgoing ? 1 : 0, 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    row.flow.outgoing = truth.outgoing;
  }

  /**
   * A connection of a protocol without ports goes only where its source port is 0, a new one only
   * where the data show its protocol go, or any that the row's conditions leave while it has none.
   */
  @Override
  void possible(Row row, float[] allowed) {
    Observation flow = row.flow;
    boolean out = !row.localPortKnown || protocols.sourcePortFits(flow.protocol, flow.localPort);
    boolean in = !row.peerPortKnown || protocols.sourcePortFits(flow.protocol, flow.peerPort);
    if (!row.protocolKnown) {
      out &= conditions.allow(row, true);
      in &= conditions.allow(row, false);
    } else if (!row.localPortKnown || !row.peerPortKnown) {
      out &= protocols.seen(flow.protocol, true);
      in &= protocols.seen(flow.protocol, false);
    }
    allowed[1] = mask(out);
    allowed[0] = mask(in);
    exclusions.keepTo(row, allowed, 2);
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.flow.outgoing = component == 1;
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.flow.outgoing ? 1 : 0;
  }
}
