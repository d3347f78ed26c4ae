package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.mixture.Target;
import java.util.random.RandomGenerator;

/**
 * Whose turn it is: the host's, for a flow of its own that comes before the next {@linkplain Given
 * given} one (class 0), or that one's (class 1). When the given one comes is known. So gaps are no
 * longer than the time until then, and a host's own flows keep their pace however often something
 * else comes in between. Absent where nothing comes within the longest gap.
 */
final class TurnStep extends Step {
  private static final int OWN = 0;
  private static final int GIVEN = 1;
  private static final int BUCKETS = 72;

  /** Tokens of a finished row. */
  private static final int OF_HOST = 0;

  private static final int VISIT = 1;
  private static final int TICK = 2;

  private final MixtureCode gaps;

  /** Of gaps, which have no relative components. */
  private final RowRanges ranges = new RowRanges(0);

  private final double unitsPerSecond;
  private final int nextToken;
  private final int nextNumeric;
  private final int token;

  /**
   * @param gaps code of the gaps that follow
   * @param window clock units of an hour
   */
  TurnStep(MixtureCode gaps, long window, Layout.Builder layout) {
    super(Field.discrete("turn", 2, false), layout);
    this.gaps = gaps;
    unitsPerSecond = window / 3600.0;
    ranges.start(0, Long.MAX_VALUE);
    nextToken = layout.token("next", BUCKETS + 1, known() - 1, false, false);
    nextNumeric = layout.numeric("next", known() - 1, false);
    token = layout.token("turn", 3, known(), true, true);
  }

  /** Writes when the next given flow comes. */
  void start(Row row, Inputs inputs) {
    long until = row.next - row.host.time;
    double seconds = Math.max(0, until) / unitsPerSecond;
    double log = Math.log(16 * seconds + 1) / Math.log(2);
    boolean far = isFar(row);
    inputs.tokens[nextToken] = far ? BUCKETS : (int) Math.min(BUCKETS - 1, 4 * log);
    inputs.numerics[nextNumeric] = far ? 0 : (float) (log / 8);
  }

  /** Whether any own flow comes before what is given. */
  private boolean isFar(Row row) {
    return row.next == Row.NEVER || row.next - row.host.time > gaps.largest();
  }

  @Override
  boolean present(Row row) {
    return !isFar(row);
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(row.own() ? OWN : GIVEN, 0);
  }

  /** Whose it is has been said before the row's first field. */
  @Override
  void accept(Row row, Observation truth) {}

  @Override
  void possible(Row row, float[] allowed) {
    int only = only(row);
    allowed[OWN] = mask(only != GIVEN);
    allowed[GIVEN] = mask(only != OWN);
  }

  /** The host waits if it is far ahead of its plan, and does not if it is far behind. */
  @Override
  int only(Row row) {
    long base = row.host.time;
    long until = row.next - base;
    long most = row.host.latest() - base;
    long least = Math.min(row.host.earliest() - base, most);
    if (least > until || !gaps.reaches(least, Math.min(most, until), ranges)) {
      return GIVEN;
    }
    return most < until ? OWN : -1;
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.turned = component == GIVEN;
  }

  /** By the pace, see {@link Feedback#pace}: a host that is behind comes first more often. */
  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    HostState host = row.host;
    logits[from + OWN] -= (float) Feedback.pace(host.owed(), host.intensity.ahead(host.time));
  }

  @Override
  int counted(Row row, int component) {
    return -1;
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.tick != null ? TICK : row.template != null ? VISIT : OF_HOST;
  }
}
