package io.stanflow.codec;

/**
 * How many flows a host has in each window (clock hour) of its scenario: known from the data in
 * training, drawn from the profile's rhythm in generation. The gap to the next flow is coded inside
 * the window that the budget assigns to it, so volume is met by construction.
 *
 * @param starts first clock unit of each window that has flows, ascending
 * @param ends first clock unit after each window; a window may end where the next starts
 * @param counts flows in each window, at least 1
 */
public record VolumeBudget(long[] starts, long[] ends, int[] counts) {
  public VolumeBudget {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 1 || ends[i] <= starts[i] || (i > 0 && starts[i] < ends[i - 1])) {
        throw new IllegalArgumentException("windows overlap or are empty");
      }
    }
  }

  /** The budget that a series of ascending record times has spent, in windows of {@code length}. */
  static VolumeBudget of(long[] times, long length) {
    int windows = 0;
    for (int i = 0; i < times.length; i++) {
      windows += i == 0 || window(times, i, length) != window(times, i - 1, length) ? 1 : 0;
    }
    long[] starts = new long[windows];
    long[] ends = new long[windows];
    int[] counts = new int[windows];
    int at = -1;
    for (int i = 0; i < times.length; i++) {
      if (i == 0 || window(times, i, length) != window(times, i - 1, length)) {
        at++;
        starts[at] = window(times, i, length) * length;
        ends[at] = starts[at] + length;
      }
      counts[at]++;
    }
    return new VolumeBudget(starts, ends, counts);
  }

  private static long window(long[] times, int i, long length) {
    return Math.floorDiv(times[i], length);
  }

  /** Flows in all windows together. */
  public long total() {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }
}
