package io.stanflow.model;

import io.stanflow.codec.DayParts;

/**
 * How a model file holds the marginals of a profile's parts of the day: class by class, natural
 * logs of the first part, and by how much those of the others are greater. A class that its hosts
 * never had differs between parts by what all such classes of a field do, and small shares are
 * rounded to eighths, so that it packs to less than half.
 */
final class DayMarginals {
  /** Steps of the logs of shares, in powers of two, which 16 bits hold exactly. */
  private static final float SMALL_STEP = 1 / 8f;

  private static final float LARGE_STEP = 1 / 64f;

  /** From this log of a share on it is a large one. */
  private static final float LARGE = -3;

  private DayMarginals() {}

  /**
   * As the file has them.
   *
   * @param logs one part of the day after the other
   */
  static float[] packed(float[] logs) {
    int classes = logs.length / DayParts.COUNT;
    float[] packed = new float[logs.length];
    for (int c = 0; c < classes; c++) {
      float first = isLarge(0, logs[c]) ? to(LARGE_STEP, logs[c]) : to(SMALL_STEP, logs[c]);
      packed[c * DayParts.COUNT] = first;
      for (int part = 1; part < DayParts.COUNT; part++) {
        float log = logs[part * classes + c];
        packed[c * DayParts.COUNT + part] =
            isLarge(first, log) ? to(LARGE_STEP, log - first) : to(SMALL_STEP, log - logs[c]);
      }
    }
    return packed;
  }

  /** Whether a share is a large one, which it is after rounding too: a file is read as written. */
  private static boolean isLarge(float first, float log) {
    return first + to(LARGE_STEP, log - first) >= LARGE;
  }

  private static float to(float step, float value) {
    return Math.round(value / step) * step;
  }

  /** The inverse, but for rounding. */
  static float[] unpacked(float[] packed) {
    int classes = packed.length / DayParts.COUNT;
    float[] logs = new float[packed.length];
    for (int c = 0; c < classes; c++) {
      logs[c] = packed[c * DayParts.COUNT];
      for (int part = 1; part < DayParts.COUNT; part++) {
        logs[part * classes + c] = logs[c] + packed[c * DayParts.COUNT + part];
      }
    }
    return logs;
  }
}
