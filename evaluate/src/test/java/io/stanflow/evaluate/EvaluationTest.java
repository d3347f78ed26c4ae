package io.stanflow.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Line;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.report.Column;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Report;
import io.stanflow.flow.Cidr;
import io.stanflow.io.load.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(
    value = "io.stanflow.evaluate.learn.Xgboost#starts",
    disabledReason = "XGBoost does not start here")
class EvaluationTest {
  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/8")));

  @TempDir Path directory;

  private final List<String> told = new ArrayList<>();
  private final List<Path> made = new ArrayList<>(); // the files of generators

  private String file(String name, long seed) throws IOException {
    Path file = directory.resolve(name);
    Line.table(file, Line.random(seed, 500)).close();
    return file.toString();
  }

  private Report run(String real, String test, Map<String, String> synthetic) throws IOException {
    return run(real, test, synthetic, Map.of());
  }

  private Report run(
      String real, String test, Map<String, String> synthetic, Map<String, FlowGenerator> baselines)
      throws IOException {
    var request =
        new Request(
            List.of(real),
            test == null ? List.of() : List.of(test),
            OPTIONS,
            synthetic,
            OPTIONS,
            RecordTimes.ANY,
            baselines,
            Optional.empty(),
            "1",
            1);
    return Evaluation.run(
        request,
        new Progress() {
          @Override
          public void note(String line) {
            told.add(line);
          }

          @Override
          public void step(String what, int done, int steps) {
            assertThat(done).as(what).isLessThan(steps);
          }
        });
  }

  private static Column column(Report report, String name) {
    return report.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The second of the busiest hosts, in the half that is held, has what the first half lacks. */
  @Test
  void picturesOfHalvesHaveTheAxesOfTheWholeFile() throws IOException {
    List<Line> lines = Line.random(1, 500);
    for (int i = 0; i < 400; i++) {
      lines.add(Line.tcp(i, "10.0.0.99", "192.0.2.1"));
    }
    for (int i = 0; i < 390; i++) {
      lines.add(Line.tcp(i, "10.0.0.98", "192.0.2.1").withPorts(1024, 7).withSize(9, 1L << 40));
    }
    Path file = directory.resolve("real.csv");
    Line.table(file, lines).close();
    Report report = run(file.toString(), null, Map.of());
    Plots real = column(report, "real").plots();
    Plots half = column(report, "otherHosts").plots();
    assertThat(real.times().services()).containsKey("TCP 7");
    assertThat(half.times().services().keySet()).isEqualTo(real.times().services().keySet());
    assertThat(half.times().services().get("TCP 7")).contains(60.0);
    assertThat(half.histograms().get("bytes").edges())
        .isEqualTo(real.histograms().get("bytes").edges());
  }

  /** Writes other flows than the table has; notes where. */
  private FlowGenerator generator(long shift) {
    return (real, seed, file) -> {
      made.add(file);
      Line.table(file, Line.random(seed + shift, 500)).close();
    };
  }

  @Test
  void everyFileHasAColumnWithAllParts() throws IOException {
    var generators = new LinkedHashMap<String, FlowGenerator>();
    generators.put("third", generator(10));
    generators.put("first", generator(11));
    generators.put("second", generator(12));
    Report report =
        run(
            file("real.csv", 1),
            file("later.csv", 2),
            Map.of("copy", file("copy.csv", 1)),
            generators);
    assertThat(report.columns())
        .extracting(Column::name)
        .containsExactly("real", "later", "otherHosts", "copy", "third", "first", "second");
    assertThat(report.columns())
        .allSatisfy(
            column -> {
              assertThat(column.fidelity().distances()).isNotEmpty();
              assertThat(column.neighborhood()).isNotNull();
              assertThat(column.plots()).isNotNull();
              assertThat(column.detectability() == null).isEqualTo(column.role() == Role.REAL);
              assertThat(column.utility() == null)
                  .isEqualTo(column.role() == Role.SAME_HOSTS_LATER);
            });
    assertThat(column(report, "copy").privacy().closest()).isNotNull();
    assertThat(column(report, "otherHosts").privacy().closest()).isNotNull(); // its yardstick
    assertThat(column(report, "otherHosts").privacy().copies()).isNull();
    assertThat(column(report, "later").privacy().closest()).isNull();
    assertThat(report.html()).contains("second");
    assertThat(report.markdown()).contains("otherHosts");
    assertThat(report.columns(Role.BASELINE))
        .allSatisfy(column -> assertThat(column.file().name()).isEqualTo(column.name()));
    assertThat(made).hasSize(3).noneMatch(Files::exists);
  }

  @Test
  void nothingIsLeftOfAGeneratorThatFails() throws IOException {
    String real = file("real.csv", 1);
    FlowGenerator failing =
        (table, seed, file) -> {
          made.add(file);
          throw new IOException("disk full");
        };
    assertThatThrownBy(() -> run(real, null, Map.of(), Map.of("failing", failing)))
        .hasMessage("disk full");
    assertThat(made).hasSize(1).noneMatch(Files::exists);
  }

  @Test
  void aCopyIsFoundOut() throws IOException {
    Report report = run(file("real.csv", 1), null, Map.of("copy", file("copy.csv", 1)));
    Column copy = column(report, "copy");
    assertThat(copy.fidelity().meanDistance()).isCloseTo(0, within(1e-9));
    assertThat(copy.detectability().singleFlow().auc()).isCloseTo(0.5, within(0.02));
    assertThat(copy.detectability().runOfThree().auc()).isCloseTo(0.5, within(0.02));
    assertThat(copy.privacy().copies().exact()).isEqualTo(1);
    assertThat(copy.privacy().closest()).isNull(); // nothing is held out
    assertThat(copy.utility().scores()).isNotEmpty(); // tested on the other half of the hosts
    assertThat(told).hasSize(2).allMatch(line -> line.contains("10.0.0.0/8"));
  }

  @Test
  void theSameSeedGivesTheSameReport() throws IOException {
    String real = file("real.csv", 1);
    var synthetic = Map.of("other", file("other.csv", 2));
    // as printed: sums over threads differ in their last bits
    assertThat(run(real, null, synthetic).markdown())
        .isEqualTo(run(real, null, synthetic).markdown());
  }

  @Test
  void tablesWithoutAddressesOrTimeAreEvaluatedInWhatTheyHave() throws IOException {
    var text = new StringBuilder("bytes,state\n");
    for (int i = 0; i < 300; i++) {
      text.append(i % 17 * 40).append(i % 3 == 0 ? ",up\n" : ",down\n");
    }
    Path plain = Files.writeString(directory.resolve("plain.csv"), text);
    Column same = column(run(plain.toString(), null, Map.of("same", plain.toString())), "same");
    assertThat(same.detectability().singleFlow().auc()).isCloseTo(0.5, within(0.02));
    assertThat(same.privacy().addresses()).isNull();
    assertThat(same.privacy().copies().exact()).isEqualTo(1);
  }
}
