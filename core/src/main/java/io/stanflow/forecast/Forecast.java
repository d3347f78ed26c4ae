package io.stanflow.forecast;

import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.fit.HostMatcher;
import io.stanflow.fit.SchemaTable;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Series;
import io.stanflow.generate.Continuation;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.model.Model;
import io.stanflow.model.Network;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Flows that go on from those of a table: its hosts keep their addresses, peers, connections,
 * timers and rhythm (STAN's value forecasting: Xu et al. 2021). Real hosts' ways are in it, and
 * nothing hides them. docs/continue.md says how volumes are foretold.
 */
public final class Forecast {
  private final Model model;
  private final SchemaTable table;
  private final Scenario scenario;
  private final HostMatcher matcher;
  private final MetInside inside;
  private final Span span;
  private final List<HostOutlook> hosts = new ArrayList<>();

  /** Where each host's profile stands among those of the model resumed. */
  private final int[] profiles;

  private final Model resumed;
  private final Network network;

  /** Visits of the mean host. */
  private final double visits;

  /**
   * Reads the table up to six times.
   *
   * @param table flows in all of the model's attributes, and any others, which are left out
   * @param asked its duration (an hour if null), number of flows, seed and threads count; hosts,
   *     start and network are the table's
   * @throws IllegalArgumentException in a sentence if the table has no flows, or not the model's
   *     attributes, or the model no times
   * @throws IOException if the table cannot be read
   */
  public Forecast(Model model, FlowTable table, Scenario asked) throws IOException {
    this.model = model;
    this.table = new SchemaTable(table, model.codec().schema());
    check();
    scenario = scenario(asked);
    span = span();
    matcher = new HostMatcher(model.codec().spec(), model.profiles(), this.table);
    inside = new MetInside(matcher.codec(), matcher.book());
    this.table.forEachSeries(
        series -> {
          inside.add(series);
          hosts.add(new HostOutlook(span, matcher.own(series), own(series)));
        });
    List<Profile> all = new ArrayList<>(model.profiles());
    profiles = hosts.stream().mapToInt(host -> index(host, all)).toArray();
    resumed =
        new Model(
            matcher.codec(),
            model.architecture(),
            model.weights(),
            all,
            model.words(),
            model.provenance(),
            model.table());
    network = new Network(resumed);
    visits = hosts.stream().mapToInt(host -> host.own().visits()).average().orElse(0);
  }

  private void check() {
    if (model.codec().spec().clockUnit() == 0) {
      throw new IllegalArgumentException("the model's flows have no times to go on from");
    }
    Set<String> lacking = table.lacking();
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          "the flows lack %s, which the model has".formatted(String.join(", ", lacking)));
    }
    if (table.hosts() == 0) {
      throw new IllegalArgumentException("there is no flow to go on from");
    }
  }

  /** What is asked for, at the table's end and in its network. */
  public Scenario scenario() {
    return scenario;
  }

  /** One future, by the scenario's seed. */
  public Generation start() throws IOException {
    return start(scenario.seed());
  }

  /**
   * One future. Reads the table once; one thread at a time.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if there would be too many flows
   */
  public Generation start(long seed) throws IOException {
    var continuation =
        new Continuation(
            resumed, network, scenario.withSeed(seed), sweeps(visits / span.covered()), inside);
    for (int h = 0; h < profiles.length; h++) {
      hosts.get(h).plan(continuation.planning(h));
    }
    List<Wanted> wanted = Wanted.of(hosts, scenario.flows());
    int[] next = {0};
    table.forEachSeries(
        series -> {
          int h = next[0]++;
          continuation.add(host(h, series, wanted.get(h)));
        });
    return continuation.start();
  }

  private Continuation.Host host(int h, Series series, Wanted wanted) {
    HostMatcher.Own own = hosts.get(h).own();
    return new Continuation.Host(
        series,
        matcher.given(series),
        profiles[h],
        own.heavyAddresses(),
        hosts.get(h).intensity(wanted.factor(), scenario.flows() > 0),
        own.timers(),
        visits == 0 ? 0 : own.visits() / visits,
        wanted.flows(),
        scenario.flows() > 0);
  }

  private Scenario scenario(Scenario asked) throws IOException {
    long unit = model.codec().spec().clockUnit();
    long now = (Math.floorDiv(table.recording().to(), unit) + 1) * unit;
    Duration duration = asked.duration() == null ? Duration.ofHours(1) : asked.duration();
    Scenario here = asked.withStart(Instant.EPOCH.plus(now, ChronoUnit.MICROS));
    here = here.withDuration(duration);
    return table.internal().isEmpty() ? here : here.withInternal(table.internal());
  }

  private Span span() throws IOException {
    long unit = model.codec().spec().clockUnit();
    FlowTable.Recording recording = table.recording();
    long now = Math.floorDiv(recording.to(), unit) + 1;
    long end = now - Math.floorDiv(-scenario.duration().toNanos() / 1000, unit);
    return new Span(
        Math.floorDiv(recording.from(), unit),
        now,
        end,
        Hours.MICROS / unit,
        unit,
        new NetworkDay(model.profiles()));
  }

  /** When the host's own flows were, clock units. */
  private long[] own(Series series) {
    long unit = model.codec().spec().clockUnit();
    Map<Integer, ?> given = matcher.given(series);
    List<Flow> flows = series.flows();
    return IntStream.range(0, flows.size())
        .filter(i -> !given.containsKey(i))
        .mapToLong(i -> Math.floorDiv(flows.get(i).timeMicros(), unit))
        .toArray();
  }

  /** Where a host's profile stands, which is put there if it has its own. */
  private static int index(HostOutlook host, List<Profile> profiles) {
    if (host.own().profile() == null) {
      return host.own().nearest();
    }
    profiles.add(host.own().profile());
    return profiles.size() - 1;
  }

  /**
   * The model's sweeps, as often as the table has them.
   *
   * @param visits of the mean host in an hour
   */
  private SweepSpec sweeps(double visits) {
    SweepSpec spec = model.codec().spec().sweeps();
    if (spec == null || visits == 0) {
      return null;
    }
    double[] starts = new double[Hours.A_DAY];
    Arrays.fill(starts, visits / spec.visitsPerSweep());
    return new SweepSpec(starts, spec.unseen(), spec.kinds());
  }

  /**
   * What a host is to have.
   *
   * @param flows all of them
   * @param factor of its own that are planned
   */
  private record Wanted(double flows, double factor) {
    /**
     * As they are planned, or so that they sum to a number.
     *
     * @param total 0 for as they are planned
     */
    static List<Wanted> of(List<HostOutlook> hosts, long total) {
      double planned = hosts.stream().mapToDouble(host -> host.flows() + host.given()).sum();
      List<Wanted> wanted = new ArrayList<>();
      double seen = 0;
      long before = 0;
      for (HostOutlook host : hosts) {
        double own = host.flows();
        double flows = own + host.given();
        if (total == 0) {
          wanted.add(new Wanted(flows, 1));
          continue;
        }
        seen += flows;
        long upTo = Math.round(total * (seen / planned));
        double left = Math.max(0, upTo - before - host.given());
        wanted.add(new Wanted(upTo - before, left / own));
        before = upTo;
      }
      return wanted;
    }
  }
}
