package io.stanflow.train;

/** Rows per second over about the last two seconds. */
final class Speed {
  private static final double SECONDS = 2;
  private long since = System.nanoTime();
  private long rows;
  private double last;

  /** Counts rows and returns the latest figure. */
  double add(long more) {
    rows += more;
    double seconds = (System.nanoTime() - since) / 1e9;
    if (seconds >= SECONDS || last == 0) {
      last = rows / Math.max(1e-9, seconds);
    }
    if (seconds >= SECONDS) {
      since = System.nanoTime();
      rows = 0;
    }
    return last;
  }
}
