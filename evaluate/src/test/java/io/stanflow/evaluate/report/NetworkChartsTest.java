package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.Plots.Times;
import io.stanflow.evaluate.report.Charts.Chart;
import io.stanflow.evaluate.report.Charts.Series;
import io.stanflow.evaluate.report.Column.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkChartsTest {
  private static final List<Double> NONE = List.of();

  private static Column column(String name, Times times) {
    var plots = new Plots(Map.of(), List.of(), NONE, NONE, Map.of(), null, times);
    return new Column(name, Role.SYNTHETIC, null, null, null, null, null, null, plots);
  }

  private static Times times(List<Double> minutes, int together, List<Double> web) {
    var services = new LinkedHashMap<String, List<Double>>();
    services.put("TCP 80", web);
    services.put("other", minutes);
    return new Times(minutes, together, NONE, NONE, services);
  }

  private static Chart chart(String kind, Column... columns) {
    return Charts.of(List.of(columns)).stream()
        .filter(chart -> chart.kind().equals(kind))
        .findFirst()
        .orElse(null);
  }

  @Test
  void valuesAreOfAMinuteAndOneServiceAfterTheOther() {
    Times single = times(List.of(6.0, 9.0), 1, List.of(1.0, 2.0));
    Times triple = times(List.of(6.0, 9.0, 30.0), 3, List.of(3.0, 0.0, 6.0));
    Column none = MadeUpReport.bare("bare", Role.REAL);
    Column without = column("plain", new Times(List.of(1.0), 1, NONE, NONE, Map.of()));
    Chart chart = chart("services", none, column("a", single), without, column("b", triple));
    assertThat(chart.labels()).isEqualTo(List.of("TCP 80", "other"));
    assertThat(chart.series())
        .containsExactly(
            null,
            new Series(List.of(0.0, 0.0167), List.of(1.0, 2.0, 6.0, 9.0), null, null),
            null,
            new Series(
                List.of(0.0, 0.05, 0.1), List.of(1.0, 0.0, 2.0, 2.0, 3.0, 10.0), null, null));
    assertThat(chart("timeline", column("b", triple)).series())
        .containsExactly(new Series(List.of(0.0, 0.05, 0.1), List.of(2.0, 3.0, 10.0), null, null));
  }

  @Test
  void flowsWithoutServicesHaveNoChartOfThem() {
    Column without = column("plain", new Times(List.of(1.0), 1, NONE, NONE, Map.of()));
    assertThat(chart("services", without)).isNull();
    assertThat(chart("timeline", without)).isNotNull();
  }
}
