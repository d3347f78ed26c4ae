package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there is replaced not without a word, and a reader that leaves is no failure. */
class OutputsTest {
  @TempDir private Path folder;

  private List<String> words(String command, Path output) throws IOException {
    String flows = SmallFlows.write(folder.resolve("flows.csv"), 8).toString();
    String line =
        switch (command) {
          case "generate" -> "generate --flows 5000 --hosts 9 -m " + SmallFlows.model();
          case "convert" -> "convert --to csv " + flows;
          default -> "schema " + table();
        };
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("-o", output.toString()));
    return words;
  }

  private Path table() throws IOException {
    return Files.writeString(folder.resolve("own.csv"), "when;x\n2026-01-05 10:00:00;1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate", "convert", "schema"})
  void replacedFileIsNamed(String command) throws IOException {
    Path output = folder.resolve("o.csv");
    List<String> words = words(command, output);
    CommandRun first = CommandRun.of(words.toArray());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).doesNotContain("replaces");
    CommandRun second = CommandRun.of(words.toArray());
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err().lines()).containsOnlyOnce("replaces " + output);
  }

  @Test
  void replacedModelIsNamed() throws IOException {
    Path output = Files.writeString(folder.resolve("o.stanflow"), "old");
    CommandRun run = SmallFlows.train(SmallFlows.write(folder.resolve("flows.csv"), 8), output);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().lines()).containsOnlyOnce("replaces " + output);
  }

  /** The command in a JVM of its own. */
  static List<String> ownProcess(List<String> words) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    all.addAll(words);
    return all;
  }

  /** The short version of tests/torture: no file of that name, or all of it. */
  @ParameterizedTest
  @ValueSource(strings = {"generate", "convert"})
  void killedAtAnyMomentItLeavesNoHalfFile(String command) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of killedAtAnyMomentItLeavesNoHalfFile: " + seed);
    var random = new Random(seed);
    Path whole = folder.resolve("whole.csv");
    long begin = System.nanoTime();
    assertThat(process(words(command, whole)).waitFor()).isZero();
    int span = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    Path output = folder.resolve("o.csv");
    for (int i = 0; i < 4; i++) {
      Process process = process(words(command, output));
      process.waitFor(span / 2 + random.nextInt(span / 2 + 1), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (Files.exists(output)) {
        assertThat(output).hasSameBinaryContentAs(whole);
        Files.delete(output);
      }
    }
  }

  private Process process(List<String> words) throws IOException {
    return new ProcessBuilder(ownProcess(words))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  /** As with {@code | head}: in a JVM of its own, whose standard output is a pipe. */
  @ParameterizedTest
  @ValueSource(strings = {"generate", "convert"})
  void readerThatLeavesEndsTheCommandQuietly(String command) throws Exception {
    List<String> words = ownProcess(words(command, Path.of("-")));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isNotNull();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(errors)).doesNotContain("stanflow:", "Exception");
  }
}
