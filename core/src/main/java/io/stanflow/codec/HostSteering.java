package io.stanflow.codec;

import java.util.ArrayList;
import java.util.List;

/** Keeps one host's flows to all {@linkplain Wanted shares} that are asked of them. */
final class HostSteering {
  /** Times that a row is drawn again at most. */
  private static final int MOST_AGAIN = 20;

  /** Of each field, null where nothing is asked of its words. */
  private final Steering[] words;

  /** Of what flows are for, and what leads to that; null where nothing is asked of it. */
  private final Wanted.Services wanted;

  private final Steering services;
  private final Leaning leaning;

  /** All that there are. */
  private final List<Steering> all = new ArrayList<>();

  /** Times that the row at hand has been drawn again. */
  private int again = -1;

  /**
   * @param given shares of the host's flows that are given and in each cell of services
   */
  HostSteering(FlowCodec codec, Wanted wanted, double[] given) {
    words = new Steering[codec.layout().fields().size()];
    for (Wanted.Words each : wanted.words()) {
      boolean first = codec.spec().conditions().contains(each.attribute());
      var steering = new Steering(each.shares(), !first);
      words[codec.layout().field(each.attribute())] = steering;
      all.add(steering);
    }
    this.wanted = wanted.services();
    if (this.wanted == null) {
      services = null;
      leaning = null;
    } else {
      services = new Steering(this.wanted.with(given), this.wanted.shares());
      leaning = new Leaning(this.wanted, codec.outcomes().services(), services);
      all.add(services);
    }
  }

  /** Starts a row, for the first time or again. */
  void begin() {
    again++;
    if (leaning != null) {
      leaning.begin();
    }
  }

  /** Whether field {@code f} is moved by what is asked of its words, and by nothing else. */
  boolean decides(int f) {
    return words[f] != null;
  }

  /** Moves the logits of field {@code f}, from {@code from} on. */
  void tilt(int f, Step step, Row row, float[] logits, int from) {
    if (words[f] != null) {
      words[f].tilt(step, row, logits, from);
    }
    if (leaning != null && row.own()) {
      step.lean(row, leaning, logits, from);
    }
  }

  /** Notes what a field was drawn as. */
  void drawn(int f, int component, Row row) {
    if (words[f] != null) {
      words[f].drawn(component, row.own());
    }
  }

  /** Notes that all fields of a row are decided. */
  void decided(Row row) {
    if (services != null) {
      Observation flow = row.flow;
      int cell = wanted.cells().of(flow.protocol, flow.localPort, flow.peerPort);
      services.drawn(cell, row.own());
    }
  }

  /** Whether the row, decided, is to be drawn again. */
  boolean isRejecting() {
    boolean rejecting = false;
    for (Steering each : all) {
      rejecting |= each.isRejecting();
    }
    return rejecting && again < MOST_AGAIN;
  }

  /** Counts the row. */
  void finish() {
    all.forEach(Steering::finish);
    again = -1;
  }
}
