package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.mixture.Target;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The gap to the host's previous flow, in clock units; of its first flow, to the start of its
 * series. Conditioned on what the host's {@link Intensity} plans and what it owes to that.
 */
final class GapStep extends Step {
  private static final int HOUR_BUCKETS = 72;
  private static final int RATE_BUCKETS = 96;
  private static final int DEBT_BUCKETS = 40;
  private static final int DUE_BUCKETS = 72;

  /** Parts of a window over which the rate of the moment is taken: 5 minutes. */
  private static final int SOON = 12;

  private final MixtureCode code;
  private final ClockFeatures clock;
  private final double unitsPerSecond;
  private final long window;
  private final int hourToken;
  private final int rateToken;
  private final int debtToken;
  private final int dueToken;
  private final int firstNumeric;
  private final int gapToken;
  private final int gapNumeric;

  /** The component of no gap; -1 if there is none. */
  private final int none;

  /** Natural log of each component's middle and a second. */
  private final double[] logSeconds;

  /**
   * @param window clock units of an hour
   */
  GapStep(MixtureCode code, ClockFeatures clock, long window, Layout.Builder layout) {
    super(new Field("gap", Math.max(2, code.components()), code.free(), 3, true), layout);
    this.code = code;
    this.clock = clock;
    this.window = window;
    unitsPerSecond = window / 3600.0;
    int at = 0; // before whose turn it is
    hourToken = layout.token("intensity.hour", HOUR_BUCKETS, at, false, false);
    rateToken = layout.token("intensity.gap", RATE_BUCKETS, at, false, false);
    debtToken = layout.token("intensity.owed", 2 * DEBT_BUCKETS, at, false, false);
    dueToken = layout.token("intensity.due", 2 * DUE_BUCKETS, at, false, false);
    firstNumeric = layout.numeric("intensity.hour", at, false);
    layout.numeric("intensity.gap", at, false);
    layout.numeric("intensity.owed", at, false);
    layout.numeric("intensity.due", at, false);
    for (long seconds : RecentRates.SECONDS) {
      layout.numeric("rate." + seconds + "s", at, false);
    }
    layout.numeric("peers", at, false);
    gapToken = layout.token("gap", code.tokens(), known(), true, false);
    gapNumeric = layout.numeric("gap", known(), true);
    clock.register(known(), layout);
    int least = code.token(0, 1);
    none = code.middle(least) == 0 ? least : -1;
    logSeconds = new double[code.components()];
    for (int c = 0; c < logSeconds.length; c++) {
      logSeconds[c] = StrictMath.log1p(code.middle(c) / unitsPerSecond);
    }
  }

  /** Writes the inputs that are known before the row has any field. */
  void start(Row row, Inputs inputs) {
    HostState host = row.host;
    double hour = host.intensity.ahead(host.time);
    double soon = host.intensity.between(host.time, host.time + window / SOON);
    double gap = 3600.0 / SOON / Math.max(1e-3, soon);
    double owed = host.owed();
    double due = (host.intensity.due(host.flows() + 1.0) - host.time) / unitsPerSecond;
    inputs.tokens[hourToken] = bucket(4 * log2(hour + 0.125) + 12, HOUR_BUCKETS);
    inputs.tokens[rateToken] = bucket(4 * log2(gap) + 40, RATE_BUCKETS);
    inputs.tokens[debtToken] = signed(3 * log2(Math.abs(owed) + 1), owed, DEBT_BUCKETS);
    inputs.tokens[dueToken] = signed(4 * log2(16 * Math.abs(due) + 1), due, DUE_BUCKETS);
    int n = firstNumeric;
    inputs.numerics[n++] = (float) (log2(hour + 1) / 4);
    inputs.numerics[n++] = (float) (log2(gap) / 4);
    inputs.numerics[n++] = (float) (Math.signum(owed) * log2(Math.abs(owed) + 1) / 4);
    inputs.numerics[n++] = (float) (Math.signum(due) * log2(Math.abs(due) + 1) / 8);
    for (int w = 0; w < RecentRates.SECONDS.length; w++) {
      inputs.numerics[n++] = (float) (log2(1 + host.rates().count(w)) / 4);
    }
    inputs.numerics[n] = (float) (log2(1 + host.peerCount()) / 4);
  }

  /** Buckets of a size, and as many for negative numbers. */
  private static int signed(double size, double of, int buckets) {
    return bucket(size, buckets) + (of < 0 ? buckets : 0);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static int bucket(double x, int buckets) {
    return (int) Math.max(0, Math.min(buckets - 1, x));
  }

  @Override
  boolean present(Row row) {
    row.base = row.host.time;
    long most = Math.min(code.largest(), row.host.latest() - row.base);
    most = row.next == Row.NEVER ? most : Math.min(most, row.next - row.base);
    long least = row.host.earliest() - row.base;
    ranges(row).start(Math.min(least, most), most);
    return true;
  }

  @Override
  boolean given(Row row) {
    return !row.own();
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

  /**
   * By the pace, and by how many flows come together with the one before: marginals of longer gaps
   * would hold a host to the volume of those they are from.
   */
  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    if (none >= 0) {
      feedback.tilt(f, none, none + 1, logits, from);
    }
    double pace = Feedback.pace(row.host.owed(), row.host.intensity.ahead(row.host.time));
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
