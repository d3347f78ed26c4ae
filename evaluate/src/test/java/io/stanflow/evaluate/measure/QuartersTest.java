package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuartersTest {
  private static final int SECONDS = 4000;

  @TempDir Path directory;

  /** A flow every ten seconds: to port 80, from the second {@code change} on to 443. */
  private FlowStatistics measure(int change) throws IOException {
    List<Line> lines =
        IntStream.rangeClosed(0, SECONDS / 10)
            .map(i -> i * 10)
            .mapToObj(
                second ->
                    Line.tcp(second, "10.0.0.1", "192.0.2.1")
                        .withPorts(40_000, second < change ? 80 : 443))
            .toList();
    return Line.measure(directory.resolve("flows.csv"), lines);
  }

  @Test
  void aFileWhoseSecondHalfChangesItsServiceDrifts() throws IOException {
    FlowStatistics steady = measure(SECONDS + 1);
    FlowStatistics changing = measure(SECONDS / 2);
    assertThat(steady.structure).containsEntry("drift", 0.0);
    // services are disjoint; sizes, protocol and flags equal
    assertThat(changing.structure.get("drift")).isCloseTo(1 / 3.0, within(1e-12));
    Map<String, Double> distances = Distances.between(steady, changing);
    assertThat(distances.get("diff.drift")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(distances.get("quarter.first")).isZero();
    assertThat(distances.get("quarter.last")).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void aQuarterEndsWithItsLastSecond() throws IOException {
    // one flow of the first quarter's 101 is to 443; all of the last
    Quarters quarters = measure(SECONDS / 4).quarters;
    assertThat(quarters.first().get("servicePort").map())
        .containsOnly(Map.entry("80", 100L), Map.entry("443", 1L));
    assertThat(quarters.last().get("servicePort").map()).containsOnly(Map.entry("443", 101L));
    quarters = measure(SECONDS * 3 / 4 + 10).quarters;
    assertThat(quarters.last().get("servicePort").map())
        .containsOnly(Map.entry("443", 100L), Map.entry("80", 1L));
  }

  @Test
  void oneInstantDoesNotDrift() throws IOException {
    Line line = Line.tcp(0, "10.0.0.1", "192.0.2.1");
    assertThat(Line.measure(directory.resolve("flows.csv"), List.of(line)).structure)
        .containsEntry("drift", 0.0);
  }
}
