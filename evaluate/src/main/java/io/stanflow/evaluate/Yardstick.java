package io.stanflow.evaluate;

import io.stanflow.evaluate.learn.Features;
import io.stanflow.evaluate.learn.FlowSpace;
import io.stanflow.evaluate.learn.Sample;
import io.stanflow.evaluate.learn.TrainTest;
import io.stanflow.evaluate.learn.TwoSampleTest;
import io.stanflow.evaluate.learn.Utility;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.privacy.Privacy;
import io.stanflow.evaluate.privacy.Privacy.ClosestRecords;
import io.stanflow.evaluate.privacy.TrainingFlows;
import io.stanflow.evaluate.report.Column;
import io.stanflow.evaluate.report.Column.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real flows that files are held against. */
final class Yardstick {
  private final FlowStatistics statistics;
  private final FlowStatistics axes; // of the whole file: those of all pictures of a report
  private final Features features;
  private final Sample sample;
  private final FlowSpace space;
  private final TrainingFlows training;
  private Optional<Sample> heldOut = Optional.empty(); // real flows of another time
  private Optional<TrainTest> tasks = Optional.empty(); // while nothing is held out

  private Yardstick(
      FlowStatistics statistics,
      FlowStatistics axes,
      Features features,
      Sample sample,
      TrainingFlows training) {
    this.statistics = statistics;
    this.axes = axes;
    this.features = features;
    this.sample = sample;
    this.training = training;
    space = new FlowSpace(sample);
  }

  /**
   * The training flows.
   *
   * @param source stays open as long as this is used
   */
  static Yardstick training(FlowSource source, RecordTimes times, long seed) throws IOException {
    var statistics = FlowStatistics.of(source, times);
    var features = Features.of(source, statistics);
    return new Yardstick(
        statistics, statistics, features, draw(source, features, seed), new TrainingFlows(source));
  }

  /** Some hosts' flows, of the same file. */
  Yardstick part(FlowSource source, long seed) throws IOException {
    var part = FlowStatistics.of(source, RecordTimes.ANY);
    return new Yardstick(part, statistics, features, draw(source, features, seed), null);
  }

  /** Of the real file, which has all attributes that the features are of. */
  private static Sample draw(FlowSource source, Features features, long seed) throws IOException {
    return Sample.draw(source, features, MeasuredFile.SAMPLE, seed).orElseThrow();
  }

  FlowStatistics statistics() {
    return statistics;
  }

  Features features() {
    return features;
  }

  /**
   * Gives real flows of another time to test on, which no file has been trained on.
   *
   * @param later empty if they lack attributes: nothing is tested then
   */
  void test(Optional<Sample> later) {
    heldOut = later;
    tasks = later.map(flows -> new TrainTest(sample, flows));
  }

  /**
   * Without other times: files are to do as well on one half of the hosts as the other half does.
   */
  void test(Yardstick half, MeasuredFile otherHalf) {
    tasks = otherHalf.sample().map(flows -> new TrainTest(half.sample, flows));
  }

  /** This against itself. */
  Column itself(String name, Map<String, List<String>> words) {
    return new Column(
        name,
        Role.REAL,
        statistics.file(),
        Fidelity.of(statistics, statistics, words),
        space.neighborhood(sample),
        null,
        tasks.map(TrainTest::ofReal).orElse(null),
        null,
        Plots.of(axes, statistics));
  }

  /** A file against this. */
  Column hold(MeasuredFile file, Map<String, List<String>> words) throws IOException {
    return new Column(
        file.name(),
        file.role(),
        file.statistics().file(),
        Fidelity.of(statistics, file.statistics(), words),
        file.sample().map(space::neighborhood).orElse(null),
        file.sample().map(flows -> TwoSampleTest.of(sample, flows)).orElse(null),
        utility(file),
        privacy(file),
        Plots.of(axes, file.statistics()));
  }

  private Utility utility(MeasuredFile file) {
    if (tasks.isEmpty() || isHeldOut(file)) { // training on the test flows shows nothing
      return null;
    }
    boolean mixed = !file.role().isReal();
    return file.sample().map(flows -> tasks.get().of(flows, mixed)).orElse(null);
  }

  private boolean isHeldOut(MeasuredFile file) {
    return heldOut.isPresent() && file.sample().equals(heldOut);
  }

  /** Of part of the training flows, with nothing else to look traces up in, only how near. */
  private Privacy privacy(MeasuredFile file) throws IOException {
    boolean near = heldOut.isPresent() && file.sample().isPresent() && !isHeldOut(file);
    var closest =
        near ? ClosestRecords.of(space.nearerToTraining(heldOut.get(), file.sample().get())) : null;
    if (training == null) {
      return closest == null ? null : new Privacy(null, closest, null);
    }
    return new Privacy(training.copies(file.traces()), closest, training.addresses(file.traces()));
  }
}
