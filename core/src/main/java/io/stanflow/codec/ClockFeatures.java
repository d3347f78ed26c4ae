package io.stanflow.codec;

/**
 * Where a record time stands in the minute, the hour, the half day, the day and the week, as sine
 * and cosine. Periods that the training data do not cover by half are left out, since nothing could
 * be learned of them.
 */
final class ClockFeatures {
  /** Candidate periods, seconds. */
  private static final long[] PERIODS = {60, 3600, 43_200, 86_400, 604_800};

  private final long unitsPerSecond;
  private final int periods;
  private int first;

  /**
   * @param spanSeconds time from the first to the last training flow
   */
  ClockFeatures(long unitsPerSecond, double spanSeconds) {
    this.unitsPerSecond = unitsPerSecond;
    int covered = 0;
    while (covered < PERIODS.length && PERIODS[covered] <= 2 * spanSeconds) {
      covered++;
    }
    periods = covered;
  }

  void register(int stage, Layout.Builder layout) {
    for (int p = 0; p < periods; p++) {
      int sine = layout.numeric("clock." + PERIODS[p] + "s.sin", stage, true);
      first = p == 0 ? sine : first;
      layout.numeric("clock." + PERIODS[p] + "s.cos", stage, true);
    }
  }

  void write(long time, Inputs inputs) {
    for (int p = 0; p < periods; p++) {
      long period = PERIODS[p] * unitsPerSecond;
      double angle = 2 * Math.PI * Math.floorMod(time, period) / period;
      inputs.numerics[first + 2 * p] = (float) StrictMath.sin(angle);
      inputs.numerics[first + 2 * p + 1] = (float) StrictMath.cos(angle);
    }
  }
}
