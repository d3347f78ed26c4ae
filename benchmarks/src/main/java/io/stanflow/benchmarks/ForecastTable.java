package io.stanflow.benchmarks;

import io.stanflow.fit.HostMatcher;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.forecast.Forecast;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prints how well hosts are foretold for an hour by what {@code generate --continue} makes of the
 * flows before it, beside the hour before repeated and the profile's mean.
 */
final class ForecastTable {
  private static final long DAY = Hours.A_DAY * Hours.MICROS;

  private ForecastTable() {}

  /** What an hour of one host was, or is made. */
  private static final class Tally {
    double flows;
    double bytes;
  }

  /**
   * Prints the table.
   *
   * @param args flows of a day, model, number of seeds, hours of the day to foretell
   */
  public static void main(String[] args) throws IOException {
    Model model = ModelFile.read(Path.of(args[1]));
    try (DuckTable table = FlowFiles.read(List.of(args[0]), ReadOptions.DEFAULTS)) {
      say("%,d flows of %,d hosts; %s%n", table.size(), table.hosts(), Machine.line());
      long midnight = Math.floorDiv(table.recording().from(), DAY) * DAY;
      int seeds = Integer.parseInt(args[2]);
      var errors = new Errors();
      for (String hour : List.of(args).subList(3, args.length)) {
        long from = midnight + Integer.parseInt(hour) * Hours.MICROS;
        new Hour(model, table, from).foretell(seeds, errors);
        say("until %s:00%n", hour);
        errors.print();
      }
    }
  }

  /** Sums of errors by measure and forecast. */
  private static final class Errors {
    private final Map<String, double[]> sums = new TreeMap<>();

    void add(String what, double truth, double forecast) {
      double[] sum = sums.computeIfAbsent(what, x -> new double[3]);
      sum[0] += (forecast - truth) * (forecast - truth);
      sum[1] += Math.abs(forecast - truth);
      sum[2]++;
    }

    void print() {
      sums.forEach(
          (what, sum) ->
              say(
                  "%-32s rmse %6.3f mae %6.3f%n",
                  what, Math.sqrt(sum[0] / sum[2]), sum[1] / sum[2]));
    }
  }

  /** Flows, those with a peer met before, and those that are for the same as well. */
  private static final class Count {
    private long flows;
    private long known;
    private long services;

    void say(String of, int parts) {
      ForecastTable.say(
          "%-5s %,9d flows, %.1f %% with a peer of before, %.1f %% for what it was for%n",
          of, flows / parts, 100.0 * known / flows, 100.0 * services / flows);
    }
  }

  /** One hour to foretell. */
  private static final class Hour {
    private final Model model;
    private final FlowTable before;
    private final long from;
    private final Map<Address, Tally> truth = new HashMap<>();
    private final Map<Address, Tally> last = new HashMap<>();
    private final Map<Address, Tally> profile = new HashMap<>();

    /** Of each host: whom it has met, and what for. */
    private final Map<Address, Set<Object>> met = new HashMap<>();

    private Count count = new Count();

    Hour(Model model, FlowTable table, long from) throws IOException {
      this.model = model;
      this.from = from;
      before = new Before(table, from);
      var matcher = new HostMatcher(model.codec().spec(), model.profiles(), before);
      before.forEachSeries(series -> addPast(series, matcher));
      met.keySet().retainAll(profile.keySet());
      addHour(table, from - Hours.MICROS, last);
      count = new Count();
      addHour(table, from, truth);
    }

    private void addHour(FlowTable table, long start, Map<Address, Tally> into) throws IOException {
      table.forEachSeries(
          series -> {
            for (Flow flow : series.flows()) {
              if (flow.timeMicros() >= start && flow.timeMicros() < start + Hours.MICROS) {
                add(flow, into);
              }
            }
          });
    }

    private void addPast(Series series, HostMatcher matcher) {
      double bytes = 0;
      for (Flow flow : series.flows()) {
        for (Address host : List.of(flow.sourceAddress(), flow.destinationAddress())) {
          Set<Object> peers = met.computeIfAbsent(host, x -> new HashSet<>());
          peers.add(peer(flow, host));
          peers.add(service(flow, host));
        }
        bytes += flow.bytes();
      }
      double[] rhythm =
          model.profiles().get(matcher.match(series, Set.of()).profile()).spec().rhythm();
      Tally mean = new Tally();
      mean.flows = rhythm[Hours.ofWeek(from) % rhythm.length];
      mean.bytes = mean.flows * bytes / series.flows().size();
      profile.put(series.host(), mean);
    }

