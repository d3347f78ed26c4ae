package io.stanflow.evaluate.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.Line;
import io.stanflow.evaluate.privacy.Privacy.Addresses;
import io.stanflow.evaluate.privacy.Privacy.ClosestRecords;
import io.stanflow.evaluate.privacy.Privacy.Copies;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFlowsTest {
  @TempDir Path directory;

  private record Found(Copies copies, Addresses addresses) {}

  private Found lookUp(List<Line> training, List<Line> file) throws IOException {
    try (DuckTable table = Line.table(directory.resolve("training.csv"), training);
        var known = FlowSource.all("training", table);
        DuckTable other = Line.table(directory.resolve("file.csv"), file);
        var source = FlowSource.all("file", other)) {
      var flows = new TrainingFlows(known);
      Traces traces = Traces.of(source, table.schema(), 1);
      return new Found(flows.copies(traces), flows.addresses(traces));
    }
  }

  @Test
  void copiesAgreeInAllButTheTime() throws IOException {
    Line line = Line.tcp(0, "10.0.0.1", "192.0.2.1");
    List<Line> file =
        List.of(
            line.withSecond(99), // a copy
            line.withSize(1, 41),
            line.withPorts(1025, 80),
            line.withDuration("1.000"),
            Line.tcp(1, "10.0.0.1", "192.0.2.2"), // but for the peer
            Line.tcp(1, "10.0.0.2", "192.0.2.1"), // but for the host
            Line.tcp(1, "192.0.2.1", "10.0.0.1"), // the other way
            line.withProtocol("TCP", "....S."));
    Copies copies = lookUp(List.of(line), file).copies();
    assertThat(copies).isEqualTo(new Copies(1 / 8.0, 3 / 8.0, 8));
  }

  @Test
  void aFileIsAllCopiesOfItself() throws IOException {
    List<Line> lines = Line.random(1, 500);
    assertThat(lookUp(lines, lines).copies()).isEqualTo(new Copies(1, 1, 500));
    assertThat(lookUp(lines, Line.random(2, 500)).copies().exact()).isLessThan(0.1);
  }

  @Test
  void rareAddressesHaveFewerThanKHosts() throws IOException {
    var training = new ArrayList<Line>();
    for (int host = 1; host <= 5; host++) {
      training.add(Line.tcp(host, "10.0.0." + host, "192.0.2.5")); // five hosts have it
      if (host <= 4) {
        training.add(Line.tcp(host, "192.0.2.4", "10.0.0." + host)); // four
      }
    }
    List<Line> file =
        List.of(
            Line.tcp(0, "10.0.0.1", "192.0.2.5"),
            Line.tcp(1, "10.0.0.9", "192.0.2.5"),
            Line.tcp(2, "10.0.0.9", "192.0.2.4"),
            Line.tcp(3, "10.0.0.9", "192.0.2.9"));
    Addresses addresses = lookUp(training, file).addresses();
    assertThat(addresses).isEqualTo(new Addresses(5, 3, 2, 1, 3 / 4.0, 1 / 4.0, 1));
  }

  /** A mean of 0, ½ and 1 with the normal interval. */
  @Test
  void closestRecordsCountTiesHalf() {
    ClosestRecords closest = ClosestRecords.of(new double[] {1, 0.5, 0, 0.5});
    assertThat(closest.trainingShare()).isEqualTo(0.5);
    double error = Math.sqrt(0.5 / 4 / 4); // variance 1/8, of the mean 1/32
    assertThat(closest.high() - closest.low()).isCloseTo(2 * 1.959964 * error, within(1e-12));
  }
}
