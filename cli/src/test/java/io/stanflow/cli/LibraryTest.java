package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The library use that README.md shows, word for word. */
class LibraryTest {
  private static final Path ROOT = Path.of(System.getProperty("stanflow.root", ".."));

  private static final String SOURCE = "cli/src/test/java/io/stanflow/cli/LibraryTest.java";

  // README begin
  /** Bytes that 20 hosts send and receive in an hour. */
  static long bytesOfAnHour(Path model) throws IOException {
    Scenario scenario = Scenario.DEFAULTS.withHosts(20).withSeed(7);
    try (Stream<Flow> flows = StanflowModel.load(model).generate(scenario)) {
      return flows.mapToLong(Flow::bytes).sum();
    }
  }

  // README end

  @Test
  void snippetRuns() throws IOException {
    assertThat(bytesOfAnHour(SmallFlows.model())).isPositive();
  }

  @Test
  void readmeShowsTheSnippet() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String source = Files.readString(ROOT.resolve(SOURCE));
    String begin = "// README begin\n";
    int from = source.indexOf(begin) + begin.length();
    String snippet = source.substring(from, source.indexOf("\n  // README end", from));
    assertThat(readme).contains(snippet.stripTrailing().stripIndent());
  }
}
