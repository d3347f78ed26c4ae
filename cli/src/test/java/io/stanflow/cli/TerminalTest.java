package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** {@link Terminal}, in a JVM that has the Vector API, as Java has warned of it. */
@Isolated("sets system properties")
class TerminalTest {
  private static final String LINE = "\u001b[A\u001b[2K";

  @AfterEach
  void forget() {
    System.clearProperty("stanflow.terminal");
    System.clearProperty("stanflow.columns");
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
}
