package io.stanflow.codec;

import java.util.Arrays;

/** Counts a host's flows of the last 1, 10 and 60 minutes before its latest one. */
final class RecentRates {
  /** Window lengths, seconds. */
  static final long[] SECONDS = {60, 600, 3600};

  private final long unitsPerSecond;
  private long[] times = new long[8];
  private int size;
  private final int[] first = new int[SECONDS.length];

  RecentRates(long unitsPerSecond) {
    this.unitsPerSecond = unitsPerSecond;
  }

  /** Takes in a flow's record time, clock units, not before the last one. */
  void add(long time) {
    if (size == times.length) {
      compact();
    }
    times[size++] = time;
    for (int w = 0; w < first.length; w++) {
      while (times[first[w]] <= time - SECONDS[w] * unitsPerSecond) {
        first[w]++;
      }
    }
  }

  private void compact() {
    int gone = first[SECONDS.length - 1];
    if (gone > size / 2) {
      System.arraycopy(times, gone, times, 0, size - gone);
      size -= gone;
      for (int w = 0; w < first.length; w++) {
        first[w] -= gone;
      }
    } else {
      times = Arrays.copyOf(times, 2 * times.length);
    }
  }

  /** Flows in window {@code w} that ends with the latest flow, that flow included. */
  int count(int w) {
    return size - first[w];
  }
}
