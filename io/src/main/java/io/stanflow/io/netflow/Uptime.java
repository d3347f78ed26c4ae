package io.stanflow.io.netflow;

/**
 * The clock of the exporter we play: NetFlow v5 and v9 count a flow's times in ms since its boot,
 * in 32 bits. The boot lies an hour before the first flow; a flow that began before it, or 49 days
 * after, makes the exporter start anew, in a packet of its own.
 */
final class Uptime {
  /** Longest flow, ms: what 32 bits hold less the margins below. */
  static final long LONGEST = (1L << 32) - 1 - 3_600_000 - 1000;

  private static final long BEFORE_FIRST = 3_600_000;
  private static final long SECOND = 1000; // the export time is rounded up to the next

  private long boot = -1;

  /** ms since the epoch. */
  long boot() {
    return boot;
  }

  boolean covers(long start, long end) {
    return boot >= 0 && start >= boot && end + SECOND - boot < 1L << 32;
  }

  /** Boots so that a flow from {@code start} on is covered, ms since the epoch. */
  void restart(long start) {
    boot = Math.max(0, start - BEFORE_FIRST);
  }
}
