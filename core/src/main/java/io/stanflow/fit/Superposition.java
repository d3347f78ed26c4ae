package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Given;
import io.stanflow.codec.GivenFlows;
import io.stanflow.codec.RunningTimer;
import io.stanflow.codec.Visit;
import io.stanflow.codec.Visits;
import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Address;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What of a table's flows is given: the visits of its sweeps, and the ticks of hosts' timers. */
final class Superposition implements GivenFlows {
  private final FlowCodec codec;
  private final AddressBook book;
  private final Visits visits;
  private final TimerFinder finder;
  private final double coveredSeconds;

  /** Of a table that is covered from its first to its last flow. */
  Superposition(FlowCodec codec, AddressBook book, Visits visits) {
    this(codec, book, visits, codec.spec().spanSeconds());
  }

  /**
   * @param book of the codec; null without addresses
   * @param visits of the table
   * @param coveredSeconds that the table covers, see {@link Coverage}
   */
  Superposition(FlowCodec codec, AddressBook book, Visits visits, double coveredSeconds) {
    this.codec = codec;
    this.coveredSeconds = coveredSeconds;
    this.book = book;
    this.visits = visits;
    finder = new TimerFinder(codec);
  }

  /** Of another table than the codec's; reads it twice if the codec knows sweeps. */
  static Superposition of(FlowTable table, FlowCodec codec, AddressBook book, int k)
      throws IOException {
    return new Superposition(codec, book, SweepFinder.visits(table, codec, k));
  }

  /** A host all of whose flows are given keeps the first as its own, or it would be none. */
  @Override
  public Map<Integer, Given> of(Series series) {
    Map<Integer, Visit> visited = visits.of(series.host());
    Map<Integer, Given> given = new HashMap<>(visited);
    timers(series).addTicks(book, given);
    if (given.size() == series.flows().size()) {
      given.remove(0);
    }
    return given;
  }

  private HostTimers timers(Series series) {
    var clocks = finder.find(series, visits.of(series.host()).keySet());
    return new HostTimers(clocks, codec.spec().unitsPerSecond(), coveredSeconds);
  }

  /**
   * The timers of a host for its own profile.
   *
   * @param heavy addresses of its heavy peers
   */
  List<Timer> timers(Series series, Address[] heavy) {
    return timers(series).timers(book, heavy);
  }

  /**
   * The timers of a host that tick on.
   *
   * @param heavy addresses of its heavy peers
   * @param now clock units
   */
  List<RunningTimer> running(Series series, Address[] heavy, long now) {
    return timers(series).running(book, heavy, now);
  }
}
