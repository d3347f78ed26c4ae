package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.Given;
import io.stanflow.codec.RunningTimer;
import io.stanflow.codec.Tick;
import io.stanflow.codec.spec.Timer;
import io.stanflow.fit.TimerFinder.Clock;
import io.stanflow.flow.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The timers of one training host: clocks, and of a clock and its answers one. Its addresses are
 * real.
 */
final class HostTimers {
  /** Share of the ticks of either side that answers stand beside. */
  private static final double PAIRED = 0.8;

  /** A timer that goes on for so much of the time goes on for all of it. */
  private static final double ALWAYS = 0.9;

  /** Standard deviation of a tick, in mean distances of gaps: of a normal one √π / 2. */
  private static final double DEVIATION = Math.sqrt(Math.PI) / 2;

  /** Periods that a clock which still ticks may be silent for. */
  private static final int RUNNING = 4;

  /** Most of what may be missed or slip. */
  private static final double MOST = 0.9;

  private final double second;
  private final double covered;
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * @param answers null where there are none
   */
  private record Pair(Clock first, Clock answers) {}

  /**
   * @param second clock units
   * @param covered seconds that the table covers
   */
  HostTimers(List<Clock> clocks, double second, double covered) {
    this.second = second;
    this.covered = covered;
    Set<Clock> done = new HashSet<>();
    for (int i = 0; i < clocks.size(); i++) {
      Clock clock = clocks.get(i);
      if (done.add(clock)) {
        Clock other =
            clocks.subList(i + 1, clocks.size()).stream()
                .filter(each -> !done.contains(each) && isPair(clock, each))
                .findFirst()
                .orElse(null);
        if (other != null) {
          done.add(other);
        }
        boolean first = other == null || isFirst(clock, other);
        pairs.add(first ? new Pair(clock, other) : new Pair(other, clock));
      }
    }
  }

  private boolean isPair(Clock a, Clock b) {
    return a.peer().equals(b.peer())
        && a.service().equals(b.service())
        && a.outgoing() != b.outgoing()
        && together(a, b).length >= PAIRED * Math.max(a.rows().size(), b.rows().size());
  }

  /** Of the ticks of one clock that one of the other stands beside: how much later that is. */
  private long[] together(Clock a, Clock b) {
    long[] times = b.times().stream().mapToLong(t -> t).toArray();
    double near = Math.max(second, a.period() / 50);
    return a.times().stream()
        .mapToLong(time -> nearest(times, time) - time)
        .filter(lag -> Math.abs(lag) <= near)
        .toArray();
  }

  private static long nearest(long[] times, long time) {
    int found = Arrays.binarySearch(times, time);
    if (found >= 0) {
      return time;
    }
    int after = Math.min(-found - 1, times.length - 1);
    int before = Math.max(0, -found - 2);
    return time - times[before] < times[after] - time ? times[before] : times[after];
  }

  /** In the order of the series, in which the flow that comes in stands before that of its time. */
  private boolean isFirst(Clock a, Clock b) {
    long[] lags = together(a, b);
    long same = Arrays.stream(lags).filter(lag -> lag == 0).count();
    return 2 * same > lags.length ? !a.outgoing() : Arrays.stream(lags).sum() > 0;
  }

  /** The rows of the series that tick. */
  void addTicks(AddressBook book, Map<Integer, Given> into) {
    for (Pair pair : pairs) {
      int first = pair.first().rows().get(0);
      if (pair.answers() != null) {
        first = Math.min(first, pair.answers().rows().get(0));
        addTicks(pair.answers(), first, book, into);
      }
      addTicks(pair.first(), first, book, into);
    }
  }

  /**
   * @param first row of the timer's first tick, whose peer is not known yet
   */
  private static void addTicks(Clock clock, int first, AddressBook book, Map<Integer, Given> into) {
    for (int i = 0; i < clock.rows().size(); i++) {
      int row = clock.rows().get(i);
      Address peer = row == first ? null : clock.peer();
      boolean inside = book.isInternal(clock.peer());
      into.put(
          row, new Tick(clock.times().get(i), clock.outgoing(), peer, -1, inside, clock.service()));
    }
  }

  /**
   * As the host's own profile has them.
   *
   * @param heavy addresses of its heavy peers
   */
  List<Timer> timers(AddressBook book, Address[] heavy) {
    return pairs.stream().map(pair -> timer(pair, book, heavy)).toList();
  }

  /**
   * Those that tick on: their last tick is less than so many periods ago.
   *
   * @param now clock units
   */
  List<RunningTimer> running(AddressBook book, Address[] heavy, long now) {
    return pairs.stream()
        .filter(pair -> now - pair.first().last() < RUNNING * pair.first().period())
        .map(
            pair ->
                new RunningTimer(
                    timer(pair, book, heavy).lasting(), pair.first().peer(), pair.first().last()))
        .toList();
  }

  private Timer timer(Pair pair, AddressBook book, Address[] heavy) {
    Clock clock = pair.first();
    double ticks = clock.rows().size();
    double period = clock.period();
    double part = period - Math.floor(period);
    double rounding = 2 * part * (1 - part); // what whole clock units make of a steady clock
    double deviation = DEVIATION * Math.max(0, clock.deviation() - rounding);
    long[] lags = pair.answers() == null ? new long[0] : together(clock, pair.answers());
    double lag = Arrays.stream(lags).mapToDouble(Math::abs).average().orElse(0);
    double without = (ticks + clock.missed() - 1) * period; // long pauses
    double ticking = Math.min((double) (clock.last() - clock.first()), without);
    double lives = (ticking + period) / second / Math.max(1, covered);
    double seconds = period / second;
    return new Timer(
        1,
        clock.service().protocol(),
        clock.service().port(),
        clock.service().local(),
        clock.outgoing(),
        lags.length / ticks,
        seconds,
        seconds,
        Math.min(1, deviation / period),
        Math.min(MOST, clock.missed() / (clock.missed() + ticks)),
        Math.min(MOST, clock.slips() / ticks),
        lag / second,
        lives >= ALWAYS ? 1 : lives,
        book.popularIndex(clock.peer()),
        Arrays.asList(heavy).indexOf(clock.peer()),
        book.isInternal(clock.peer()));
  }
}
