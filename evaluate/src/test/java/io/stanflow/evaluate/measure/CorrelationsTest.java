package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrelationsTest {
  private static final String HOST = "10.0.0.1";
  private static final String PEER = "192.0.2.1";

  @TempDir Path directory;

  private double distance(List<Line> real, List<Line> other) throws IOException {
    return Correlations.distance(
        Line.measure(directory.resolve("real.csv"), real).correlations,
        Line.measure(directory.resolve("other.csv"), other).correlations);
  }

  /** Two flows each way; all else but the bytes is equal in all, or in both directions. */
  private static List<Line> flows(long outgoing, long incoming) {
    return List.of(
        Line.tcp(0, HOST, PEER).withSize(1, outgoing),
        Line.tcp(1, PEER, HOST).withSize(1, incoming),
        Line.tcp(2, HOST, PEER).withSize(1, outgoing),
        Line.tcp(3, PEER, HOST).withSize(1, incoming));
  }

  @Test
  void equalFlowsAreZeroApart() throws IOException {
    assertThat(distance(Line.random(1, 500), Line.random(1, 500))).isCloseTo(0, within(1e-12));
  }

  @Test
  void aFlippedColumnTurnsItsSign() throws IOException {
    // bytes with direction: 1 against -1, in two of 25 entries; all other correlations are 0
    assertThat(distance(flows(1500, 40), flows(40, 1500)))
        .isCloseTo(Math.sqrt(2 * 2 * 2) / 5, within(1e-12));
  }

  @Test
  void aConstantIsNotCorrelated() throws IOException {
    // 1 against 0
    assertThat(distance(flows(1500, 40), flows(40, 40))).isCloseTo(Math.sqrt(2) / 5, within(1e-12));
  }

  @Test
  void theGapCounts() throws IOException {
    Line line = Line.tcp(0, HOST, PEER);
    List<Line> even =
        List.of(line, line.withSecond(1).withSize(1, 1500), line.withSecond(2), line.withSecond(3));
    List<Line> before = // the gap before the large flow is the long one
        List.of(line, line.withSecond(7).withSize(1, 1500), line.withSecond(8), line.withSecond(9));
    // without the first flow: bytes are large once, and the gap is long for the same one
    assertThat(distance(even, before)).isCloseTo(Math.sqrt(2) / 5, within(1e-12));
  }
}