    private static Address peer(Flow flow, Address host) {
      return flow.sourceAddress().equals(host) ? flow.destinationAddress() : flow.sourceAddress();
    }

    private static List<Object> service(Flow flow, Address host) {
      int port = Math.min(flow.sourcePort(), flow.destinationPort());
      return List.of(peer(flow, host), flow.protocol(), port);
    }

    /** Counts a flow for both of its hosts; those that have had no flow before are left out. */
    private void add(Flow flow, Map<Address, Tally> into) {
      Stream.of(flow.sourceAddress(), flow.destinationAddress())
          .filter(met::containsKey)
          .forEach(host -> add(flow, host, into));
    }

    private void add(Flow flow, Address host, Map<Address, Tally> into) {
      Tally tally = into.computeIfAbsent(host, x -> new Tally());
      tally.flows++;
      tally.bytes += flow.bytes();
      count.flows++;
      count.known += met.get(host).contains(peer(flow, host)) ? 1 : 0;
      count.services += met.get(host).contains(service(flow, host)) ? 1 : 0;
    }

    void foretell(int seeds, Errors errors) throws IOException {
      count.say("real", 1);
      count = new Count();
      var forecast = new Forecast(model, before, Scenario.DEFAULTS);
      List<Map<Address, Tally>> made = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        Map<Address, Tally> hosts = new HashMap<>();
        try (Generation flows = forecast.start(seed)) {
          while (flows.hasNext()) {
            add(flows.next(), hosts);
          }
        }
        made.add(hosts);
      }
      count.say("made", seeds);
      for (Address host : met.keySet()) {
        compare(host, made, errors);
      }
    }

    private void compare(Address host, List<Map<Address, Tally>> made, Errors errors) {
      var none = new Tally();
      Tally real = truth.getOrDefault(host, none);
      double flows = Math.log1p(real.flows);
      double bytes = Math.log1p(real.bytes);
      double meanFlows = 0;
      double meanBytes = 0;
      for (Map<Address, Tally> one : made) {
        Tally tally = one.getOrDefault(host, none);
        meanFlows += Math.log1p(tally.flows) / made.size();
        meanBytes += Math.log1p(tally.bytes) / made.size();
        errors.add("flows, one seed", flows, Math.log1p(tally.flows));
        errors.add("bytes, one seed", bytes, Math.log1p(tally.bytes));
      }
      errors.add("flows, mean of seeds", flows, meanFlows);
      errors.add("bytes, mean of seeds", bytes, meanBytes);
      Tally persistent = last.getOrDefault(host, none);
      errors.add("flows, the hour before", flows, Math.log1p(persistent.flows));
      errors.add("bytes, the hour before", bytes, Math.log1p(persistent.bytes));
      errors.add("flows, the profile's mean", flows, Math.log1p(profile.get(host).flows));
      errors.add("bytes, the profile's mean", bytes, Math.log1p(profile.get(host).bytes));
    }
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** The flows of a table before a time; hosts without any are none. */
  private record Before(FlowTable table, long time) implements FlowTable {
    @Override
    public Schema schema() {
      return table.schema();
    }

    @Override
    public String format() {
      return table.format();
    }

    @Override
    public long size() {
      return table.size();
    }

    @Override
    public int hosts() {
      return table.hosts();
    }

    @Override
    public List<Cidr> internal() {
      return table.internal();
    }

    @Override
    public Recording recording() throws IOException {
      Recording whole = table.recording();
      return new Recording(whole.from(), Math.min(whole.to(), time - 1));
    }

    @Override
    public void forEachSeries(Visitor visitor) throws IOException {
      table.forEachSeries(
          series -> {
            List<Flow> flows =
                series.flows().stream().filter(flow -> flow.timeMicros() < time).toList();
            if (!flows.isEmpty()) {
              visitor.visit(new Series(series.host(), flows));
            }
          });
    }
  }
}
