package io.stanflow.evaluate.measure;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Flows of spans of time of one length, from the first flow on, counted while they pass. A span is
 * a second, and grows where the time does not fit in: to 10 s, a minute, and twice that each time.
 */
public final class Timeline {
  private static final int PARTS = 3840;
  private static final long SECOND = 1_000_000; // µs
  private static final long MINUTE = 60 * SECOND;

  private final long[] parts = new long[PARTS];
  private long span = SECOND;
  private long first;
  private int used;

  /**
   * Counts a flow.
   *
   * @param time µs, not before the first one's
   */
  void add(long time) {
    first = used == 0 ? time : first;
    while ((time - first) / span >= PARTS) {
      fold(span < 10 * SECOND ? 10 : span < MINUTE ? 6 : 2);
    }
    int part = (int) ((time - first) / span);
    parts[part]++;
    used = Math.max(used, part + 1);
  }

  private void fold(int together) {
    used = (used + together - 1) / together;
    for (int p = 0; p < PARTS; p++) {
      int from = Math.min(PARTS, p * together);
      parts[p] = Arrays.stream(parts, from, Math.min(PARTS, from + together)).sum();
    }
    span *= together;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** Time of the first flow, µs. */
  long first() {
    return first;
  }

  /** Flows of each span; none without flows. */
  public double[] flows() {
    return Arrays.stream(parts, 0, used).asDoubleStream().toArray();
  }

  /** The same for charts. */
  Plots.Times times() {
    int ofMinute = (int) Math.max(1, MINUTE / span);
    int spans = (used + ofMinute - 1) / ofMinute;
    int together = Plots.Times.together(spans);
    double[] sums = new double[(spans + together - 1) / together];
    for (int p = 0; p < used; p++) {
      sums[p / (ofMinute * together)] += parts[p];
    }
    int minutes = (int) (together * Math.max(1, span / MINUTE));
    return Plots.Times.of(DoubleStream.of(sums).boxed().toList(), minutes);
  }
}
