package io.stanflow.evaluate.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A file as curves and maps, on the same axes for all files of a report.
 *
 * @param histograms by quantity
 * @param popularity the rank-frequency curve of peer addresses, ranks ascending
 * @param hourOfDay share of flows in each hour of the clock, UTC; empty without time
 * @param autocorrelation of ln(1 + bytes) at each host, at lags 1, 2, ...; empty without bytes
 * @param heatMaps by the pair of attributes
 * @param rows consecutive flows of a host, without addresses
 * @param times null without time
 */
public record Plots(
    Map<String, Histogram> histograms,
    List<Rank> popularity,
    List<Double> hourOfDay,
    List<Double> autocorrelation,
    Map<String, HeatMap> heatMaps,
    Rows rows,
    Times times) {
  static final int RANKS = 60;
  private static final int HOURS = 24;

  /**
   * Shares of flows by value on a logarithmic axis.
   *
   * @param edges n + 1 ascending edges of n bins; the first bin is [0, first positive edge)
   * @param shares of all flows in [edges[i], edges[i + 1]); the last bin has those beyond it too
   */
  public record Histogram(List<Double> edges, List<Double> shares) {}

  /**
   * A point of the rank-frequency curve.
   *
   * @param rank 1 for the most frequent address
   * @param share of all flows
   */
  public record Rank(long rank, double share) {}

  /**
   * Shares of flows by two attributes; labels are the same for all files. Flows that lack one, such
   * as ICMP a service, do not count.
   *
   * @param shares [row][column]
   */
  public record HeatMap(List<String> rows, List<String> columns, List<List<Double>> shares) {}

  /**
   * When flows are recorded.
   *
   * @param minutes flows of each minute, or of so many together that there are 1,440 at most
   * @param minutesTogether how many
   * @param minuteOfHour share of flows in each minute of the hour
   * @param secondOfMinute share of flows in each second of the minute
   * @param services {@code minutes} by service: the real file's most frequent ones, then {@link
   *     #OTHER}; empty where flows have none
   */
  public record Times(
      List<Double> minutes,
      int minutesTogether,
      List<Double> minuteOfHour,
      List<Double> secondOfMinute,
      Map<String, List<Double>> services) {
    /** All services but the most frequent. */
    public static final String OTHER = "other";

    private static final int MOST = 1440;
    private static final int SERVICES = 5;

    public Times {
      minutes = List.copyOf(minutes);
      minuteOfHour = List.copyOf(minuteOfHour);
      secondOfMinute = List.copyOf(secondOfMinute);
      services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    /** How many of a file's minutes are counted together. */
    static int together(int minutes) {
      return (minutes + MOST - 1) / MOST;
    }

    /** Flows over time alone. */
    static Times of(List<Double> minutes, int minutesTogether) {
      return new Times(minutes, minutesTogether, List.of(), List.of(), Map.of());
    }

    static Times of(NetworkStatistics real, NetworkStatistics network) {
      if (network == null) {
        return null;
      }
      List<Double> line = network.timeline();
      int together = together(line.size());
      double[] sums = new double[(line.size() + together - 1) / together];
      for (int m = 0; m < line.size(); m++) {
        sums[m / together] += line.get(m);
      }
      return new Times(
          DoubleStream.of(sums).boxed().toList(),
          together,
          shares(network.distributions().get("minuteOfHour")),
          shares(network.distributions().get("secondOfMinute")),
          real == null ? Map.of() : services(real.services(), network.services(), sums));
    }

    private static Map<String, List<Double>> services(
        Map<String, List<Double>> real, Map<String, List<Double>> file, double[] all) {
      if (real.isEmpty() || file.isEmpty()) {
        return Map.of();
      }
      var services = new LinkedHashMap<String, List<Double>>();
      double[] rest = all.clone();
      for (String service : real.keySet().stream().limit(SERVICES).toList()) {
        List<Double> flows = file.getOrDefault(service, Collections.nCopies(all.length, 0.0));
        services.put(service, flows);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= flows.get(i);
        }
      }
      services.put(OTHER, DoubleStream.of(rest).boxed().toList());
      return services;
    }

    private static List<Double> shares(Values sixty) {
      double[] shares = new double[60];
      for (int i = 0; i < sixty.distinct(); i++) {
        shares[(int) sixty.value(i)] = (double) sixty.count(i) / sixty.total();
      }
      return DoubleStream.of(shares).boxed().toList();
    }
  }

  /**
   * Some flows as they are.
   *
   * @param columns attributes
   * @param rows the values as text; peers are numbered by first appearance
   */
  public record Rows(List<String> columns, List<List<String>> rows) {}

  /**
   * Draws a file on the axes of the real one.
   *
   * @param real may be {@code file} itself
   */
  public static Plots of(FlowStatistics real, FlowStatistics file) {
    return new Plots(
        Histograms.of(real, file),
        ranks(file.popularity),
        hours(file.categories.get(Categories.HOUR)),
        file.autocorrelation,
        HeatMaps.of(real.categories, file.categories),
        file.rows,
        Times.of(real.network, file.network));
  }

  private static List<Rank> ranks(Values flows) {
    return flows == null
        ? List.of()
        : RankCurve.ranks(flows.total(), RANKS).stream()
            .map(rank -> new Rank(rank, flows.descending(rank) / flows.sum()))
            .toList();
  }

  private static List<Double> hours(Counts counts) {
    return counts == null
        ? List.of()
        : IntStream.range(0, HOURS).mapToObj(h -> counts.share(Integer.toString(h))).toList();
  }

  public Plots {
    histograms = Collections.unmodifiableMap(new LinkedHashMap<>(histograms));
    popularity = List.copyOf(popularity);
    hourOfDay = List.copyOf(hourOfDay);
    autocorrelation = List.copyOf(autocorrelation);
    heatMaps = Collections.unmodifiableMap(new LinkedHashMap<>(heatMaps));
  }
}
