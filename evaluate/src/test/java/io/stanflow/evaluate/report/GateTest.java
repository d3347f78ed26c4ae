package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Gate.Failure;
import io.stanflow.io.file.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final Report REPORT = MadeUpReport.full();
  private static final Column SYNTHETIC = REPORT.columns(Role.SYNTHETIC).get(0);

  @TempDir private Path folder;

  private Gate gate(String json) throws IOException {
    return Gate.read(Files.writeString(folder.resolve("gate.json"), json));
  }

  private List<Failure> check(String json) throws IOException {
    return gate(json).check(REPORT);
  }

  @Test
  void everyPathOfTheExampleLeadsToAFigure() throws IOException {
    Path example = Path.of(System.getProperty("stanflow.root"), "docs", "gate.json");
    List<Failure> failures = Gate.read(example).check(REPORT);
    assertThat(failures).extracting(Failure::file).contains("peer").doesNotContain("synthetic");
    assertThat(failures).extracting(Failure::file).doesNotContain("independent", "later");
  }

  @Test
  void failuresSayFileFigureLimitAndBound() throws IOException {
    double value = SYNTHETIC.fidelity().meanDistance();
    double later = REPORT.columns(Role.SAME_HOSTS_LATER).get(0).fidelity().meanDistance();
    assertThat(check("{\"fidelity.meanDistance\": {\"maxTimesLater\": 2}}"))
        .first()
        .isEqualTo(
            new Failure(
                "synthetic", "fidelity.meanDistance", value, "maxTimesLater 2.0", 2 * later));
    assertThat(check("{\"fidelity.meanDistance\": {\"maxTimesLater\": 2.3}}"))
        .extracting(Failure::file)
        .containsExactly("peer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fidelity.meanDistance | max | 0.01 | 2",
        "fidelity.meanDistance | max | 1 | 0",
        "fidelity.meanDistance | min | 1 | 2",
        "fidelity.meanDistance | min | 0.01 | 0",
        "fidelity.meanDistance | maxTimesOtherHosts | 1 | 1",
        "fidelity.distances.jsd.protocol | max | 0 | 2",
        "fidelity.rules.dnsIsUdp.passPercent | min | 100 | 2",
        "fidelity.rules.wellFormed.passPercent | min | 100 | 0",
        "utility.scores.linear.forecastBytes.ratioToReal | min | 1 | 2",
        "utility.mixes.forecastBytes.realShare=1.ratioToReal | min | 1 | 0",
        "utility.mixes.forecastBytes.realShare=0.25.ratioToReal | min | 1 | 2",
        "detectability.runOfThree.giveaways.gap 2 / gap 1.importance | max | 0 | 2",
      })
  void limitsHoldOrFail(String path, String limit, double bound, int failures) throws IOException {
    assertThat(check("{\"%s\": {\"%s\": %s}}".formatted(path, limit, bound))).hasSize(failures);
  }

  @Test
  void equalToTheLimitIsWithinIt() throws IOException {
    String value = Double.toString(SYNTHETIC.fidelity().meanDistance());
    String json = "{\"fidelity.meanDistance\": {\"min\": %1$s, \"max\": %1$s}}".formatted(value);
    assertThat(check(json)).extracting(Failure::file).containsExactly("peer");
  }

  @Test
  void failuresAreAlignedText() {
    var failures =
        List.of(
            new Failure("a", "fidelity.meanDistance", 0.5, "max 0.25", 0.25),
            new Failure("longer", "x", 2, "min 3.0", 3));
    assertThat(Failure.text(failures).lines())
        .containsExactly(
            "a       fidelity.meanDistance    0.500000  beyond max 0.25 (0.250000)",
            "longer  x                         2.00000  beyond min 3.0 (3.00000)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fidelity.meanDistanc",
        "fidelity.distances.jsd.protocols",
        "utility.scores.forecastBytes.ratioToReal",
        "utility.scores.forecastBytes.forest.ratioToReal",
        "meanDistance",
        "",
      })
  void refusesFiguresThatTheReportDoesNotHave(String path) throws IOException {
    Gate gate = gate("{\"%s\": {\"max\": 1}}".formatted(path));
    assertThatThrownBy(() -> gate.check(REPORT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gate.json: ");
  }

  @Test
  void refusesWhatIsNotANumber() throws IOException {
    assertThatThrownBy(() -> check("{\"fidelity\": {\"max\": 1}}"))
        .hasMessageContaining("fidelity is not one number; name one");
    assertThatThrownBy(() -> check("{\"name\": {\"max\": 1}}")).hasMessageContaining("not one");
  }

  @Test
  void refusesWhatWasNotMeasured() throws IOException {
    Report bare =
        new Report(REPORT.settings(), List.of(MadeUpReport.bare("synthetic", Role.SYNTHETIC)));
    Gate gate = gate("{\"detectability.singleFlow.auc\": {\"max\": 1}}");
    assertThatThrownBy(() -> gate.check(bare))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("auc was not measured for synthetic; take the limit out");
  }

  @Test
  void refusesRelativeLimitsWithoutTheirRealFlows() throws IOException {
    Report alone = new Report(REPORT.settings(), List.of(SYNTHETIC));
    Gate later = gate("{\"fidelity.meanDistance\": {\"maxTimesLater\": 1}}");
    assertThatThrownBy(() -> later.check(alone)).hasMessageContaining("; pass --test");
    Gate other = gate("{\"fidelity.meanDistance\": {\"maxTimesOtherHosts\": 1}}");
    assertThatThrownBy(() -> other.check(alone)).hasMessageContaining("several hosts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | : the file is not an object of paths; see docs/gate.md",
        "{} | : it has no limits; see",
        "{\"a\": 1} | : a is not an object of limits such as {\"max\": 0.06}; see",
        "{\"a\": {}} | : a has no limits; see",
        "{\"a\": {\"max\": \"1\"}} | : a max is not a number; see",
        "{\"a\": {\"most\": 1}} | : a has no limit of the name most; see",
        "{\"a\": {\"max\": 1, \"max\": 2}} | : a has max twice; see",
        "{\"a\": {\"max\": 1}, \"a\": {\"max\": 1}} | : a is there twice; see",
        "{\"a\": {\"max\": NaN}} | :1: not JSON; see",
        "{\"a\": {\"max\": 1} | :1: not JSON; see",
        "{'a': {max: 1}} | :1: not JSON; see",
        "{\"a\": {\"max\": 1}} x | :1: not JSON; see",
        "`` | :1: not JSON; see",
      })
  void refusesFilesThatAreNotOfTheFormat(String json, String message) {
    assertThatThrownBy(() -> gate(json))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gate.json" + message);
  }

  @Test
  void leavesAMissingFileToTheCaller() {
    assertThatThrownBy(() -> Gate.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
