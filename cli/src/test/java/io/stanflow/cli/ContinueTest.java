package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinueTest {
  @TempDir private Path folder;
  private Path before;

  @BeforeEach
  void writeFlows() throws IOException {
    before = SmallFlows.write(folder.resolve("before.csv"), 9);
  }

  private CommandRun goOn(Path file, Path output, Object... further) {
    List<Object> words = new ArrayList<>(List.of("generate", "--continue", file));
    words.addAll(List.of("-m", SmallFlows.model(), "-o", output));
    words.addAll(List.of(further));
    return CommandRun.of(words.toArray());
  }

  private static List<Flow> flows(Path file) throws IOException {
    List<Flow> flows = new ArrayList<>();
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      rows.forEach(flows::add);
    }
    return flows;
  }

  private static Set<String> hosts(List<Flow> flows) {
    Set<String> hosts = new TreeSet<>();
    for (Flow flow : flows) {
      hosts.add(flow.sourceAddress().toString());
      hosts.add(flow.destinationAddress().toString());
    }
    hosts.removeIf(address -> !address.startsWith("192.0.2."));
    return hosts;
  }

  @Test
  void aFileGoesOnAndWhatWasMadeGoesOnAgain() throws IOException {
    Path later = folder.resolve("later.csv");
    String internal = SmallFlows.INTERNAL;
    CommandRun run = goOn(before, later, "--internal", internal, "--duration", "2h");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("before.csv as its hosts do", "share it only as you would share that file")
        .contains(" flows of 12 hosts planned\n");
    List<Flow> made = flows(later);
    long end = Instant.parse("2016-04-11T12:59:36Z").getEpochSecond() * 1_000_000;
    assertThat(flows(before).get(SmallFlows.FLOWS - 1).timeMicros()).isEqualTo(end);
    assertThat(made)
        .hasSizeBetween(300, 1200)
        .allSatisfy(f -> assertThat(f.timeMicros()).isBetween(end + 1, end + 7_200_000_000L));
    assertThat(hosts(made)).isSubsetOf(hosts(flows(before))).hasSizeGreaterThan(9);
    assertThat(made.get(0).schema()).isEqualTo(flows(before).get(0).schema());

    Path third = folder.resolve("third.csv");
    CommandRun again = goOn(later, third, "--internal", internal, "--flows", 50, "--from", "ugr16");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(flows(third)).hasSize(50);
    assertThat(flows(third).get(0).timeMicros())
        .isGreaterThan(made.get(made.size() - 1).timeMicros());
  }

  @ParameterizedTest
  @CsvSource({
    "--hosts, 5",
    "--start, 2026-01-05",
    "--where, label=background",
    "--scenario, office.yaml",
  })
  void whatTheFileSaysIsNotAskedFor(String option, String value) {
    CommandRun run = goOn(before, folder.resolve("x.csv"), option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lastError()).contains(option + " makes no sense with --continue");
    assertThat(folder.resolve("x.csv")).doesNotExist();
  }

  @Test
  void whatSaysHowToReadNeedsAFile() {
    CommandRun run = CommandRun.of("generate", "-o", folder.resolve("x.csv"), "--from", "ugr16");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lastError()).contains("--from says how to read --continue FILE");
  }

  @Test
  void aFileThatDoesNotDoIsRefused() throws IOException {
    Path output = folder.resolve("x.csv");
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    CommandRun nothing = goOn(empty, output);
    assertThat(nothing.code()).isEqualTo(3);
    assertThat(nothing.lastError()).contains("empty.csv: ");
    Path other = folder.resolve("other.csv");
    Files.writeString(
        other,
        "time:end,sourceAddress,destinationAddress\n2016-04-11T08:00:00Z,192.0.2.1,10.0.0.1\n");
    CommandRun lacking = goOn(other, output, "--internal", SmallFlows.INTERNAL);
    assertThat(lacking.code()).as(lacking.err()).isEqualTo(3);
    assertThat(lacking.lastError()).contains("other.csv: the flows lack duration, sourcePort");
    assertThat(output).doesNotExist();
  }
}
