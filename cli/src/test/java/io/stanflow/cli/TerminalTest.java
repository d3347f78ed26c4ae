package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What is said to a terminal, in a JVM that has the Vector API, as Java has warned of it. */
@Isolated("sets system properties")
class TerminalTest {
  private static final String LINE = "\u001b[A\u001b[2K";

  @TempDir private Path folder;

  @AfterEach
  void forget() {
    System.clearProperty("stanflow.terminal");
    System.clearProperty("stanflow.columns");
    System.clearProperty("stanflow.shows");
  }

  @Test
  void javasWarningIsTakenBackWhereSomebodyWatches() {
    assertThat(Terminal.erasure()).isEmpty();
    System.setProperty("stanflow.terminal", "true");
    assertThat(Terminal.erasure()).isEqualTo(LINE);
    System.setProperty("stanflow.columns", "54"); // the warning's length
    assertThat(Terminal.erasure()).isEqualTo(LINE);
    System.setProperty("stanflow.columns", "53");
    assertThat(Terminal.erasure()).isEqualTo(LINE + LINE);
  }

  @Test
  void generateShowsAPictureToWhoWatches() {
    Object[] words = {"generate", "-m", SmallFlows.model(), "-o", folder.resolve("f.csv")};
    assertThat(CommandRun.of(words).lastError()).contains(" flows of 100 hosts in ");
    System.setProperty("stanflow.terminal", "true");
    CommandRun run = CommandRun.of(words);
    assertThat(run.err()).contains("services: udp/53 ", "label: background 100.0%");
    assertThat(run.lastError()).startsWith("between internal hosts: ");
  }

  @Test
  void inspectShowsHeatMapsToWhoLooks() {
    Object[] words = {"inspect", SmallFlows.model()};
    String plain = CommandRun.of(words).out();
    assertThat(plain).contains("  kinds of hosts  ").doesNotContain("flows by ");
    System.setProperty("stanflow.shows", "true");
    String shown = CommandRun.of(words).out();
    assertThat(shown).contains("  flows by the hour  ", "  flows by service  ", "█");
  }
}
