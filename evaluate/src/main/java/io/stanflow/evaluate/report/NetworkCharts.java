package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.Plots.Times;
import io.stanflow.evaluate.report.Charts.Series;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The charts of {@link Times}: flows of the whole network over time. */
final class NetworkCharts {
  static final String GROUP = "The network over time";

  private final Charts charts;

  NetworkCharts(Charts charts) {
    this.charts = charts;
  }

  void add() {
    charts.add(
        GROUP,
        "timeline",
        "Flows a minute, hours after the first",
        List.of(),
        times(times -> Charts.series(hours(times), perMinute(times, times.minutes()))));
    List<Integer> sixty = IntStream.range(0, 60).boxed().toList();
    charts.add(GROUP, "hours", "Minute of the hour", sixty, times(t -> shares(t.minuteOfHour())));
    charts.add(
        GROUP, "hours", "Second of the minute", sixty, times(t -> shares(t.secondOfMinute())));
    services();
  }

  /** A file's values are those of the first label, then of the second, and so on. */
  private void services() {
    List<String> labels =
        charts.columns().stream()
            .map(times(times -> List.copyOf(times.services().keySet())))
            .filter(Objects::nonNull)
            .filter(services -> !services.isEmpty())
            .findFirst()
            .orElse(List.of());
    charts.add(
        GROUP,
        "services",
        "Flows a minute by service, hours after the first",
        labels,
        times(
            times ->
                times.services().isEmpty()
                    ? null
                    : Charts.series(
                        hours(times),
                        labels.stream()
                            .flatMap(
                                label -> perMinute(times, times.services().get(label)).stream())
                            .toList())));
  }

  private static <P> Function<Column, P> times(Function<Times, P> part) {
    return column -> {
      Times times = Charts.plots(Plots::times).apply(column);
      return times == null ? null : part.apply(times);
    };
  }

  private static Series shares(List<Double> shares) {
    return Charts.series(null, shares);
  }

  /** Since the first, to a ten-thousandth. */
  private static List<Double> hours(Times times) {
    return IntStream.range(0, times.minutes().size())
        .mapToObj(i -> Math.round(1e4 / 60 * i * times.minutesTogether()) / 1e4)
        .toList();
  }

  private static List<Double> perMinute(Times times, List<Double> flows) {
    return flows.stream().map(n -> n / times.minutesTogether()).toList();
  }
}
