package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowSpaceTest {
  @TempDir Path directory;

  private final List<Line> lines = Line.random(1, 2000);
  private Samples samples;
  private FlowSpace space;

  @BeforeEach
  void draw() throws IOException {
    samples = new Samples(directory, lines);
    space = new FlowSpace(samples.real());
  }

  /**
   * Each flow is in its own ball and, on average, in those of 5 others but for ties: about 6 / 5.
   */
  @Test
  void aFileLiesAsDenselyAsItself() throws IOException {
    Neighborhood same = space.neighborhood(samples.of(lines));
    assertThat(same.density()).isCloseTo(1.15, within(0.15));
    assertThat(same.coverage()).isGreaterThan(0.95);
    Neighborhood other = space.neighborhood(samples.of(Line.random(2, 2000)));
    assertThat(other.density()).isCloseTo(1, within(0.1));
    assertThat(other.coverage()).isGreaterThan(0.9);
  }

  @Test
  void flowsFarAwayCoverNothing() throws IOException {
    List<Line> far = lines.stream().map(line -> line.withSize(1_000_000, 1_000_000_000)).toList();
    Neighborhood none = space.neighborhood(samples.of(far));
    assertThat(none.density()).isZero();
    assertThat(none.coverage()).isZero();
  }

  @Test
  void oneKindOfFlowCoversLittle() throws IOException {
    List<Line> one = lines.stream().map(line -> lines.get(0)).toList();
    assertThat(space.neighborhood(samples.of(one)).coverage()).isLessThan(0.05);
  }

  @Test
  void copiesAreNearerToTheTrainingFlows() throws IOException {
    List<Line> many = Line.random(3, 2000, 1_000_000);
    var samples = new Samples(directory, many);
    var space = new FlowSpace(samples.real());
    Sample heldOut = samples.of(Line.random(4, 2000, 1_000_000));
    Sample third = samples.of(Line.random(5, 2000, 1_000_000));
    double copies = mean(space.nearerToTraining(heldOut, samples.of(many)));
    double fresh = mean(space.nearerToTraining(heldOut, third));
    double heldOutCopies = mean(space.nearerToTraining(heldOut, heldOut));
    assertThat(copies).isGreaterThan(0.95);
    assertThat(fresh).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(2000)));
    assertThat(heldOutCopies).isLessThan(0.05);
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }
}
