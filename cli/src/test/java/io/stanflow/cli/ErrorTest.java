package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every error: its exit code, a line that says what to do, no stack trace, no file left. */
@Isolated("sets a system property")
class ErrorTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    SmallFlows.write(folder.resolve("good.csv"), 8);
    List<String> lines = Files.readAllLines(folder.resolve("good.csv"));
    lines.set(6, lines.get(6).replace(",background", "x,background"));
    Files.write(folder.resolve("bad.csv"), lines);
    Files.copy(SmallFlows.model(), folder.resolve("m.stanflow"));
    byte[] bytes = Files.readAllBytes(SmallFlows.model());
    Files.write(folder.resolve("cut.stanflow"), Arrays.copyOf(bytes, bytes.length / 2));
    bytes[bytes.length / 3] ^= 1;
    Files.write(folder.resolve("flipped.stanflow"), bytes);
    Files.writeString(folder.resolve("old.stanflow.checkpoint"), "old");
    Files.writeString(folder.resolve("foreign.checkpoint"), "old");
    Files.createDirectory(folder.resolve("folder"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # usage
          ''                                                             | 2 | name a command: train, generate
          fly                                                            | 2 | fly
          genrate -o @/o.csv                                             | 2 | did you mean generate?
          help fly                                                       | 2 | fly
          generate -m @/m.stanflow -o @/o.csv --flow 9                   | 2 | did you mean --flows?
          generate -m @/m.stanflow -o @/o.csv --flows 1e6                | 2 | is no whole number; write 1000000, say
          train @/good.csv -o @/o.stanflow --held-out some               | 2 | is no number; write 0.5, say
          generate                                                       | 2 | --output
          generate -m @/m.stanflow -o @/o.csv --hosts 0                  | 2 | neither a number >= 1 nor 'all'
          generate -m @/m.stanflow -o @/o.csv --hosts many               | 2 | neither a number >= 1 nor 'all'
          generate -m @/m.stanflow -o @/o.csv --hosts 100000000 --flows 9 | 2 | hosts must be at most 1,000,000
          generate -m @/m.stanflow -o @/o.csv --hosts 40000 --flows 9    | 2 | give a larger one
          generate -m @/m.stanflow -o @/o.csv --hosts 9000 --duration 999d | 2 | too many to plan
          generate -m @/m.stanflow -o @/o.csv --flows 0                  | 2 | --flows must be at least 1
          generate -m @/m.stanflow -o @/o.csv --threads 0                | 2 | threads must be at least 1
          generate -m @/m.stanflow -o @/o.csv --duration 5x              | 2 | write 90s, 15m, 16h or 2d
          generate -m @/m.stanflow -o @/o.csv --duration 0s              | 2 | not above 0
          generate -m @/m.stanflow -o @/o.csv --duration 9999d           | 2 | at most 3660 days
          generate -m @/m.stanflow -o @/o.csv --start monday             | 2 | write 2016-04-11
          generate -m @/m.stanflow -o @/o.csv --internal 10.0.0.0/40     | 2 | prefix length 40
          generate -m @/m.stanflow -o @/o.csv --internal 10.0.0.0/30     | 2 | give a larger one
          generate -m @/m.stanflow -o @/o.csv --format pcap              | 2 | none of ugr16, nfdump
          generate -m @/m.stanflow -o @/o.csv --colour                   | 2 | --colour
          train @/good.csv                                               | 2 | --output
          train @/good.csv -o @/o.stanflow --time-limit soon             | 2 | write 90s, 15m, 16h or 2d
          train @/good.csv -o @/o.stanflow --epochs 0                    | 2 | epochs
          train @/good.csv -o @/o.stanflow --k 0                         | 2 | at least 1
          train @/good.csv -o @/o.stanflow --held-out 1                  | 2 | heldOut in [0, 1)
          train @/good.csv -o @/o.stanflow --device tpu                  | 2 | device is auto, cpu or gpu
          train @/good.csv -o @/o.stanflow --width 0                     | 2 | --width
          train @/good.csv -o @/o.stanflow --min-flows 0                 | 2 | --min-flows
          train @/good.csv -o @/o.stanflow --rejects @/r.csv             | 2 | needs --skip-malformed
          convert @/good.csv -o @/o.csv --encoding klingon               | 2 | write windows-1252
          inspect                                                        | 2 | FILE
          # bad input
          generate -m @/none.stanflow -o @/o.csv                         | 3 | none.stanflow: no such file
          generate -m @/cut.stanflow -o @/o.csv                          | 3 | cut.stanflow: truncated
          generate -m @/flipped.stanflow -o @/o.csv                      | 3 | damaged
          generate -m @/good.csv -o @/o.csv                              | 3 | not a stanflow file
          generate -m @/m.stanflow -o @/none/o.csv                       | 3 | directory does not exist
          train @/none.csv -o @/o.stanflow                               | 3 | none.csv: no such file
          train @/bad.csv -o @/o.stanflow --internal 192.0.2.0/24        | 3 | bad.csv:7
          train @/good.csv -o @/none/o.stanflow                          | 3 | directory does not exist
          train @/good.csv -o @/o.stanflow --resume                      | 3 | train without --resume
          train @/good.csv -o @/old.stanflow                             | 3 | old.stanflow.checkpoint
          train @/good.csv -o @/o.stanflow --internal 10.9.0.0/16        | 3 | other --internal blocks
          train @/good.csv -o @/o.stanflow --min-flows 9999              | 3 | 9999 or more flows
          train @/good.csv -o @/o.stanflow --internal 192.0.2.0/24 --later @/none.csv | 3 | none.csv
          train @/good.csv -o @/o.stanflow --resume --checkpoint @/foreign.checkpoint | 3 | not a stanflow file
          inspect @/cut.stanflow                                         | 3 | truncated
          inspect @/folder                                               | 3 | is a directory; name a file in it
          # failure
          train @/good.csv -o @/o.stanflow --internal 192.0.2.0/24 --device gpu | 1 | --device cpu
          train @/none.csv -o @/o.stanflow --device gpu                  | 1 | --device cpu
          """)
  void errorIsOneLineAndLeavesNoFile(String words, int code, String message) throws IOException {
    List<Path> before = list();
    CommandRun run = run(words);
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.lastError()).startsWith("stanflow: ").contains(message);
    assertThat(run.err()).doesNotContain("\tat ", "Exception");
    assertThat(run.out()).isEmpty();
    assertThat(list()).isEqualTo(before);
  }

  private CommandRun run(String words) {
    String[] args =
        words.isEmpty() ? new String[0] : words.replace("@", folder.toString()).split(" +");
    return CommandRun.of((Object[]) args);
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void fullDiskIsNamedWithARemedy() {
    assumeThat(Path.of("/dev/full")).exists();
    for (String words : List.of("convert @/good.csv --to csv", "generate -m @/m.stanflow")) {
      CommandRun run = run(words + " -o /dev/full");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.lastError())
          .isEqualTo(
              "stanflow: /dev/full: No space left on device; make room there, or name a file on"
                  + " another disk");
    }
  }

  /** As from a thread of evaluate in a small heap. */
  @Test
  void smallHeapIsNamedWhereverItEnds() {
    CommandLine command = Main.commandLine("evaluate");
    var err = new StringWriter();
    command.setErr(new PrintWriter(err));
    var wrapped = new IOException("a thread", new ExecutionException(new OutOfMemoryError()));
    int code = new Failures(() -> false).handleExecutionException(wrapped, command, null);
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("stanflow: out of memory;")
        .contains("STANFLOW_JAVA_OPTS");
  }

  @Test
  void bundledModelMissingIsSaidSo() {
    String home = System.getProperty("stanflow.home");
    System.setProperty("stanflow.home", folder.toString());
    try {
      CommandRun run = run("generate -o @/o.csv");
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.lastError()).contains("ugr16.stanflow", "--model");
    } finally {
      if (home == null) {
        System.clearProperty("stanflow.home");
      } else {
        System.setProperty("stanflow.home", home);
      }
    }
  }

  @Test
  void malformedLinesAreSkippedOnRequest() throws IOException {
    CommandRun run =
        SmallFlows.train(
            folder.resolve("bad.csv"),
            folder.resolve("o.stanflow"),
            "--skip-malformed",
            "--rejects",
            folder.resolve("rejects.csv"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("malformed lines dropped: 1");
    assertThat(Files.readString(folder.resolve("rejects.csv"))).contains("x,background");
  }

  @Test
  void debugShowsTheStackTrace() {
    CommandRun run = run("generate --debug -m @/none.stanflow -o @/o.csv");
    assertThat(run.err()).contains("ModelException", "\tat ");
  }

  @Test
  void outputThatWasThereStaysOnFailure() throws IOException {
    Path output = Files.writeString(folder.resolve("o.csv"), "mine");
    assertThat(run("generate -m @/cut.stanflow -o @/o.csv").code()).isEqualTo(3);
    assertThat(output).hasContent("mine");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    for (String words : List.of("--help", "train --help", "generate -h", "inspect --help")) {
      assertThat(run(words).code()).isZero();
      assertThat(run(words).out()).contains("Usage: stanflow");
    }
    for (String command : List.of("train", "generate", "evaluate")) {
      assertThat(run("help " + command)).isEqualTo(run(command + " --help"));
    }
    assertThat(run("help")).isEqualTo(run("--help"));
    assertThat(run("--help").out())
        .contains("  train ", "  generate ", "  inspect ", "  evaluate ");
    assertThat(run("--version").out()).startsWith("stanflow ").doesNotContain("$");
  }
}
