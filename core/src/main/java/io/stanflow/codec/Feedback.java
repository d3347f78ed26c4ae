package io.stanflow.codec;

/**
 * Keeps a sampled host to its profile. A network that reads its own flows drifts: an error of one
 * flow is the next one's history. So each component's logit is moved by what the host owes it, the
 * flows that the profile's marginals of the time of day would have given it less those that it has
 * had,
 *
 * <pre>z'_c = z_c + g_c · d_c,   d_c = Σ m_c − n_c, cut to ±5 / g_c</pre>
 *
 * an integral controller, which is idle where the network is right on average. The rare components
 * of a field are owed to together ({@link OwedClasses}). The same for {@link OutcomeClasses},
 * wherever a component says what the outcome will be, and for the pace: see {@link #pace}.
 * Likelihoods know nothing of it; docs/model.md tells the effect.
 */
final class Feedback {
  /**
   * Of a logit's move; what is owed beyond it is forgiven, or a host would pay it back at one go.
   */
  private static final float MOST_MOVE = 5;

  /** Rows of a block after which its debts are settled. */
  private static final int STEPS = 8;

  /** Largest pace, either way. */
  private static final double MOST_PACE = 2;

  /** Smallest share of an hour's flows that is asked of the next hour. */
  private static final double LEAST = 0.1;

  private final MarginalBlocks blocks;

  private final OwedClasses classes;

  /** Index of the first outcome class. */
  private final int outcomes;

  /** How logits are moved: what was owed when the block was settled last, times its gain. */
  private final float[] moves;

  private final float[] gains;

  /** Rows of each block since then. */
  private final byte[] rows;

  /** What these rows were: {@link #STEPS} places for each block. */
  private final int[] pending;

  private float[] shares;
  private int part = -1;

  Feedback(OwedClasses classes, MarginalBlocks blocks) {
    this.classes = classes;
    this.blocks = blocks;
    outcomes = blocks.start(blocks.firstOutcomes());
    moves = classes.moves().first().clone();
    gains = classes.moves().gains();
    rows = new byte[blocks.count()];
    pending = new int[STEPS * rows.length];
  }

  /** Turns to the marginals of a part of the day. */
  void at(int part) {
    if (part == this.part) {
      return;
    }
    for (int block = 0; block < rows.length && shares != null; block++) {
      settle(block);
    }
    this.part = part;
    shares = classes.shares(part);
  }

  /**
   * Moves the logits of components {@code first} to {@code last}, excluded, of field {@code f} by
   * what is owed to them. Component 0's logit is at {@code from}.
   */
  void tilt(int f, int first, int last, float[] logits, int from) {
    int block = blocks.kept(f);
    if (block >= 0) {
      add(blocks.start(block) + first, last - first, logits, from + first);
    }
  }

  /** Moves the logits of components that lead to one outcome class each, from {@code first} on. */
  void tiltOutcomes(int first, int n, float[] logits, int from) {
    add(outcomes + first, n, logits, from);
  }

  /** What to add to the logit of a component that leads to an outcome class; 0 for class -1. */
  float outcome(int outcome) {
    return outcome < 0 ? 0 : moves[classes.of(outcomes + outcome)];
  }

  private void add(int first, int n, float[] logits, int from) {
    for (int c = 0; c < n; c++) {
      logits[from + c] += moves[classes.of(first + c)];
    }
  }

  /** Notes what field {@code f} was drawn as, see {@link Step#counted}. */
  void drawn(int f, int component) {
    int block = blocks.kept(f);
    if (block >= 0 && component >= 0) {
      note(block, blocks.start(block) + component);
    }
  }

  private void note(int block, int c) {
    pending[STEPS * block + rows[block]++] = classes.of(c);
    if (rows[block] == STEPS) {
      settle(block);
    }
  }

  /** Adds what the rows of a block should have been and takes off what they were. */
  private void settle(int block) {
    int n = rows[block];
    rows[block] = 0;
    for (int k = 0; k < n; k++) {
      int c = pending[STEPS * block + k];
      moves[c] -= gains[c];
    }
    int end = classes.start(block + 1);
    for (int i = classes.start(block); i < end; i++) {
      float move = moves[i] + gains[i] * shares[i] * n;
      moves[i] = Math.max(-MOST_MOVE, Math.min(MOST_MOVE, move));
    }
  }

  /** Notes what a finished flow is: an outcome class, counted from the first of all kinds. */
  void had(int kind, int outcome) {
    note(blocks.firstOutcomes() + kind, outcomes + outcome);
  }

  /**
   * How much a gap's logit is to grow with the natural log of its seconds: as far as the gaps of
   * the next hour must change for nothing to be owed at its end.
   *
   * @param owed flows that the host should have had, less those that it has had
   * @param hour flows that it is to have in the next hour
   */
  static double pace(double owed, double hour) {
    double share = Math.max(LEAST, 1 + owed / Math.max(1, hour));
    return Math.max(-MOST_PACE, Math.min(MOST_PACE, -StrictMath.log(share)));
  }
}
