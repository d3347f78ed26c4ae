package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(
    value = "io.stanflow.evaluate.learn.Xgboost#starts",
    disabledReason = "XGBoost does not start here")
class EvaluateTest {
  @TempDir Path directory;

  private Path real;
  private Path other;

  @BeforeEach
  void write() throws IOException {
    real = SmallFlows.write(directory.resolve("real.csv"), 8);
    other = SmallFlows.write(directory.resolve("other.csv"), 12);
  }

  private Path gate(String text) throws IOException {
    return Files.writeString(directory.resolve("gate.json"), text);
  }

  private CommandRun evaluate(Object... further) {
    Object[] words = new Object[7 + further.length];
    Object[] first = {
      "evaluate",
      "--real",
      real,
      "--internal",
      SmallFlows.INTERNAL,
      "--synthetic-internal",
      SmallFlows.INTERNAL
    };
    System.arraycopy(first, 0, words, 0, 7);
    System.arraycopy(further, 0, words, 7, further.length);
    return CommandRun.of(words);
  }

  @Test
  void writesTablesPageAndJsonForEachFile() throws IOException {
    Path page = directory.resolve("report.html");
    Path json = directory.resolve("report.json");
    CommandRun run =
        evaluate("--synthetic", "a=" + other, "--synthetic", other, "-o", page, "--json", json);
    assertThat(run.err()).doesNotContain("stanflow:");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("otherHosts").contains("jsd.protocol");
    assertThat(page).content().startsWith("<!doctype html>").contains("other");
    assertThat(columns(json))
        .extracting(column -> column.get("name").getAsString())
        .containsExactly("real", "otherHosts", "a", "other");
    try (var left = Files.list(directory)) {
      assertThat(left).noneMatch(path -> path.toString().endsWith(".partial"));
    }
  }

  @Test
  void baselinesComeLast() throws IOException {
    Path json = directory.resolve("report.json");
    CommandRun run = evaluate("--synthetic", other, "--baselines", "--json", json);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(columns(json))
        .extracting(
            column -> column.get("name").getAsString(), column -> column.get("role").getAsString())
        .containsExactly(
            tuple("real", "REAL"),
            tuple("otherHosts", "OTHER_HOSTS"),
            tuple("synthetic", "SYNTHETIC"),
            tuple("independentColumns", "BASELINE"),
            tuple("bayesianNetwork", "BASELINE"),
            tuple("memoriser", "BASELINE"));
  }

  private static List<JsonObject> columns(Path json) throws IOException {
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    return report.getAsJsonArray("columns").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @Test
  void aModelIsAttacked() {
    CommandRun run = evaluate("--synthetic", other, "--test", other, "-m", SmallFlows.model());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("hostsCalibrated").contains("timeWithinHost");
  }

  /** Training leaves a host of two flows out, and of the others takes eight. */
  @Test
  void aModelIsAttackedByTheHostsThatItsTrainingTook() throws IOException {
    Path more = directory.resolve("more.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(real));
    String quiet = lines.get(lines.size() - 1).replaceAll("192\\.0\\.2\\.\\d+", "192.0.2.200");
    lines.add(quiet);
    lines.add(quiet);
    Files.write(more, lines);
    Path model = directory.resolve("sample.stanflow");
    CommandRun train = SmallFlows.train(more, model, "--most-hosts", 8);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err())
        .contains("too few flows (--min-flows): 1 (7.7 %); flows of theirs: 2 ")
        .contains("others are enough (--most-hosts): 4 (30.8 %)");
    CommandRun run =
        CommandRun.of(
            "evaluate", "--real", more, "--synthetic", other, "--test", other, "-m", model);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("hostsCalibrated");
  }

  @Test
  void aGateThatHoldsExitsWithZeroAndOneThatDoesNotWithFour() throws IOException {
    Path loose = gate("{\"fidelity.meanDistance\": {\"max\": 10}}");
    assertThat(evaluate("--synthetic", other, "--gate", loose).code()).isZero();
    Path strict =
        gate(
            "{\"fidelity.meanDistance\": {\"max\": 1e-9}, \"detectability.singleFlow.auc\":"
                + " {\"max\": 1}}");
    CommandRun run = evaluate("--synthetic", other, "--gate", strict);
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.lastError()).contains("synthetic", "fidelity.meanDistance", "max 1.0E-9");
    assertThat(run.err()).doesNotContain("detectability");
  }

  @Test
  void aWrongGateIsSaidBeforeTheWork() throws IOException {
    CommandRun run = evaluate("--synthetic", other, "--gate", gate("{\"a\": {\"about\": 1}}"));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).startsWith("stanflow: ").contains("gate.json", "about");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaidBeforeTheWork() {
    Path nowhere = directory.resolve("none").resolve("report.html");
    CommandRun run = evaluate("--synthetic", other, "-o", nowhere);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.lastError()).contains("report.html", "its directory does not exist; create");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void namesMustDiffer() {
    CommandRun twice = evaluate("--synthetic", "a=" + other, "--synthetic", "a=" + real);
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.lastError()).contains("two files are named 'a'");
    CommandRun taken = evaluate("--synthetic", "later=" + other);
    assertThat(taken.code()).isEqualTo(2);
    assertThat(taken.lastError()).contains("'later' already");
    assertThat(evaluate("--synthetic", "memoriser=" + other).lastError())
        .contains("'memoriser' already");
  }
}
