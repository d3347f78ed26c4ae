package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(
    value = "io.stanflow.evaluate.learn.Xgboost#starts",
    disabledReason = "XGBoost does not start here")
class TwoSampleTestTest {
  @TempDir Path directory;

  private final List<Line> lines = Line.random(1, 3000);
  private Samples samples;

  @BeforeEach
  void draw() throws IOException {
    samples = new Samples(directory, lines);
  }

  private Detectability test(List<Line> others) throws IOException {
    return TwoSampleTest.of(samples.real(), samples.of(others));
  }

  private Detectability test(UnaryOperator<Line> change) throws IOException {
    return test(lines.stream().map(change).toList());
  }

  @Test
  void identicalFilesCannotBeToldApart() throws IOException {
    Detectability same = test(lines);
    assertThat(same.singleFlow().auc()).isCloseTo(0.5, within(0.02));
    assertThat(same.runOfThree().auc()).isCloseTo(0.5, within(0.02));
    assertThat(same.runOfTwenty().auc()).isCloseTo(0.5, within(0.02));
    assertThat(same.hostHour().auc()).isCloseTo(0.5, within(0.02));
    assertThat(same.peerMinute().auc()).isCloseTo(0.5, within(0.02));
  }

  /** Another draw of the same traffic, but each peer meets its hosts of ten minutes in one. */
  @Test
  void concertedFlowsShowInAPeersMinute() throws IOException {
    UnaryOperator<Line> together =
        line -> {
          String peer = line.source().startsWith("10.") ? line.destination() : line.source();
          int minute = peer.charAt(peer.length() - 1) - '0';
          return line.withSecond(line.second() / 600 * 600 + 60 * minute + line.second() % 60);
        };
    Detectability concerted = test(Line.random(2, 3000).stream().map(together).toList());
    assertThat(concerted.singleFlow().auc()).isCloseTo(0.5, within(4 * 0.014));
    assertThat(concerted.peerMinute().auc()).isGreaterThan(0.9);
    assertThat(concerted.peerMinute().giveaways().get(0).feature()).isIn("flows", "hosts");
  }

  /** 900 test flows a side: a standard error of 0.014 by Mann and Whitney. */
  @Test
  void anotherDrawOfTheSameTrafficCanHardlyBeToldApart() throws IOException {
    Detectability other = test(Line.random(2, 3000));
    assertThat(other.singleFlow().auc()).isCloseTo(0.5, within(4 * 0.014));
  }

  @Test
  void doubledBytesGiveThemselvesAway() throws IOException {
    Detectability doubled = test(line -> line.withSize(line.packets(), 2 * line.bytes()));
    assertThat(doubled.singleFlow().auc()).isGreaterThan(0.6);
    assertThat(doubled.singleFlow().giveaways().get(0).feature())
        .isIn("bytes", "bytesPerPacket", "packets");
    assertThat(doubled.singleFlow().giveaways())
        .filteredOn(giveaway -> giveaway.feature().equals("direction"))
        .allSatisfy(giveaway -> assertThat(giveaway.importance()).isCloseTo(0, within(0.02)));
  }

  @Test
  void shuffledTimeShowsInRunsAlone() throws IOException {
    var constant = new ArrayList<Line>(); // sizes rise by one with each flow of the host
    for (int i = 0; i < 3000; i++) {
      constant.add(Line.tcp(i, "10.0.0.1", "192.0.2.1").withSize(1, 100 + i % 10));
    }
    var shuffled = new ArrayList<>(constant);
    Collections.shuffle(shuffled, new Random(1));
    for (int i = 0; i < shuffled.size(); i++) {
      shuffled.set(i, shuffled.get(i).withSecond(i));
    }
    var ordered = new Samples(directory, constant);
    Detectability told = TwoSampleTest.of(ordered.real(), ordered.of(shuffled));
    assertThat(told.singleFlow().auc()).isCloseTo(0.5, within(4 * 0.014));
    assertThat(told.runOfThree().auc()).isGreaterThan(0.9);
  }

  /** The same flows of each minute, by rising and by falling bytes. */
  @Test
  void theOrderOfFlowsOfOneTimeShowsInRunsAsWrittenAlone() throws IOException {
    List<Line> minutes = lines.stream().map(l -> l.withSecond(l.second() / 600 * 600)).toList();
    Comparator<Line> rising = Comparator.comparingInt(Line::second).thenComparing(Line::bytes);
    Comparator<Line> falling =
        Comparator.comparingInt(Line::second)
            .thenComparing(Comparator.comparing(Line::bytes).reversed());
    var ordered = new Samples(directory, minutes.stream().sorted(rising).toList());
    Detectability told =
        TwoSampleTest.of(ordered.real(), ordered.of(minutes.stream().sorted(falling).toList()));
    assertThat(told.runOfThree().auc()).isCloseTo(0.5, within(0.02));
    assertThat(told.runAsWritten().auc()).isGreaterThan(0.9);
  }

  @Test
  void tooFewFlowsAreNotTested() throws IOException {
    assertThat(test(lines.subList(0, 30)).singleFlow()).isNull();
  }
}
