package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.flow.Address;
import java.util.random.RandomGenerator;

/**
 * Who the flow is with. Classes: the r-th most recently used ordinary peer; OLD, met but beyond
 * those; POPULAR, one that at least k training hosts share; NEW; and the profile's heavy peers. Its
 * head scores recency slots and heavy peers by what is known of them, see {@link SlotInputs}.
 */
final class PeerStep extends Step {
  static final int OLD = Recency.MOST;
  static final int POPULAR = OLD + 1;
  static final int NEW = OLD + 2;
  static final int HEAVY = OLD + 3;
  static final int CLASSES = HEAVY + HeavyPeer.MOST;

  /** Of what is owed to a service: connection and ports make up for it too. */
  private static final float SERVICE_SHARE = 0.5f;

  private final boolean anyPopular;
  private final int codeToken;
  private final int firstSketchToken;
  private final Sketch sketch;
  private final OutcomeClasses outcomes;
  private final Conditions conditions;

  PeerStep(
      boolean anyPopular,
      Sketch sketch,
      OutcomeClasses outcomes,
      Conditions conditions,
      Layout.Builder layout) {
    super(Field.discrete("peer", CLASSES, true), layout);
    this.outcomes = outcomes;
    this.conditions = conditions;
    this.anyPopular = anyPopular;
    this.sketch = sketch;
    codeToken = layout.token("peer", CLASSES, known(), true, false);
    firstSketchToken = codeToken + 1;
    int[] sizes = sketch.sizes();
    for (int i = 0; i < sizes.length; i++) {
      layout.token("sketch." + i, sizes[i] + 1, known(), false, false);
    }
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
  void encode(Row row, Observation truth, Target target) {
    target.add(code(row.host, truth), 0);
  }

  private int code(HostState host, Observation truth) {
    int heavy = host.heavyIndex(truth.peer);
    if (heavy >= 0) {
      return HEAVY + heavy;
    }
    Peer peer = host.find(truth.peer);
    if (peer != null) {
      int rank = host.recency.rank(peer);
      return rank >= 0 ? rank : OLD;
    }
    return host.book.popularIndex(truth.peer) >= 0 ? POPULAR : NEW;
  }

  @Override
  void accept(Row row, Observation truth) {
    HostState host = row.host;
    row.peerCode = truth.peer == null ? unknown(row) : code(host, truth);
    row.heavy = row.peerCode >= HEAVY ? row.peerCode - HEAVY : -1;
    settle(
        row, truth.peer == null && row.heavy >= 0 ? host.heavy(row.heavy) : host.find(truth.peer));
    if (row.template != null) {
      visit(row, truth.peer);
    } else if (row.tick != null) {
      tick(row);
    }
  }

  /** Class of the peer of a timer's first tick, before it is known who that is. */
  private int unknown(Row row) {
    int heavy = row.tick.heavy();
    return heavy >= 0 && isPossible(heavy, row.host) ? HEAVY + heavy : NEW;
  }

  /**
   * A peer that its timer knows is met by that; of the others what the timer says, and the later
   * steps tell who it is.
   */
  private static void tick(Row row) {
    Address peer = row.tick.peer();
    if (row.peer == null && peer != null) {
      row.meet(row.host.peer(peer, row.heavy));
    }
    row.serve();
  }

  private static void settle(Row row, Peer peer) {
    row.met = peer != null;
    row.last = peer == null ? null : peer.last();
    row.lastOfConnection = row.last;
    boolean named = peer == null && row.heavy >= 0 && row.host.names(row.heavy);
    row.meet(named ? row.host.named(row.heavy) : peer);
  }

  /** Who visits is given, and is no more to the network than somebody new or somebody met. */
  private static void visit(Row row, Address visitor) {
    if (row.peer == null) {
      row.peerCode = row.heavy < 0 ? NEW : row.peerCode;
      row.meet(row.host.peer(visitor, row.heavy));
    }
    row.last = row.template;
    row.lastOfConnection = row.template;
  }

  @Override
  void possible(Row row, float[] allowed) {
    HostState host = row.host;
    for (int r = 0; r < Recency.MOST; r++) {
      allowed[r] = mask(r < host.recency.count());
    }
    allowed[OLD] = mask(host.hasOld());
    allowed[POPULAR] = mask(anyPopular && host.morePopular());
    allowed[NEW] = 1;
    for (int j = 0; j < HeavyPeer.MOST; j++) {
      allowed[HEAVY + j] = mask(isPossible(j, host));
    }
  }

  /** Whether a flow can be with heavy peer {@code j}: it is met, named or can be found. */
  private boolean isPossible(int j, HostState host) {
    if (host.heavy(j) != null) {
      return true;
    }
    if (j >= host.profile.heavy().size()) {
      return false;
    }
    HeavyPeer heavy = host.profile.heavy().get(j);
    if (heavy.internal() && !host.book.hasNeighbours()) { // alone in its network
      return false;
    }
    boolean popular = anyPopular && host.morePopular();
    return popular || !heavy.popular() || host.names(j);
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    HostState host = row.host;
    row.peerCode = component;
    row.heavy = component >= HEAVY ? component - HEAVY : -1;
    if (row.heavy >= 0) {
      settle(row, host.heavy(row.heavy));
    } else if (component < Recency.MOST) {
      settle(row, host.recency.peer(component));
    } else {
      settle(row, component == OLD ? old(row, random) : null);
    }
  }

  /** One whose last flow met the row's conditions, if there is one. */
  private Peer old(Row row, RandomGenerator random) {
    return row.host.drawOld(peer -> conditions.met(row, peer.last()), random);
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    super.tilt(row, feedback, f, logits, from);
    HostState host = row.host;
    float outside = feedback.outcome(outcomes.inside(false));
    float inside = feedback.outcome(outcomes.inside(true));
    for (int r = 0; r < host.recency.count(); r++) {
      logits[from + r] +=
          SERVICE_SHARE * feedback.outcome(host.recency.owedService(r))
              + (host.recency.peer(r).internal ? inside : outside);
    }
    for (int j = 0; j < host.profile.heavy().size(); j++) {
      Peer met = host.heavy(j);
      HeavyPeer heavy = host.profile.heavy().get(j);
      int service = met == null ? outcomes.services().of(heavy) : met.last().owedService();
      logits[from + HEAVY + j] +=
          SERVICE_SHARE * feedback.outcome(service) + (heavy.internal() ? inside : outside);
    }
  }

  @Override
  void lean(Row row, Leaning leaning, float[] logits, int from) {
    HostState host = row.host;
    for (int r = 0; r < host.recency.count(); r++) {
      logits[from + r] += leaning.ofService(host.recency.service(r));
    }
    for (int j = 0; j < host.profile.heavy().size(); j++) {
      Peer met = host.heavy(j);
      HeavyPeer heavy = host.profile.heavy().get(j);
      int service = met == null ? outcomes.services().of(heavy) : met.last().service();
      logits[from + HEAVY + j] += leaning.ofService(service);
    }
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[codeToken] = row.peerCode;
    int[] sizes = sketch.sizes();
    int[] tokens = row.heavy < 0 ? null : row.host.profile.sketch(row.heavy);
    for (int i = 0; i < sizes.length; i++) {
      inputs.tokens[firstSketchToken + i] = tokens == null ? sizes[i] : tokens[i];
    }
  }
}
