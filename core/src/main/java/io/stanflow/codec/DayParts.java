package io.stanflow.codec;

import io.stanflow.flow.Hours;

/** Parts of a UTC day, between which a host's mix of flows changes. */
public final class DayParts {
  public static final int COUNT = 8;
  private static final long PART_MICROS = Hours.A_DAY / COUNT * Hours.MICROS;

  private DayParts() {}

  /** Which part of its day a time falls in. */
  public static int of(long micros) {
    return (int) Math.floorMod(Math.floorDiv(micros, PART_MICROS), (long) COUNT);
  }
}
