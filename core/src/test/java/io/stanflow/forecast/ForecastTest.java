package io.stanflow.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTest {
  private static final Scenario ASKED = Scenario.DEFAULTS.withSeed(3).withThreads(2);
  private static MemoryTable table;
  private static Model model;

  @BeforeAll
  static void build() throws IOException {
    table = SimulatedTraffic.table(10, 90, false, 6);
    model = Models.random(table, 3, 4);
  }

  private static List<Flow> flows(Generation generation) {
    List<Flow> flows = new ArrayList<>();
    try (generation) {
      generation.forEachRemaining(flows::add);
    }
    return flows;
  }

  private static List<Flow> goOn(FlowTable from, Scenario asked) throws IOException {
    return flows(new Forecast(model, from, asked).start());
  }

  private static List<Address> ends(Flow flow) {
    return List.of(flow.sourceAddress(), flow.destinationAddress());
  }

  /** Of flows, how many are between two that have met. */
  private static double known(List<Flow> flows) {
    Set<Set<Address>> met = new HashSet<>();
    table.flows().forEach(flow -> met.add(new HashSet<>(ends(flow))));
    return flows.stream().filter(flow -> met.contains(new HashSet<>(ends(flow)))).count()
        / (double) flows.size();
  }

  @Test
  void itsHostsGoOnAfterItsEndWithWhomTheyKnow() throws IOException {
    var forecast = new Forecast(model, table, ASKED);
    long end = table.recording().to();
    assertThat(forecast.scenario().start()).isEqualTo(Instant.ofEpochSecond(end / 1_000_000 + 1));
    List<Flow> made = flows(forecast.start());
    assertThat(made.size()).isGreaterThan(200);
    assertThat(made)
        .allSatisfy(
            flow -> {
              assertThat(flow.timeMicros())
                  .isBetween(end + 1, end + Duration.ofHours(1).toMillis() * 1000);
              assertThat(ends(flow)).containsAnyElementsOf(table.addresses());
            });
    Scenario fresh = forecast.scenario().withHosts(10);
    List<Flow> others = flows(new StanflowModel(model).start(fresh));
    assertThat(known(made)).isGreaterThan(0.5).isGreaterThan(2 * known(others));
  }

  @Test
  void itDependsOnTheSeedAndOnNothingElse() throws IOException {
    List<Flow> made = goOn(table, ASKED);
    assertThat(goOn(table, ASKED.withThreads(4))).isEqualTo(made);
    var forecast = new Forecast(model, table, ASKED.withThreads(1));
    assertThat(flows(forecast.start(5))).isNotEqualTo(made);
    assertThat(flows(forecast.start())).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 37, 900})
  void flowsCanBeAskedForByNumber(long number) throws IOException {
    assertThat(goOn(table, ASKED.withFlows(number)).size()).isEqualTo((int) number);
  }

  @Test
  void hostsThatWereQuieterGoOnQuieter() throws IOException {
    int quiet = 2;
    List<Series> series = new ArrayList<>(table.series());
    Series whole = series.get(quiet);
    List<Flow> some = new ArrayList<>();
    for (int i = 0; i < whole.flows().size(); i += 9) {
      some.add(whole.flows().get(i));
    }
    series.set(quiet, new Series(whole.host(), some));
    var thinned = new MemoryTable(table.schema(), table.internal(), series);
    long before = counts(table, whole.host());
    long after = counts(thinned, whole.host());
    assertThat(before).isGreaterThan(60);
    assertThat(after).isPositive().isLessThan(before / 2);
  }

  /** Flows with a host in four futures. */
  private static long counts(FlowTable from, Address host) throws IOException {
    var forecast = new Forecast(model, from, ASKED);
    long sum = 0;
    for (int seed = 1; seed <= 4; seed++) {
      sum += flows(forecast.start(seed)).stream().filter(f -> ends(f).contains(host)).count();
    }
    return sum;
  }

  @Test
  void clocksTickOnAtTheirTime() throws IOException {
    MemoryTable ticking = TickingTraffic.table(6, 2);
    Model other = Models.random(ticking, 3, 4);
    List<Flow> made = flows(new Forecast(other, ticking, ASKED).start());
    for (int h = 0; h < 6; h++) {
      Address host = ticking.addresses().get(h);
      int phase = 3 * h;
      List<Long> polls =
          made.stream()
              .filter(f -> f.sourceAddress().equals(TickingTraffic.MONITOR))
              .filter(f -> f.destinationAddress().equals(host))
              .map(
                  f ->
                      Math.floorMod(f.timeMicros() / 1_000_000 - phase, (long) TickingTraffic.POLL))
              .toList();
      long onTime = polls.stream().filter(late -> late <= 1 || late >= 59).count();
      assertThat(onTime).as("%s", polls).isBetween(55L, 61L);
    }
  }

  @Test
  void whatCannotGoOnIsSaidInASentence() throws IOException {
    List<Attribute> some =
        table.schema().attributes().stream()
            .filter(a -> !List.of("label", Schema.TIME).contains(a.name()))
            .toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Forecast(model, table.project(new Schema(some)), ASKED))
        .withMessage("the flows lack time, label, which the model has");
    var empty = new MemoryTable(table.schema(), table.internal(), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Forecast(model, empty, ASKED))
        .withMessage("there is no flow to go on from");
    var untimed = new Ar1Table(200, 0.5, 0.5, 1);
    Model rows = Models.random(untimed, 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Forecast(rows, untimed, ASKED))
        .withMessageContaining("no times");
  }
}
