package io.stanflow.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A sample of numbers in a few states: frequent values by themselves, all others in bins of about
 * equal mass. A value of a bin is one of the sample's.
 */
final class NumberStates {
  /** Least part of the sample that a value makes up to stand by itself. */
  private static final double FREQUENT = 1e-3;

  /** Least number of times that it occurs, in small samples. */
  private static final int OFTEN = 2;

  private final double[] alone; // ascending; states 0, 1, ...
  private final double[] others; // ascending: the sample without these
  private final int[] starts; // of each bin in others; one more state each

  private NumberStates(double[] alone, double[] others, int bins) {
    this.alone = alone;
    this.others = others;
    starts = starts(others, bins);
  }

  /** A run of equal values. */
  private record Run(double value, int count) {}

  /**
   * Cuts a sample.
   *
   * @param sorted the sample in ascending order; empty is taken for a single 0
   * @param most states, at least 2
   */
  static NumberStates of(double[] sorted, int most) {
    List<Run> runs = runs(sorted.length == 0 ? new double[1] : sorted);
    if (runs.size() <= most) {
      return new NumberStates(runs.stream().mapToDouble(Run::value).toArray(), new double[0], 0);
    }
    double least = Math.max(OFTEN, FREQUENT * sorted.length);
    double[] alone =
        runs.stream()
            .filter(run -> run.count >= least)
            .sorted(Comparator.comparingInt(Run::count).reversed().thenComparing(Run::value))
            .limit(most / 2)
            .mapToDouble(Run::value)
            .sorted()
            .toArray();
    double[] others =
        Arrays.stream(sorted).filter(x -> Arrays.binarySearch(alone, x) < 0).toArray();
    return new NumberStates(alone, others, most - alone.length);
  }

  private static List<Run> runs(double[] sorted) {
    var runs = new ArrayList<Run>();
    int start = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[start]) {
        runs.add(new Run(sorted[start], i - start));
        start = i;
      }
    }
    return runs;
  }

  /** Where bins begin, at most so many; equal values are in one bin. */
  private static int[] starts(double[] sorted, int bins) {
    var starts = new ArrayList<Integer>();
    for (int i = 0; i < bins; i++) {
      int start = (int) ((long) i * sorted.length / bins);
      while (start > 0 && start < sorted.length && sorted[start] == sorted[start - 1]) {
        start++;
      }
      if (start < sorted.length && (i == 0 || start > starts.get(starts.size() - 1))) {
        starts.add(start);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  int states() {
    return alone.length + starts.length;
  }

  /** The state of any number, also one that the sample lacks. */
  int state(double number) {
    int at = Arrays.binarySearch(alone, number);
    if (at >= 0) {
      return at;
    }
    if (starts.length == 0) {
      return Math.min(-at - 1, alone.length - 1); // the next greater one
    }
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (others[starts[middle]] <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return alone.length + low;
  }

  double draw(int state, SplittableRandom random) {
    if (state < alone.length) {
      return alone[state];
    }
    int bin = state - alone.length;
    int end = bin + 1 < starts.length ? starts[bin + 1] : others.length;
    return others[random.nextInt(starts[bin], end)];
  }
}
