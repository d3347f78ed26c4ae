package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteTest {

  @TempDir private Path folder;
  private Path whole;
  private List<String> lines;

  @BeforeEach
  void writeWholeFlows() throws IOException {
    whole = folder.resolve("whole.csv");
    Path flows = SmallFlows.write(folder.resolve("flows.csv"), 9);
    assertThat(CommandRun.of("convert", flows, "-o", whole).code()).isZero();
    lines = Files.readAllLines(whole);
    assertThat(lines.get(0)).startsWith("time:end,duration").contains(",tcpFlags,packets,bytes,");
  }

  /** A file whose lines are changed; the header by itself. */
  private Path write(String name, List<String> changed) throws IOException {
    return Files.write(folder.resolve(name), changed);
  }

  private static String without(String line, int column) {
    List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
    cells.remove(column);
    return String.join(",", cells);
  }

  private static String emptied(String line, int column) {
    List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
    cells.set(column, "");
    return String.join(",", cells);
  }

  private CommandRun complete(Path file, Path output, Object... further) {
    List<Object> words = new ArrayList<>(List.of("complete", file, "-m", SmallFlows.model()));
    words.addAll(List.of("-o", output, "--internal", SmallFlows.INTERNAL));
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

  @Test
  void aColumnThatIsAwayIsFilledAndTheRestStaysInItsOrder() throws IOException {
    int flags = Arrays.asList(lines.get(0).split(",")).indexOf("tcpFlags");
    Path file = write("lacking.csv", lines.stream().map(line -> without(line, flags)).toList());
    Path output = folder.resolve("completed.csv");
    CommandRun run = complete(file, output);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("fills in tcpFlags\n", "1,200 flows of 12 hosts completed in ");
    List<String> completed = Files.readAllLines(output);
    assertThat(completed.stream().map(line -> without(line, flags)))
        .isEqualTo(lines.stream().map(line -> without(line, flags)).toList());
    // UDP has no other flags in training, TCP neither
    assertThat(flows(output)).isEqualTo(flows(whole));
  }

  @Test
  void emptyFieldsAreFilledAndNoOthers() throws IOException {
    int bytes = Arrays.asList(lines.get(0).split(",")).indexOf("bytes");
    List<String> some = new ArrayList<>(lines);
    for (int i = 3; i < some.size(); i += 4) {
      some.set(i, emptied(some.get(i), bytes));
    }
    Path output = folder.resolve("completed.parquet");
    CommandRun run = complete(write("some.csv", some), output, "--only", "bytes", "--draw");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("fills in bytes\n");
    List<Flow> before = flows(whole);
    List<Flow> after = flows(output);
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.get(0).schema()).isEqualTo(before.get(0).schema());
    for (int i = 0; i < after.size(); i++) {
      if (i % 4 == 2) {
        assertThat(after.get(i).bytes()).isBetween(20 * after.get(i).packets(), 9_000L);
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
    CommandRun other = complete(folder.resolve("some.csv"), output, "--only", "tos");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.lastError())
        .contains("some.csv:4: bytes must be a whole number >= 0 but is empty");
  }

  @Test
  void whatCannotBeFilledIsSaidInASentence() throws IOException {
    CommandRun nothing = complete(whole, folder.resolve("x.csv"));
    assertThat(nothing.code()).isEqualTo(3);
    assertThat(nothing.lastError())
        .contains("whole.csv: the flows lack nothing of duration, protocol, tcpFlags");
    CommandRun unknown = complete(whole, folder.resolve("x.csv"), "--only", "colour");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.lastError()).contains("the model cannot fill in colour; it can duration");
    CommandRun input = complete(Path.of("-"), folder.resolve("x.csv"));
    assertThat(input.lastError()).contains("standard input, and is read twice; name a file");
    assertThat(folder.resolve("x.csv")).doesNotExist();
  }
}
