package io.stanflow.codec;

/**
 * Keeps the classes of words to the shares of a host's flows that are asked for, visits and ticks
 * with them. Each logit is moved by
 *
 * <pre>z'_c = z_c + b_c + g · (s_c · n − n_c)</pre>
 *
 * the second term making up for flows that the class lacks so far; b_c follows the network: after
 * each row it grows by a part of s_c less the share that the class had in this row's softmax. So it
 * settles where the network gives the shares by itself on average, whatever history has to say of
 * single flows, and hardly anything is left to make up for. It follows faster in the first rows.
 *
 * <p>Words that are decided after whom a flow is with and what for can be impossible by then, or
 * nearly so. So a flow of the host's own with a word that it has enough of is drawn again, as a
 * whole and a few times at most, while another word is lacking, or if no flow is to have it.
 *
 * <p>What a flow is for, no one field decides; {@link Leaning} moves all that do. Then b follows
 * the classes that own flows are drawn with, those that are drawn again among them.
 */
final class Steering {
  /** What a logit is moved by for each flow that its class lacks. */
  private static final double GAIN = 0.5;

  /** Most flows that are made up for at one go. */
  private static final double MOST_LACKED = 40;

  /** How fast b follows, how much faster in the first row, and for how many rows. */
  private static final double PACE = 0.2;

  private static final double FIRST_PACE = 1;
  private static final double FIRST_ROWS = 10;

  /** Largest b, which the shares of a class that the network knows next to nothing of may need. */
  private static final double MOST_BIAS = 30;

  private final double[] shares;

  /** Likewise of the host's own flows, where b follows what is drawn; else null. */
  private final double[] own;

  private final double[] biases;
  private final long[] had;
  private long rows;

  /** Flows that a word has too few, or too many, from which on rows are drawn again. */
  private static final double ENOUGH = 1;

  /** Whether words come so late that rows are drawn again. */
  private final boolean late;

  /** Class of the row at hand. */
  private int drawn;

  private boolean rejecting;

  /** What is allowed in the row at hand, 1 or 0. */
  private final float[] allowed;

  private Steering(double[] shares, double[] own, boolean late) {
    this.shares = shares;
    this.own = own;
    this.late = late;
    biases = new double[shares.length];
    had = new long[shares.length];
    allowed = new float[shares.length];
  }

  /**
   * Of words, which one field decides.
   *
   * @param shares of the classes, which sum to 1
   * @param late whether words come after what could make them impossible
   */
  Steering(double[] shares, boolean late) {
    this(shares, null, late);
  }

  /**
   * Of what several fields decide.
   *
   * @param shares of the classes, which sum to 1
   * @param own likewise of flows that are not given
   */
  Steering(double[] shares, double[] own) {
    this(shares, own, true);
  }

  /**
   * Moves the logits of a row.
   *
   * @param step that decides them
   * @param logits of all classes, from {@code from}
   */
  void tilt(Step step, Row row, float[] logits, int from) {
    step.possible(row, allowed);
    double most = Double.NEGATIVE_INFINITY;
    boolean wanted = false;
    for (int c = 0; c < shares.length; c++) {
      logits[from + c] += (float) move(c);
      most = allowed[c] > 0 ? Math.max(most, logits[from + c]) : most;
      wanted |= allowed[c] > 0 && shares[c] > 0;
    }
    follow(logits, from, most);
    for (int c = 0; wanted && c < shares.length; c++) {
      if (shares[c] == 0) {
        logits[from + c] = Float.NEGATIVE_INFINITY; // nothing is asked of it, but others can be
      }
    }
  }

  /** What the logit of a class is moved by. */
  double move(int c) {
    return biases[c] + GAIN * Math.max(-MOST_LACKED, Math.min(MOST_LACKED, lacked(c)));
  }

  private void follow(float[] logits, int from, double most) {
    double pace = PACE + FIRST_PACE / (1 + rows / FIRST_ROWS);
    double sum = 0;
    for (int c = 0; c < shares.length; c++) {
      sum += allowed[c] * StrictMath.exp(Math.min(0, logits[from + c] - most));
    }
    for (int c = 0; c < shares.length; c++) {
      double given = allowed[c] * StrictMath.exp(Math.min(0, logits[from + c] - most)) / sum;
      follow(c, pace * (shares[c] - given));
    }
  }

  private void follow(int c, double by) {
    biases[c] = Math.max(-MOST_BIAS, Math.min(MOST_BIAS, biases[c] + by));
  }

  /**
   * Notes the class that a row has drawn.
   *
   * @param ofHost whether the row is the host's own, which can be drawn again
   */
  void drawn(int c, boolean ofHost) {
    drawn = c;
    for (int each = 0; ofHost && own != null && each < own.length; each++) {
      follow(each, PACE * (own[each] - (each == c ? 1 : 0)));
    }
    boolean tooMany = shares[c] == 0 || (lacks() && lacked(c) < -ENOUGH);
    rejecting = late && ofHost && tooMany;
  }

  private boolean lacks() {
    for (int c = 0; c < shares.length; c++) {
      if (lacked(c) > ENOUGH) {
        return true;
      }
    }
    return false;
  }

  private double lacked(int c) {
    return shares[c] * rows - had[c];
  }

  /** Whether the row at hand had better be drawn again. */
  boolean isRejecting() {
    return rejecting;
  }

  /** Counts the row at hand. */
  void finish() {
    had[drawn]++;
    rows++;
  }
}
