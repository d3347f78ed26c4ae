package io.stanflow.forecast;

import io.stanflow.flow.Hours;
import java.util.Arrays;

/**
 * A host's own flows in each hour of a table, counted back from its end, and what is to be expected
 * after it. On the scale of ln(1 + flows) an hour is the network's day, the host's own habit of the
 * hour of the day, and its level: the mean of the hours before, whose weights fall geometrically
 * (exponential smoothing, Brown 1959).
 */
final class HourlyFlows {
  /** Weight of an hour in that of the hour after it. */
  private static final double KEPT = 0.4;

  /** Days that the table must cover before a host has habits. */
  private static final int LEAST_DAYS = 2;

  /** Weight of no habit at all, days. */
  private static final double NO_HABIT = 2;

  /** ln(1 + flows) less the network's day, the last hour first. */
  private final double[] logs;

  /** By how many hours ago, of a day: what is the host's alone. */
  private final double[] habit = new double[Hours.A_DAY];

  private final double level;

  /**
   * @param counts flows in each hour, the last one first, at least one
   * @param day the network's in these hours
   */
  HourlyFlows(double[] counts, double[] day) {
    logs = new double[counts.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = Math.log1p(counts[k]) - day[k];
    }
    findHabit();
    level = level();
  }

  private void findHabit() {
    double mean = Arrays.stream(logs).average().orElse(0);
    double[] sums = new double[habit.length];
    int[] days = new int[habit.length];
    for (int k = 0; k < logs.length; k++) {
      sums[k % habit.length] += logs[k] - mean;
      days[k % habit.length]++;
    }
    for (int h = 0; h < habit.length; h++) {
      habit[h] = days[h] < LEAST_DAYS ? 0 : sums[h] / (days[h] + NO_HABIT);
    }
    for (int k = 0; k < logs.length; k++) {
      logs[k] -= habit[k % habit.length];
    }
  }

  private double level() {
    double sum = 0;
    double weights = 0;
    double weight = 1;
    for (double log : logs) {
      sum += weight * log;
      weights += weight;
      weight *= KEPT;
    }
    return sum / weights;
  }

  /**
   * What is to be expected of ln(1 + flows) in an hour to come.
   *
   * @param ahead 0 for the first hour after the table
   * @param day the network's in that hour
   */
  double expected(int ahead, double day) {
    int ago = Math.floorMod(-1 - ahead, Hours.A_DAY);
    return level + habit[ago] + day;
  }
}
