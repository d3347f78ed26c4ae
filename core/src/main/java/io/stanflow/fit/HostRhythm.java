package io.stanflow.fit;

import io.stanflow.flow.Hours;

/** Hosts' flows by hour of the day, given how often the data cover each hour. */
final class HostRhythm {
  private static final int HOURS = Hours.A_DAY;
  private final double[] coverage;

  /**
   * @param coverage how often the data cover each UTC hour of the day
   */
  HostRhythm(double[] coverage) {
    this.coverage = coverage;
  }

  boolean covers(int hour) {
    return coverage[hour] > 0;
  }

  /** Flows per hour of the day; an hour that the data do not cover lies between its neighbours. */
  double[] of(HostProfile host) {
    double[] rhythm = new double[HOURS];
    for (int h = 0; h < HOURS; h++) {
      int before = h;
      int after = h;
      while (coverage[before] == 0 && after - h < HOURS) {
        before = (before + HOURS - 1) % HOURS;
        after++;
      }
      after = h;
      while (coverage[after % HOURS] == 0 && after - h < HOURS) {
        after++;
      }
      int gone = Math.floorMod(h - before, HOURS);
      int left = after - h;
      double low = rate(host, before);
      double high = rate(host, after % HOURS);
      rhythm[h] = gone + left == 0 ? low : low + (high - low) * gone / (gone + left);
    }
    return rhythm;
  }

  /** Flows in one such hour of the data. */
  double rate(HostProfile host, int hour) {
    return coverage[hour] == 0
        ? host.rows() / (double) HOURS
        : host.rhythm()[hour] / coverage[hour];
  }

  /** Natural log of a day's flows. */
  double logVolume(HostProfile host) {
    return Math.log(total(of(host)));
  }

  static double total(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }
}
