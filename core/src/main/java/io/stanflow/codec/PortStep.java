package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.SweepSpec;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The port on one side of a new connection: the SAME as in this peer's last flow; for the local
 * side one of the host's recent ports outside the vocabulary, or one a few above the latest of
 * them; for the peer's side one a few above its last; a port of the vocabulary; or a block of
 * ports, uniform inside. Only transports have ports; ICMP has its type and code at the destination.
 */
final class PortStep extends Step {
  private final boolean local;
  private final int ranges;
  private final Protocols protocols;
  private final ServiceClasses services;
  private final PortSpec spec;
  private final MixtureCode code;

  /** Per protocol class and direction: which port tokens the data show, 1 or 0. */
  private final float[][][] shown;

  private final int token;

  /**
   * @param ranges index of this step's scratch in {@link Row#ranges}
   */
  PortStep(
      boolean local,
      PortSpec spec,
      int ranges,
      Protocols protocols,
      ServiceClasses services,
      Layout.Builder layout) {
    super(field(local, services.ports(local)), layout);
    this.local = local;
    this.spec = spec;
    this.ranges = ranges;
    this.protocols = protocols;
    this.services = services;
    code = services.ports(local);
    shown = new float[spec.allowed().length][2][];
    for (int p = 0; p < shown.length; p++) {
      for (int d = 0; d < 2; d++) {
        shown[p][d] = masks(spec.allowed()[p][d]);
      }
    }
    token = layout.token(field().name(), code.tokens(), known(), true, true);
  }

  private static Field field(boolean local, MixtureCode code) {
    return new Field(local ? "localPort" : "peerPort", code.components(), 0, 4, true);
  }

  private static float[] masks(boolean[] flags) {
    float[] masks = new float[flags.length];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = mask(flags[i]);
    }
    return masks;
  }

  @Override
  boolean present(Row row) {
    boolean destination = local != row.flow.outgoing;
    boolean icmp = protocols.isIcmp(row.flow.protocol) && destination;
    boolean known = local ? row.localPortKnown : row.peerPortKnown;
    if (known || !(protocols.hasPorts(row.flow.protocol) || icmp)) {
      return false;
    }
    RowRanges of = row.ranges[ranges];
    if (!icmp) {
      of.start(0, 65_535, 1, 0);
      if (row.servicePort > 0) {
        of.narrow(row.servicePort, 65_535);
      }
      relate(row, of);
      return true;
    }
    of.start(0, 65_535);
    of.pointsOnly();
    if (last(row) >= 0) {
      of.point(0, last(row));
    }
    return true;
  }

  /** Port of the peer's last flow, or -1. */
  private int last(Row row) {
    return row.last == null ? -1 : local ? row.last.localPort() : row.last.peerPort();
  }

  private void relate(Row row, RowRanges of) {
    int last = last(row);
    if (last >= 0) {
      of.point(0, last);
    }
    if (!local) {
      for (int i = 1; last >= 0 && i <= PortSpec.PEER_NEXT; i++) {
        of.point(i, last + i);
      }
      return;
    }
    HostState host = row.host;
    for (int i = 0; i < host.recentPortCount(); i++) {
      of.point(1 + i, host.recentPort(i));
    }
    for (int i = 1; host.recentPortCount() > 0 && i <= PortSpec.LOCAL_NEXT; i++) {
      of.point(PortSpec.RECENT + i, host.recentPort(0) + i);
    }
  }

  @Override
  int token(SweepSpec.Template template) {
    int port = local ? template.localPort() : template.peerPort();
    return port < 0 ? Templates.UNKNOWN : code.token(port, 1);
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    code.cover(port(truth), row.ranges[ranges], target);
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
    RowRanges of = row.ranges[ranges];
    float[] seen = shown[row.flow.protocol][row.flow.outgoing ? 1 : 0];
    int relatives = spec.mixture().relatives();
    code.possible(of, allowed);
    for (int c = 0; c < relatives; c++) {
      if (allowed[c] > 0) {
        allowed[c] = seen[code.token(of.relativeLow(c), 1)];
      }
    }
    int end = field().components();
    for (int c = relatives; c < end; c++) {
      allowed[c] *= seen[c - relatives];
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    set(row, (int) code.draw(component, centre, width, row.ranges[ranges], random));
  }

  /**
   * What is owed to a port of the vocabulary is owed to its service: a host that lacks DNS over UDP
   * must not make up for it by port 53 over TCP. With a peer that is met for one thing nothing is
   * made up: it would be asked for what only others have.
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
    if (row.met && row.peer.services() == 1) {
      return;
    }
    feedback.tilt(f, relatives + vocabulary, field().components(), logits, from);
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

  @Override
  void lean(Row row, Leaning leaning, float[] logits, int from) {
    int protocol = row.flow.protocol;
    if (!services.byPort(protocol)) {
      return;
    }
    long[] atoms = spec.mixture().atoms();
    int first = from + spec.mixture().relatives();
    for (int i = 0; i < atoms.length; i++) {
      logits[first + i] +=
          local
              ? leaning.ofLocalPort(protocol, i)
              : leaning.ofPeerPort(protocol, row.flow.localPort, (int) atoms[i]);
    }
  }

  /** Number of ports of the vocabulary below this one. */
  private int below(int port) {
    int at = Arrays.binarySearch(spec.mixture().atoms(), port);
    return at >= 0 ? at : -at - 1;
  }

  @Override
  int counted(Row row, int component) {
    return code.mostSpecific(port(row.flow), row.ranges[ranges]);
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = code.token(port(row.flow), 1);
  }
}
