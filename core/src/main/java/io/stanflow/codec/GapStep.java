package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.mixture.Target;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The gap to the host's previous flow, in clock units, inside the window that the volume budget
 * gives: counted from the previous flow, or from the window's start for its first flow. Conditioned
 * on what is left of the window and of its budget.
 */
final class GapStep extends Step {
  private static final int RATE_BUCKETS = 96;
  private static final int COUNT_BUCKETS = 40;
  private final MixtureCode code;
  private final ClockFeatures clock;
  private final double unitsPerSecond;
  private final int leftToken;
  private final int rateToken;
  private final int spanToken;
  private final int firstNumeric;
  private final int gapToken;
  private final int gapNumeric;

  /** Natural log of a second and the middle of each component. */
  private final double[] logSeconds;

  GapStep(MixtureCode code, ClockFeatures clock, double unitsPerSecond, Layout.Builder layout) {
    super(new Field("gap", Math.max(2, code.components()), code.free(), 3, true), layout);
    this.code = code;
    this.clock = clock;
    this.unitsPerSecond = unitsPerSecond;
    leftToken = layout.token("budget.left", 2 * COUNT_BUCKETS, known() - 1, false, false);
    rateToken = layout.token("budget.gap", RATE_BUCKETS, known() - 1, false, false);
    spanToken = layout.token("budget.span", RATE_BUCKETS, known() - 1, false, false);
    firstNumeric = layout.numeric("budget.left", known() - 1, false);
    layout.numeric("budget.gap", known() - 1, false);
    for (long seconds : RecentRates.SECONDS) {
      layout.numeric("rate." + seconds + "s", known() - 1, false);
    }
    layout.numeric("peers", known() - 1, false);
    gapToken = layout.token("gap", code.tokens(), known(), true, false);
    gapNumeric = layout.numeric("gap", known(), true);
    clock.register(known(), layout);
    logSeconds = new double[code.components()];
    for (int c = 0; c < logSeconds.length; c++) {
      logSeconds[c] = StrictMath.log1p(code.middle(c) / unitsPerSecond);
    }
  }

  /** Writes the inputs that are known before the row has any field(). */
  void start(Row row, Inputs inputs) {
    HostState host = row.host;
    int left = host.flowsLeft();
    double seconds = (host.latest() - host.earliest() + 1) / unitsPerSecond;
    double gap = seconds / Math.max(1, left);
    int crossing = host.crossing() ? COUNT_BUCKETS : 0;
    inputs.tokens[leftToken] = crossing + bucket(2 * log2(left + 1), COUNT_BUCKETS);
    inputs.tokens[rateToken] = bucket(4 * log2(gap) + 40, RATE_BUCKETS);
    inputs.tokens[spanToken] = bucket(4 * log2(seconds) + 40, RATE_BUCKETS);
    int n = firstNumeric;
    inputs.numerics[n++] = (float) (log2(left + 1) / 4);
    inputs.numerics[n++] = (float) (log2(gap) / 4);
    for (int w = 0; w < RecentRates.SECONDS.length; w++) {
      inputs.numerics[n++] = (float) (log2(1 + host.rates().count(w)) / 4);
    }
    inputs.numerics[n] = (float) (log2(1 + host.peerCount()) / 4);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static int bucket(double x, int buckets) {
    return (int) Math.max(0, Math.min(buckets - 1, x));
  }

  @Override
  boolean present(Row row) {
    row.base = row.host.earliest();
    row.limit = row.host.latest();
    ranges(row).start(0, row.limit - row.base);
    return true;
  }

  private static RowRanges ranges(Row row) {
    return row.ranges[FlowCodec.GAP_RANGES];
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    code.cover(truth.time - row.base, ranges(row), target);
  }

  @Override
  void accept(Row row, Observation truth) {
    row.flow.time = truth.time;
  }

  @Override
  void possible(Row row, float[] allowed) {
    code.possible(ranges(row), allowed);
    Arrays.fill(allowed, code.components(), field().components(), 0);
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.flow.time = row.base + code.draw(component, centre, width, ranges(row), random);
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    super.tilt(row, feedback, f, logits, from);
    double pace = feedback.pace(row.host.slack(), row.host.ahead());
    for (int c = 0; c < logSeconds.length; c++) {
      logits[from + c] += (float) (pace * logSeconds[c]);
    }
  }

  @Override
  int counted(Row row, int component) {
    return code.mostSpecific(row.flow.time - row.base, ranges(row));
  }

  @Override
  void write(Row row, Inputs inputs) {
    long offset = row.flow.time - row.base;
    inputs.tokens[gapToken] = code.token(offset, 1);
    inputs.numerics[gapNumeric] = (float) code.standardised((double) offset);
    clock.write(row.flow.time, inputs);
  }
}
