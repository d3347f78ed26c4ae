package io.stanflow.codec;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The port on one side of a new connection: the SAME as in this peer's last flow; for the local
 * side one of the host's recent ports outside the vocabulary, or one a few above the latest of
 * them; for the peer's side one a few above its last; a port of the vocabulary; or a block of
 * ports, uniform inside. Only transports have ports; ICMP has its type and code at the destination.
 */
final class PortStep extends Step {
  /** Steps above the latest port that have a component of their own. */
  static final int LOCAL_NEXT = 8;

  static final int PEER_NEXT = 16;

  /** Relative components: SAME, then recent ports (local), then the next ones. */
  static final int LOCAL_RELATIVES = 1 + HostState.RECENT_PORTS + LOCAL_NEXT;

  static final int PEER_RELATIVES = 1 + PEER_NEXT;
  private final boolean local;
  private final int support;
  private final Protocols protocols;
  private final ServiceClasses services;
  private final PortSpec spec;
  private final MixtureCode code;

  /** Per protocol class and direction: which port tokens the data show, 1 or 0. */
  private final float[][][] shown;

  private final Field field;
  private final int token;

  /**
   * @param support index of this step's scratch in {@link Row#supports}
   */
  PortStep(
      boolean local,
      PortSpec spec,
      int support,
      Protocols protocols,
      ServiceClasses services,
      Layout.Builder layout) {
    this.local = local;
    this.spec = spec;
    this.support = support;
    this.protocols = protocols;
    this.services = services;
    code = services.ports(local);
    shown = new float[spec.allowed().length][2][];
    for (int p = 0; p < shown.length; p++) {
      for (int d = 0; d < 2; d++) {
        shown[p][d] = masks(spec.allowed()[p][d]);
      }
    }
    field = new Field(local ? "localPort" : "peerPort", code.components(), 0, 4, true);
    int stage = layout.fields.size();
    layout.fields.add(field);
    token = layout.token(field.name(), code.tokens(), stage + 1, true, true);
  }

  private static float[] masks(boolean[] flags) {
    float[] masks = new float[flags.length];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = mask(flags[i]);
    }
    return masks;
  }

  /** Whether the port is in the vocabulary. */
  boolean known(int port) {
    return Arrays.binarySearch(spec.mixture().atoms(), port) >= 0;
  }

  @Override
  Field field() {
    return field;
  }

  @Override
  boolean present(Row row) {
    boolean destination = local != row.flow.outgoing;
    boolean icmp = protocols.isIcmp(row.flow.protocol) && destination;
    boolean known = local ? row.localPortKnown : row.peerPortKnown;
    if (known || !(protocols.hasPorts(row.flow.protocol) || icmp)) {
      return false;
    }
    Support places = row.supports[support];
    places.reset(0, 65_535);
    places.exactOnly = icmp;
    places.range = icmp ? -1 : 0;
    if (!icmp) {
      relate(row, places);
    } else if (row.last != null) {
      places.point(0, local ? row.last.localPort() : row.last.peerPort());
    }
    return true;
  }

  private void relate(Row row, Support places) {
    int last = row.last == null ? -1 : local ? row.last.localPort() : row.last.peerPort();
    if (last >= 0) {
      places.point(0, last);
    }
    if (!local) {
      for (int i = 1; last >= 0 && i <= PEER_NEXT; i++) {
        places.point(i, last + i);
      }
      return;
    }
    HostState host = row.host;
    for (int i = 0; i < host.recentPortCount(); i++) {
      places.point(1 + i, host.recentPort(i));
    }
    for (int i = 1; host.recentPortCount() > 0 && i <= LOCAL_NEXT; i++) {
      places.point(HostState.RECENT_PORTS + i, host.recentPort(0) + i);
    }
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    code.cover(port(truth), row.supports[support], target);
  }

  private int port(Observation flow) {
    return local ? flow.localPort : flow.peerPort;
  }

  @Override
  void accept(Row row, Observation truth) {
    set(row, port(truth));
  }

  private void set(Row row, int port) {
    if (local) {
      row.flow.localPort = port;
    } else {
      row.flow.peerPort = port;
    }
  }

  @Override
  void possible(Row row, float[] allowed) {
    Support places = row.supports[support];
    float[] seen = shown[row.flow.protocol][row.flow.outgoing ? 1 : 0];
    int relatives = spec.mixture().relatives();
    code.possible(places, allowed);
    for (int c = 0; c < relatives; c++) {
      if (allowed[c] > 0) {
        allowed[c] = seen[code.token(places.relativeLow[c], 1)];
      }
    }
    int end = field.components();
    for (int c = relatives; c < end; c++) {
      allowed[c] *= seen[c - relatives];
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    set(row, (int) code.draw(component, centre, width, row.supports[support], random));
  }

  /**
   * What is owed to a port of the vocabulary is owed to its service: a host that lacks DNS over UDP
   * must not make up for it by port 53 over TCP.
   */
  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    int protocol = row.flow.protocol;
    if (!services.byPort(protocol)) {
      super.tilt(row, feedback, f, logits, from);
      return;
    }
    int vocabulary = spec.mixture().atoms().length;
    int relatives = spec.mixture().relatives();
    feedback.tilt(f, 0, relatives, logits, from);
    feedback.tilt(f, relatives + vocabulary, field.components(), logits, from);
    int first = from + relatives;
    if (local) {
      feedback.tiltOutcomes(services.firstLocal(protocol), vocabulary, logits, first);
      return;
    }
    int smaller = below(row.flow.localPort);
    feedback.tiltOutcomes(services.firstPeer(protocol), smaller, logits, first);
    float own = feedback.outcome(services.of(protocol, row.flow.localPort, row.flow.localPort));
    for (int i = smaller; i < vocabulary; i++) {
      logits[first + i] += own;
    }
  }

  /** Number of ports of the vocabulary below this one. */
  private int below(int port) {
    int at = Arrays.binarySearch(spec.mixture().atoms(), port);
    return at >= 0 ? at : -at - 1;
  }

  @Override
  int counted(Row row, int component) {
    return code.mostSpecific(port(row.flow), row.supports[support]);
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = code.token(port(row.flow), 1);
  }
}
