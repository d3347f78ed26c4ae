package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Line;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTest {
  private static final int ATTACKS = 80;
  private static final int OTHERS = 100;

  @TempDir Path directory;

  private Sample sample() throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < OTHERS; i++) {
      String line = Line.tcp(i % 60, "10.0.0.1", "192.0.2.1").text();
      lines.add(line);
      if (i < ATTACKS) {
        lines.add(line.replace("background", "dos"));
      }
    }
    return Samples.ofText(directory, lines, 1_000);
  }

  private static Task detection(Sample sample) {
    List<Task> tasks = Task.of(sample.features());
    return tasks.stream()
        .filter(task -> task.name().equals("detectAttacks"))
        .findAny()
        .orElseThrow();
  }

  /** Few examples hold attacks first of all, but never attacks alone. */
  @ParameterizedTest
  @CsvSource({"1, 1, 0", "60, 30, 30", "61, 31, 30", "120, 60, 60", "170, 80, 90", "500, 80, 100"})
  void attacksAreHalfOfTheExamplesAtMost(int most, int attacks, int others) throws IOException {
    Sample sample = sample();
    Task detection = detection(sample);
    float[] answers = detection.answers(sample, detection.examples(sample, most));
    assertThat(IntStream.range(0, answers.length).filter(i -> answers[i] == 1)).hasSize(attacks);
    assertThat(IntStream.range(0, answers.length).filter(i -> answers[i] == 0)).hasSize(others);
  }

  @Test
  void allCountsAndFlagsAreFeatures() throws IOException {
    Path file = directory.resolve("own.csv");
    Files.writeString(
        file,
        """
        packets,bytes,reversePackets,tcpFlags,reverseTcpFlags
        1,40,0,....S.,......
        1,40,0,....S.,......
        1,40,7,....S.,.A....
        """);
    DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS);
    Sample sample = Samples.of(table, 3);
    Features features = sample.features();
    assertThat(sum(sample, features.index("reversePackets")))
        .isCloseTo((float) Math.log(8), within(1e-6f));
    assertThat(sum(sample, features.index("tcpFlags S"))).isEqualTo(3);
    assertThat(sum(sample, features.index("reverseTcpFlags A"))).isEqualTo(1);
  }

  private static float sum(Sample sample, int feature) {
    float sum = 0;
    for (int i = 0; i < sample.size(); i++) {
      sum += sample.value(i, 0, feature);
    }
    return sum;
  }
}
