package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.HeavyPeer;
import java.util.random.RandomGenerator;

/**
 * Which connection of a known peer the flow continues: one of its last four (local port, peer port,
 * protocol) triples, which are then copied; a new one of the SAME service as its last, whose
 * protocol and smaller port are copied; for a heavy peer the SKETCH of its service in the host's
 * profile, whose protocol and fixed ports are copied; or any other, NEW. Most peers keep to one
 * service however often they are met, which the ports by themselves would get wrong now and then.
 */
final class ConnectionStep extends Step {
  private static final int NEW = Peer.CONNECTIONS;
  private static final int SKETCH = NEW + 1;
  private static final int SAME = SKETCH + 1;
  private static final int CLASSES = SAME + 1;
  private final Protocols protocols;
  private final ServiceClasses services;
  private final Conditions conditions;
  private final int token;

  ConnectionStep(
      Protocols protocols, ServiceClasses services, Conditions conditions, Layout.Builder layout) {
    super(Field.discrete("connection", CLASSES, true), layout);
    this.protocols = protocols;
    this.services = services;
    this.conditions = conditions;
    token = layout.token("connection", CLASSES + 1, known(), true, false);
  }

  @Override
  boolean present(Row row) {
    return row.met || row.heavy >= 0;
  }

  private int code(Row row, Observation truth) {
    int old =
        row.met ? row.peer.findConnection(truth.localPort, truth.peerPort, truth.protocol) : -1;
    if (old >= 0) {
      return old;
    } else if (row.met && isSame(row.peer.last(), truth)) {
      return SAME;
    }
    return row.heavy >= 0 && fits(row.host.profile.heavy().get(row.heavy), truth) ? SKETCH : NEW;
  }

  private boolean isSame(Reference last, Observation truth) {
    if (last.protocol() != truth.protocol || !protocols.hasPorts(truth.protocol)) {
      return false;
    }
    int port = Math.min(last.localPort(), last.peerPort());
    int same = isLocal(last) ? truth.localPort : truth.peerPort;
    return port > 0 && same == port && Math.min(truth.localPort, truth.peerPort) == port;
  }

  /** Whether the service is at the host's own port. */
  private static boolean isLocal(Reference flow) {
    return flow.localPort() <= flow.peerPort();
  }

  private boolean fits(HeavyPeer sketch, Observation truth) {
    if (sketch.protocol() != truth.protocol) {
      return false;
    }
    return !protocols.hasPorts(truth.protocol)
        || ((sketch.localPort() < 0 || sketch.localPort() == truth.localPort)
            && (sketch.peerPort() < 0 || sketch.peerPort() == truth.peerPort));
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(code(row, truth), 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    if (present(row)) {
      take(row, code(row, truth));
    }
  }

  private void take(Row row, int connection) {
    row.connection = connection;
    if (connection < NEW) {
      Reference old = row.peer.connection(connection);
      row.lastOfConnection = old;
      row.flow.protocol = old.protocol();
      row.flow.localPort = old.localPort();
      row.flow.peerPort = old.peerPort();
      row.protocolKnown = true;
      row.localPortKnown = true;
      row.peerPortKnown = true;
    } else if (connection == SAME) {
      Reference last = row.peer.last();
      boolean local = isLocal(last);
      row.serve(last.protocol(), local, local ? last.localPort() : last.peerPort());
    } else if (connection == SKETCH) {
      HeavyPeer sketch = row.host.profile.heavy().get(row.heavy);
      row.flow.protocol = sketch.protocol();
      row.protocolKnown = true;
      if (protocols.hasPorts(sketch.protocol())) {
        row.localPortKnown = sketch.localPort() >= 0;
        row.peerPortKnown = sketch.peerPort() >= 0;
        row.flow.localPort = Math.max(0, sketch.localPort());
        row.flow.peerPort = Math.max(0, sketch.peerPort());
      }
    }
    if (connection >= NEW) {
      row.serve();
    }
  }

  @Override
  void possible(Row row, float[] allowed) {
    int old = row.met ? row.peer.connectionCount() : 0;
    for (int i = 0; i < NEW; i++) {
      allowed[i] = mask(i < old && fits(row, row.peer.connection(i)));
    }
    allowed[NEW] = 1;
    allowed[SAME] = mask(old > 0 && canBeSame(row.peer.last()) && fits(row, row.peer.last()));
    allowed[SKETCH] = mask(row.heavy >= 0 && fits(row, row.host.profile.heavy().get(row.heavy)));
  }

  /** Whether a flow like an old one is what the row's tick is for and its conditions leave. */
  private boolean fits(Row row, Reference old) {
    Tick.Service service = row.tick == null ? null : row.tick.service();
    return (service == null || isOf(service, old)) && conditions.allow(row, old.protocol());
  }

  private boolean fits(Row row, HeavyPeer sketch) {
    Tick.Service service = row.tick == null ? null : row.tick.service();
    return (service == null || isOf(service, sketch)) && conditions.allow(row, sketch.protocol());
  }

  private boolean canBeSame(Reference last) {
    return protocols.hasPorts(last.protocol()) && Math.min(last.localPort(), last.peerPort()) > 0;
  }

  private static boolean isOf(Tick.Service service, Reference old) {
    int port = service.local() ? old.localPort() : old.peerPort();
    return old.protocol() == service.protocol() && port == service.port();
  }

  private boolean isOf(Tick.Service service, HeavyPeer sketch) {
    int port = service.local() ? sketch.localPort() : sketch.peerPort();
    boolean fits = port < 0 || port == service.port() || !protocols.hasPorts(sketch.protocol());
    return sketch.protocol() == service.protocol() && fits;
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    take(row, component);
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    super.tilt(row, feedback, f, logits, from);
    for (int i = 0; row.met && i < row.peer.connectionCount(); i++) {
      logits[from + i] += feedback.outcome(row.peer.connection(i).service());
    }
    if (row.met) {
      logits[from + SAME] += feedback.outcome(row.peer.last().service());
    }
    if (row.heavy >= 0) {
      HeavyPeer sketch = row.host.profile.heavy().get(row.heavy);
      logits[from + SKETCH] += feedback.outcome(services.of(sketch));
    }
  }

  @Override
  void lean(Row row, Leaning leaning, float[] logits, int from) {
    for (int i = 0; row.met && i < row.peer.connectionCount(); i++) {
      logits[from + i] += leaning.ofService(row.peer.connection(i).service());
    }
    if (row.met) {
      logits[from + SAME] += leaning.ofService(row.peer.last().service());
    }
    if (row.heavy >= 0) {
      HeavyPeer sketch = row.host.profile.heavy().get(row.heavy);
      logits[from + SKETCH] += leaning.ofService(services.of(sketch));
    }
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.connection < 0 ? CLASSES : row.connection;
  }
}
