package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.SweepSpec;
import java.util.random.RandomGenerator;

/** The protocol, unless an old connection or a sketch has given it. */
final class ProtocolStep extends Step {
  private final Protocols protocols;
  private final ServiceClasses services;
  private final Conditions conditions;
  private final int token;

  ProtocolStep(
      Protocols protocols, ServiceClasses services, Conditions conditions, Layout.Builder layout) {
    super(Field.discrete("protocol", protocols.size(), true), layout);
    this.protocols = protocols;
    this.services = services;
    this.conditions = conditions;
    token = layout.token("protocol", protocols.size(), known(), true, true);
  }

  @Override
  boolean present(Row row) {
    return !row.protocolKnown;
  }

  @Override
  int token(SweepSpec.Template template) {
    return template.protocol();
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(truth.protocol, 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    row.flow.protocol = truth.protocol;
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int c = 0; c < field().components(); c++) {
      allowed[c] = mask(protocols.seen(c, row.flow.outgoing) && conditions.allow(row, c));
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.flow.protocol = component;
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    super.tilt(row, feedback, f, logits, from);
    for (int p = 0; p < protocols.size(); p++) {
      if (!services.byPort(p)) {
        logits[from + p] += feedback.outcome(services.of(p, 0, 0));
      }
    }
  }

  @Override
  void lean(Row row, Leaning leaning, float[] logits, int from) {
    for (int p = 0; p < protocols.size(); p++) {
      logits[from + p] += leaning.ofProtocol(p);
    }
  }

  /** Words of conditions that several share a class with are drawn by the protocol. */
  @Override
  void complete(Row row, RandomGenerator random) {
    conditions.drawPooled(row, random);
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.flow.protocol;
  }
}
