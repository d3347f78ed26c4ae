package io.stanflow.codec;

/**
 * Keeps a sampled host to its profile. A network that reads its own flows drifts: an error of one
 * flow is the next one's history. So each component's logit is moved by what the host owes it, the
 * flows that the profile's marginals of the time of day would have given it less those that it has
 * had,
 *
 * <pre>z'_c = z_c + g · d_c,   d_c = Σ m_c − n_c, cut to ±D</pre>
 *
 * an integral controller, which is idle where the network is right on average. The same for {@link
 * OutcomeClasses}, wherever a component says what the outcome will be, and for the pace within a
 * window: see {@link #pace}. Likelihoods know nothing of it; docs/model.md tells the effect.
 */
final class Feedback {
  private static final float GAIN = 0.05f;

  /** Flows; what is owed beyond them is forgiven, or a host would pay it back at one go. */
  private static final float MOST_DEBT = 100;

  /** Rows of a block after which its tilts are computed anew. */
  private static final int STEPS = 8;

  /** Weight of the slack in a gap's pace, and of each flow's lead in its haste. */
  private static final double SLACK = 1;

  private static final double LEAD = 0.01;
  private static final double MOST_PACE = 1.5;
  private final Profile profile;

  /** Where each field's components start among the marginals, -1 for one that is not controlled. */
  private final int[] offsets;

  private final int[] sizes;

  /** Where the outcome classes start. */
  private final int outcomes;

  /** Flows owed to each component and outcome class, but for those of {@link #rows}. */
  private final float[] owed;

  /** Flows since the day part began in which each field was present; last: all. */
  private final int[] rows;

  private final float[] tilts;
  private float[] marginals;
  private int part = -1;
  private double haste;

  /** A free component has no marginal, so fields with free ones are left to the network. */
  Feedback(Profile profile, Layout layout) {
    this.profile = profile;
    int fields = layout.fields().size();
    offsets = ProfileFitter.priorOffsets(layout);
    outcomes = offsets[fields];
    owed = new float[profile.marginals(0).length];
    tilts = new float[owed.length];
    rows = new int[fields + 1];
    sizes = new int[fields + 1];
    sizes[fields] = owed.length - outcomes;
    for (int f = 0; f < fields; f++) {
      sizes[f] = layout.fields().get(f).components();
      offsets[f] = layout.fields().get(f).free() > 0 ? -1 : offsets[f];
    }
  }

  /** Turns to the marginals of a part of the day. */
  void at(int part) {
    if (part == this.part) {
      return;
    }
    for (int f = 0; f < offsets.length && marginals != null; f++) {
      for (int i = offsets[f]; i >= 0 && i < offsets[f] + sizes[f]; i++) {
        owed[i] += marginals[i] * rows[f];
      }
    }
    java.util.Arrays.fill(rows, 0);
    this.part = part;
    marginals = profile.marginals(part);
  }

  /** Moves the logits of field {@code f}, which start at {@code from}. */
  void tilt(int f, float[] logits, int from) {
    if (offsets[f] >= 0) {
      add(offsets[f], sizes[f], logits, from);
    }
  }

  /** Moves the logits of components that lead to one outcome class each, from {@code first} on. */
  void tilt(int first, int n, float[] logits, int from) {
    add(outcomes + first, n, logits, from);
  }

  /** What to add to the logit of a component that leads to an outcome class; 0 for class -1. */
  float outcome(int outcome) {
    return outcome < 0 ? 0 : tilts[outcomes + outcome];
  }

  private void add(int first, int n, float[] logits, int from) {
    float[] by = tilts;
    for (int c = 0; c < n; c++) {
      logits[from + c] += by[first + c];
    }
  }

  /** Notes what field {@code f} was drawn as: the most specific component. */
  void drawn(int f, int component) {
    if (offsets[f] >= 0) {
      owed[offsets[f] + component]--;
      count(f, offsets[f]);
    }
  }

  /** Counts a row of a block, the last block being the outcomes. */
  private void count(int block, int first) {
    int seen = ++rows[block];
    if (seen % STEPS == 0) {
      float[] debts = owed;
      float[] wanted = marginals;
      float[] into = tilts;
      for (int i = first; i < first + sizes[block]; i++) {
        float debt = debts[i] + wanted[i] * seen;
        float kept = Math.max(-MOST_DEBT, Math.min(MOST_DEBT, debt));
        debts[i] += kept - debt;
        into[i] = GAIN * kept;
      }
    }
  }

  /** Notes an outcome class of the flow at hand. */
  void had(int outcome) {
    owed[outcomes + outcome]--;
  }

  /** Notes that a flow is finished, its classes known. */
  void finished() {
    count(rows.length - 1, outcomes);
  }

  /**
   * How much a gap's logit is to grow with the natural log of its seconds: in proportion to the log
   * of the time left for each flow left, and to how far the host has been ahead of its budget.
   *
   * @param slack natural log of the time left for each flow left, over that at the window's start
   * @param ahead share of the window's flows that are done less the share of its time that is gone
   */
  double pace(double slack, double ahead) {
    haste = cut(haste + LEAD * ahead);
    return cut(SLACK * slack + haste);
  }

  private static double cut(double pace) {
    return Math.max(-MOST_PACE, Math.min(MOST_PACE, pace));
  }
}
