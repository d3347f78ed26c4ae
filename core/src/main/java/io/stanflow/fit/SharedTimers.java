package io.stanflow.fit;

import io.stanflow.codec.spec.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be told of timers in profiles of hosts that nobody is: a period is kept, to three
 * digits, if timers of at least k hosts for the same service have it; else it becomes a range that
 * periods of k hosts lie in, of those for this service or, where fewer have timers for it, of all,
 * without the service. All else is rounded to coarse steps.
 */
final class SharedTimers {
  private final int k;

  /** Periods of each host's timers, seconds to three digits, by service; and of all. */
  private final Map<String, List<List<Double>>> byService = new TreeMap<>();

  /** Hosts that have a timer with a popular peer. */
  private final Map<Integer, Long> peers;

  /**
   * @param hosts timers of each training host
   * @param k hosts that must share a period or a service
   */
  SharedTimers(List<List<Timer>> hosts, int k) {
    this.k = k;
    for (List<Timer> host : hosts) {
      Map<String, List<Double>> own = new TreeMap<>();
      for (Timer timer : host) {
        for (String service : List.of(service(timer), "")) {
          own.computeIfAbsent(service, x -> new ArrayList<>()).add(rounded(timer.least(), 3, 0.5));
        }
      }
      own.forEach(
          (service, of) -> byService.computeIfAbsent(service, x -> new ArrayList<>()).add(of));
    }
    peers =
        hosts.stream()
            .flatMap(host -> host.stream().map(Timer::peer).distinct())
            .collect(Collectors.groupingBy(peer -> peer, Collectors.counting()));
  }

  private static String service(Timer timer) {
    return timer.protocol() + "/" + timer.port() + "/" + timer.local();
  }

  /** A number to so many digits, the last one the smaller the less {@code up} is, 0 to 1. */
  private static double rounded(double x, int digits, double up) {
    double step = Math.pow(10, Math.floor(Math.log10(x)) - digits + 1);
    double steps = x / step;
    double whole =
        Math.abs(steps - Math.rint(steps)) < 1e-6 ? Math.rint(steps) : Math.floor(steps + up);
    return whole * step;
  }

  /** To a power of two, 0 for nothing. */
  private static double power(double x) {
    return x < 1e-6 ? 0 : Math.pow(2, Math.rint(Math.log(x) / Math.log(2)));
  }

  private static double eighth(double x) {
    return Math.rint(8 * x) / 8;
  }

  /** As many of these timers as may be told, none exactly that fewer than k hosts have. */
  List<Timer> coarse(List<Timer> timers) {
    return timers.stream().flatMap(this::coarse).limit(Timer.MOST).toList();
  }

  /** A timer that at least k hosts may have had; nothing where there are too few. */
  private Stream<Timer> coarse(Timer timer) {
    List<List<Double>> same = byService.get(service(timer));
    boolean known = same.size() >= k;
    List<List<Double>> hosts = known ? same : byService.get("");
    if (hosts.size() < k) {
      return Stream.empty();
    }
    double[] range = range(rounded(timer.least(), 3, 0.5), hosts);
    int peer = peers.get(timer.peer()) >= k ? timer.peer() : -1;
    Timer coarse =
        new Timer(
            1,
            known ? timer.protocol() : -1,
            known ? timer.port() : -1,
            known && timer.local(),
            timer.outgoing(),
            eighth(timer.answered()),
            Math.max(Timer.LEAST_PERIOD, range[0]),
            Math.max(Timer.LEAST_PERIOD, range[1]),
            power(timer.jitter()),
            eighth(timer.missed()),
            eighth(timer.slipped()),
            power(timer.lag()),
            Math.max(1 / 8.0, eighth(timer.lives())),
            peer,
            timer.heavy(),
            timer.internal());
    Timer asOften = timer.replacedBy(coarse);
    return Stream.of(asOften.with(rounded(asOften.often(), 1, 0.5), asOften.heavy()));
  }

  /** The narrowest range around a period that periods of k hosts are in, or that period alone. */
  private double[] range(double period, List<List<Double>> hosts) {
    if (hosts(period, period, hosts) >= k) {
      return new double[] {period, period};
    }
    double[] all =
        hosts.stream().flatMap(Collection::stream).mapToDouble(p -> p).sorted().toArray();
    double low = all[0];
    double high = all[all.length - 1];
    for (double from : all) {
      for (double to : all) {
        boolean around = from <= period && period <= to && to / from < high / low;
        if (around && hosts(from, to, hosts) >= k) {
          low = from;
          high = to;
        }
      }
    }
    return new double[] {rounded(low, 1, 0), rounded(high, 1, 1)};
  }

  private static long hosts(double from, double to, List<List<Double>> hosts) {
    return hosts.stream()
        .filter(each -> each.stream().anyMatch(period -> from <= period && period <= to))
        .count();
  }
}
