package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.learn.Utility.Mix;
import io.stanflow.evaluate.learn.Utility.Score;
import io.stanflow.evaluate.measure.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(
    value = "io.stanflow.evaluate.learn.Xgboost#starts",
    disabledReason = "XGBoost does not start here")
class TrainTestTest {
  @TempDir Path directory;

  private final List<Line> lines = Line.random(1, 3000);

  private static Score score(Utility utility, String task, String learner) {
    return utility.scores().stream()
        .filter(entry -> entry.task().equals(task) && entry.learner().equals(learner))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void trainingOnTheSameFlowsIsAsGood() throws IOException {
    var samples = new Samples(directory, lines);
    var test = new TrainTest(samples.real(), samples.of(Line.random(2, 3000)));
    Utility same = test.of(samples.of(lines), true);
    assertThat(same.scores())
        .hasSize(6) // three tasks, two learners
        .allSatisfy(entry -> assertThat(entry.ratioToReal()).isEqualTo(1));
    assertThat(same.scores()).isEqualTo(test.ofReal().scores());
    assertThat(same.mixes()).hasSize(15);
    assertThat(same.mixes().subList(0, 5))
        .extracting(Mix::realShare)
        .containsExactly(1.0, 0.75, 0.5, 0.25, 0.0);
  }

  @Test
  void trainingOnShuffledColumnsIsWorse() throws IOException {
    var samples = new Samples(directory, lines);
    var test = new TrainTest(samples.real(), samples.of(Line.random(2, 3000)));
    var protocols = new ArrayList<>(lines);
    Collections.shuffle(protocols, new Random(1));
    var shuffled = new ArrayList<Line>();
    for (int i = 0; i < lines.size(); i++) {
      Line other = protocols.get(i);
      shuffled.add(lines.get(i).withProtocol(other.protocol(), other.flags()));
    }
    Utility worse = test.of(samples.of(shuffled), true);
    Score completion = score(worse, "completeProtocol", "gradientBoosting");
    assertThat(score(test.ofReal(), "completeProtocol", "gradientBoosting").score())
        .isGreaterThan(0.95); // the port says it
    assertThat(completion.ratioToReal()).isLessThan(0.7);
    List<Mix> mixes =
        worse.mixes().stream().filter(entry -> entry.task().equals("completeProtocol")).toList();
    assertThat(mixes.get(0).score()).isGreaterThan(mixes.get(4).score());
    assertThat(mixes.get(4).score()).isEqualTo(completion.score());
  }
}
