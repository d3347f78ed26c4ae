package io.stanflow.fit;

import io.stanflow.flow.Hours;
import java.util.Arrays;

/**
 * Hosts' flows by hour of the day or, where the data have an hour of the day on several days of the
 * week, by hour of the week: then those of the day count as much as one such hour, so that few
 * weeks are not taken for more than they say.
 */
final class HostRhythm {
  /** Weight of the day's rate in that of an hour of the week, hours. */
  private static final double DAYS_WEIGHT = 1;

  /** An hour of which less is covered says too little, unless none is covered better. */
  private static final double LEAST_COVERED = 1.0 / 12;

  private final double[] coverage;
  private final double[] ofDay = new double[Hours.A_DAY];
  private final boolean weekly;

  /** Coverage of an hour of the day from which on its rate is known. */
  private final double least;

  /**
   * @param coverage how often the data cover each UTC hour of the week
   */
  HostRhythm(double[] coverage) {
    this.coverage = coverage;
    boolean twice = false;
    for (int w = 0; w < Hours.A_WEEK; w++) {
      double before = ofDay[w % Hours.A_DAY];
      twice |= before > 0 && coverage[w] > 0;
      ofDay[w % Hours.A_DAY] = before + coverage[w];
    }
    weekly = twice;
    least = Math.min(LEAST_COVERED, Arrays.stream(ofDay).max().orElse(0) / 2);
  }

  /** Hours of a rhythm: of a day or of a week. */
  int hours() {
    return weekly ? Hours.A_WEEK : Hours.A_DAY;
  }

  /** Hours of the data that are such an hour; 0 where they are too few to tell. */
  double covered(int hour) {
    if (weekly) {
      return coverage[hour];
    }
    return isKnown(hour) ? ofDay[hour] : 0;
  }

  private boolean isKnown(int hourOfDay) {
    return ofDay[hourOfDay] > 0 && ofDay[hourOfDay] >= least;
  }

  /** Expected flows in each hour. */
  double[] of(HostProfile host) {
    double[] day = day(host);
    if (!weekly) {
      return day;
    }
    double[] week = new double[Hours.A_WEEK];
    for (int w = 0; w < week.length; w++) {
      double expected = DAYS_WEIGHT * day[w % Hours.A_DAY];
      week[w] = (host.rhythm()[w] + expected) / (coverage[w] + DAYS_WEIGHT);
    }
    return week;
  }

  /** By hour of the day; an hour that the data hardly cover lies between its neighbours. */
  private double[] day(HostProfile host) {
    double[] rates = rates(host);
    double[] rhythm = new double[Hours.A_DAY];
    for (int h = 0; h < Hours.A_DAY; h++) {
      int before = h;
      int after = h;
      while (!isKnown(before) && after - h < Hours.A_DAY) {
        before = (before + Hours.A_DAY - 1) % Hours.A_DAY;
        after++;
      }
      after = h;
      while (!isKnown(after % Hours.A_DAY) && after - h < Hours.A_DAY) {
        after++;
      }
      int gone = Math.floorMod(h - before, Hours.A_DAY);
      int left = after - h;
      double low = rates[before];
      double high = rates[after % Hours.A_DAY];
      rhythm[h] = gone + left == 0 ? low : low + (high - low) * gone / (gone + left);
    }
    return rhythm;
  }

  /** Flows in one such hour of the data, by hour of the day. */
  private double[] rates(HostProfile host) {
    double[] rates = new double[Hours.A_DAY];
    for (int w = 0; w < Hours.A_WEEK; w++) {
      rates[w % Hours.A_DAY] += host.rhythm()[w];
    }
    for (int h = 0; h < Hours.A_DAY; h++) {
      rates[h] = isKnown(h) ? rates[h] / ofDay[h] : host.rows() / (double) Hours.A_DAY;
    }
    return rates;
  }

  /** Flows in one such hour of the data, which must cover it. */
  double rate(HostProfile host, int hour) {
    return weekly ? host.rhythm()[hour] / coverage[hour] : rates(host)[hour];
  }

  /** Natural log of a day's flows. */
  double logVolume(HostProfile host) {
    return Math.log(daily(of(host)));
  }

  /** A day's flows, of a rhythm of a day or of a week. */
  static double daily(double[] rhythm) {
    double total = 0;
    for (double flows : rhythm) {
      total += flows;
    }
    return total * Hours.A_DAY / rhythm.length;
  }
}
