package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Observation;
import io.stanflow.codec.Tick.Service;
import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Address;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what keeps a clock in one host's series: stretches of flows with one peer, of one service
 * and direction, at least twelve, whose median gap is ten seconds or more and four of five of whose
 * gaps are within 2 % or a second of it. Of Poisson flows 1.4 % of the gaps are so near their
 * median, a tenth where that is ten seconds and the clock has whole ones; so one of eleven such
 * gaps in 10^6 at most.
 */
final class TimerFinder {
  /** How far a gap that keeps time is from the period: a part of it, or seconds. */
  private static final double PART = 0.02;

  /** Share of the gaps that keep time, and what one that does not costs a stretch that has it. */
  private static final double KEPT = 0.8;

  private static final int COST = 4;

  /** Ticks that may be missed in a row. */
  private static final int MOST_MISSED = 8;

  private final FlowCodec codec;
  private final double second;

  TimerFinder(FlowCodec codec) {
    this.codec = codec;
    second = codec.spec().unitsPerSecond();
  }

  private record Key(Address peer, Service service, boolean outgoing) {}

  /**
   * Flows that keep one clock.
   *
   * @param rows of the flows that tick, in their series
   * @param times of those, clock units
   * @param period clock units
   * @param deviation mean of the gaps' distances from the period, clock units
   * @param missed ticks that have not come
   * @param slips gaps after which the clock is another
   */
  record Clock(
      Address peer,
      Service service,
      boolean outgoing,
      List<Integer> rows,
      List<Long> times,
      double period,
      double deviation,
      int missed,
      int slips) {
    long first() {
      return times.get(0);
    }

    long last() {
      return times.get(times.size() - 1);
    }
  }

  /**
   * The clocks of a series; none without addresses or times.
   *
   * @param taken rows that are something else
   */
  List<Clock> find(Series series, Set<Integer> taken) {
    if (series.host() == null || codec.spec().clockUnit() == 0) {
      return List.of();
    }
    Map<Key, List<Integer>> rows = new LinkedHashMap<>();
    Map<Key, List<Long>> times = new LinkedHashMap<>();
    for (int i = 0; i < series.flows().size(); i++) {
      if (!taken.contains(i)) {
        Observation seen = codec.observe(series.flows().get(i), series.host());
        Key key = new Key(seen.peer, codec.service(seen), seen.outgoing);
        rows.computeIfAbsent(key, x -> new ArrayList<>()).add(i);
        times.computeIfAbsent(key, x -> new ArrayList<>()).add(seen.time);
      }
    }
    List<Clock> clocks = new ArrayList<>();
    rows.forEach(
        (key, of) -> {
          if (of.size() >= Timer.LEAST_TICKS) {
            int[] all = of.stream().mapToInt(row -> row).toArray();
            long[] at = times.get(key).stream().mapToLong(t -> t).toArray();
            new Stretches(key, all, at, clocks).find(0, all.length);
          }
        });
    return clocks;
  }

  /** How far a gap that keeps time may be from so many periods. */
  private double tolerance(double periods) {
    return Math.max(PART * periods, second);
  }

  /** The flows of one key, and the search for stretches among them. */
  private final class Stretches {
    private final Key key;
    private final int[] rows;
    private final long[] times;
    private final List<Clock> into;

    Stretches(Key key, int[] rows, long[] times, List<Clock> into) {
      this.key = key;
      this.rows = rows;
      this.times = times;
      this.into = into;
    }

    /** Looks among flows {@code from} to {@code to}, excluded. */
    void find(int from, int to) {
      if (to - from < Timer.LEAST_TICKS) {
        return;
      }
      double median = median(from, to);
      if (median < Timer.LEAST_PERIOD * second) {
        return;
      }
      if (kept(from, to, median) >= KEPT * (to - from - 1)) {
        add(from, to, median);
        return;
      }
      int[] best = best(from, to, median);
      int first = best[0];
      int last = best[1] + 1;
      if (last - first < Timer.LEAST_TICKS) {
        return;
      }
      find(from, first);
      find(first, last); // keeps time by itself, or is shorter
      find(last, to);
    }

    private double median(int from, int to) {
      long[] gaps = new long[to - from - 1];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = times[from + i + 1] - times[from + i];
      }
      Arrays.sort(gaps);
      int middle = gaps.length / 2;
      return gaps.length % 2 == 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2.0;
    }

    private int kept(int from, int to, double period) {
      int kept = 0;
      for (int i = from; i + 1 < to; i++) {
        kept += keeps(i, period) ? 1 : 0;
      }
      return kept;
    }

    private boolean keeps(int i, double period) {
      return Math.abs(times[i + 1] - times[i] - period) <= tolerance(period);
    }

    /** The first and last flow of the stretch with the most gaps that keep time for those not. */
    private int[] best(int from, int to, double period) {
      int[] best = {from, from};
      int most = 0;
      int sum = 0;
      int start = from;
      for (int i = from; i + 1 < to; i++) {
        sum += keeps(i, period) ? 1 : -COST;
        if (sum <= 0) {
          sum = 0;
          start = i + 1;
        } else if (sum > most) {
          most = sum;
          best = new int[] {start, i + 1};
        }
      }
      return best;
    }

    private void add(int from, int to, double median) {
      int at = from;
      while (!keeps(at, median)) {
        at++;
      }
      int end = to - 1;
      while (!keeps(end - 1, median)) {
        end--;
      }
      List<Integer> ticking = new ArrayList<>(List.of(rows[at]));
      List<Long> when = new ArrayList<>(List.of(times[at]));
      List<Long> gaps = new ArrayList<>();
      int missed = 0;
      int slips = 0;
      while (at < end) {
        int periods = 1;
        int next = -1;
        while (next < 0 && periods <= MOST_MISSED) {
          next = on(at, end, periods++ * median);
        }
        if (next < 0) {
          next = at + 1;
          slips++;
        } else if (periods == 2) {
          gaps.add(times[next] - times[at]);
        } else {
          missed += periods - 2;
        }
        ticking.add(rows[next]);
        when.add(times[next]);
        at = next;
      }
      double period = gaps.stream().mapToLong(g -> g).average().orElse(median);
      double deviation = gaps.stream().mapToDouble(g -> Math.abs(g - period)).average().orElse(0);
      into.add(
          new Clock(
              key.peer(),
              key.service(),
              key.outgoing(),
              ticking,
              when,
              period,
              deviation,
              missed,
              slips));
    }

    /** The flow that is nearest to so long after another, up to {@code end}; -1 for none. */
    private int on(int at, int end, double after) {
      int best = -1;
      double nearest = tolerance(after);
      for (int i = at + 1; i <= end && times[i] - times[at] <= after + nearest; i++) {
        double off = Math.abs(times[i] - times[at] - after);
        if (off <= nearest) {
          best = i;
          nearest = off;
        }
      }
      return best;
    }
  }
}
