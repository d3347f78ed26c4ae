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
  /** Mean square error of a host's hour where the table shows none, of ln(1 + flows). */
  private static final double USUAL_ERROR = 0.25;

  private final Model model;
  private final SchemaTable table;
  private final Scenario asked;

  /**
   * @param table flows in all of the model's attributes, and any others, which are left out
   * @param asked its duration (an hour if null), number of flows, seed and threads count; hosts,
   *     start and network are the table's
   * @throws IllegalArgumentException in a sentence if the table has no flows, or not the model's
   *     attributes, or the model no times
   */
  public Forecast(Model model, FlowTable table, Scenario asked) {
    this.model = model;
    this.table = new SchemaTable(table, model.codec().schema());
    this.asked = asked;
    if (model.codec().spec().clockUnit() == 0) {
      throw new IllegalArgumentException("the model's flows have no times to go on from");
    }
    Set<String> lacking = this.table.lacking();
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          "the flows lack %s, which the model has".formatted(String.join(", ", lacking)));
    }
    if (table.hosts() == 0) {
      throw new IllegalArgumentException("there is no flow to go on from");
    }
  }

  /**
   * Reads the table up to seven times.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if there would be too many flows
   */
  public Generation start() throws IOException {
    var matcher = new HostMatcher(model.codec().spec(), model.profiles(), table);
    Scenario scenario = scenario();
    Span span = span(scenario);
    var inside = new MetInside(matcher.codec(), matcher.book());
    List<HostOutlook> hosts = new ArrayList<>();
    table.forEachSeries(
        series -> {
          inside.add(series);
          hosts.add(new HostOutlook(span, matcher.own(series), own(series, matcher)));
        });
    List<Profile> profiles = new ArrayList<>(model.profiles());
    int[] indexes = hosts.stream().mapToInt(host -> index(host, profiles)).toArray();
    Model resumed =
        new Model(
            matcher.codec(),
            model.architecture(),
            model.weights(),
            profiles,
            model.words(),
            model.provenance(),
            model.table());
    double visits = hosts.stream().mapToInt(host -> host.own().visits()).average().orElse(0);
    var continuation =
        new Continuation(
            resumed, new Network(resumed), scenario, sweeps(visits / span.covered()), inside);
    double others = meanSquare(hosts);
    IntStream.range(0, hosts.size())
        .forEach(h -> hosts.get(h).draw(others, continuation.planning(h)));
    List<Wanted> wanted = Wanted.of(hosts, scenario.flows());
    int[] next = {0};
    table.forEachSeries(
        series -> {
          int h = next[0]++;
          HostMatcher.Own own = hosts.get(h).own();
          continuation.add(
              new Continuation.Host(
                  series,
                  matcher.given(series),
                  indexes[h],
                  own.heavyAddresses(),
                  hosts.get(h).intensity(wanted.get(h).factor()),
                  own.timers(),
                  visits == 0 ? 0 : own.visits() / visits,
                  wanted.get(h).flows(),
                  scenario.flows() > 0));
        });
    return continuation.start();
  }

  private Scenario scenario() throws IOException {
    long unit = model.codec().spec().clockUnit();
    long now = (Math.floorDiv(table.recording().to(), unit) + 1) * unit;
    Duration duration = asked.duration() == null ? Duration.ofHours(1) : asked.duration();
    Scenario here = asked.withStart(Instant.EPOCH.plus(now, ChronoUnit.MICROS));
    here = here.withDuration(duration);
    return table.internal().isEmpty() ? here : here.withInternal(table.internal());
  }

  private Span span(Scenario scenario) throws IOException {
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
  private long[] own(Series series, HostMatcher matcher) {
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

  private static double meanSquare(List<HostOutlook> hosts) {
    int errors = hosts.stream().mapToInt(host -> host.hourly().errors()).sum();
    double squares = hosts.stream().mapToDouble(host -> host.hourly().squares()).sum();
    return errors == 0 ? USUAL_ERROR : squares / errors;
  }

  /**
   * What a host is to have.
   *
   * @param flows all of them
   * @param factor of its own that are drawn
   */
  private record Wanted(double flows, double factor) {
    /**
     * As they are drawn, or so that they sum to a number.
     *
     * @param total 0 for as they are drawn
     */
    static List<Wanted> of(List<HostOutlook> hosts, long total) {
      double drawn = hosts.stream().mapToDouble(host -> host.flows() + host.given()).sum();
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
        seen += drawn > 0 ? flows : 1;
        long upTo = Math.round(total * (seen / (drawn > 0 ? drawn : hosts.size())));
        double left = Math.max(0, upTo - before - host.given());
        wanted.add(new Wanted(upTo - before, own > 0 ? left / own : 0));
        before = upTo;
      }
      return wanted;
    }
  }
}
