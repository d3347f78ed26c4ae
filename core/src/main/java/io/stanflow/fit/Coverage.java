package io.stanflow.fit;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which hours a table covers, and how far: an hour of the clock in which any host has a flow counts
 * in whole, the first and the last as far as they lie between the first and the last flow and half
 * the mean gap beyond, at least a minute of them: a second's flows are no measure of an hour's.
 */
final class Coverage {
  private static final long LEAST = Hours.MICROS / 60;

  private final Set<Long> hours = new TreeSet<>();
  private long flows;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** Takes in one host's flows. */
  void add(Series series) {
    if (!series.flows().get(0).schema().has(Schema.TIME)) {
      return;
    }
    for (Flow flow : series.flows()) {
      long time = flow.timeMicros();
      hours.add(Hours.of(time));
      first = Math.min(first, time);
      last = Math.max(last, time);
      flows++;
    }
  }

  /** How often each UTC hour of the week is covered; without time, a day from Monday 00:00 on. */
  double[] ofWeek() {
    double[] covered = new double[Hours.A_WEEK];
    for (int h = 0; h < Hours.A_DAY && hours.isEmpty(); h++) {
      covered[h] = 1;
    }
    long beyond = (last - first) / Math.max(1, 2 * (flows - 1));
    for (long hour : hours) {
      long from = hour * Hours.MICROS;
      long to = from + Hours.MICROS;
      long part = Math.min(last + beyond, to) - Math.max(first - beyond, from);
      covered[Hours.ofWeek(from)] += Math.max(LEAST, part) / (double) Hours.MICROS;
    }
    return covered;
  }

  /** Seconds that are covered. */
  double seconds() {
    return 3600 * Arrays.stream(ofWeek()).sum();
  }

  /** How often each UTC hour of the day is covered. */
  double[] ofDay() {
    double[] week = ofWeek();
    double[] day = new double[Hours.A_DAY];
    for (int h = 0; h < week.length; h++) {
      day[h % Hours.A_DAY] += week[h];
    }
    return day;
  }
}
