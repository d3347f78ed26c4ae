package io.stanflow.flow;

/** Clock hours of UTC. */
public final class Hours {
  /** µs in an hour. */
  public static final long MICROS = 3_600_000_000L;

  /** Hours in a day. */
  public static final int A_DAY = 24;

  /** Hours in a week. */
  public static final int A_WEEK = 168;

  /** From a Monday 00:00 to the epoch, a Thursday. */
  private static final long MONDAY = 3L * A_DAY;

  private Hours() {}

  /** Hours since the epoch that are over at a time. */
  public static long of(long micros) {
    return Math.floorDiv(micros, MICROS);
  }

  /** The hour of the week in which a time lies, 0 to 167: Monday 00:00 to Sunday 23:00. */
  public static int ofWeek(long micros) {
    return (int) Math.floorMod(of(micros) + MONDAY, (long) A_WEEK);
  }

  /** The hour of the day in which a time lies, 0 to 23. */
  public static int ofDay(long micros) {
    return (int) Math.floorMod(of(micros), (long) A_DAY);
  }
}
