package io.stanflow.evaluate;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Features;
import io.stanflow.evaluate.learn.Neighborhood;
import io.stanflow.evaluate.learn.Sample;
import io.stanflow.evaluate.learn.Space;
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

/** Real flows that files are held against. */
final class Yardstick {
  private final FlowStatistics statistics;
  private final Features features;
  private final Sample sample;
  private final Space space;
  private final TrainingFlows training;
  private Sample heldOut; // real flows of other times or hosts, or null
  private TrainTest tasks; // null as long as nothing is held out

  private Yardstick(
      FlowStatistics statistics, Features features, Sample sample, TrainingFlows training) {
    this.statistics = statistics;
    this.features = features;
    this.sample = sample;
    this.training = training;
    space = new Space(sample);
  }

  /**
   * The training flows.
   *
   * @param source stays open as long as this is used
   */
  static Yardstick training(FlowSource source, RecordTimes times, long seed) throws IOException {
    var statistics = FlowStatistics.of(source, times);
    var features = Features.of(source.schema(), statistics);
    Sample sample = Sample.draw(source, features, MeasuredFile.SAMPLE, seed);
    return new Yardstick(statistics, features, sample, new TrainingFlows(source));
  }

  /** Some hosts' flows, of the same file. */
  Yardstick part(FlowSource source, long seed) throws IOException {
    var its = FlowStatistics.of(source, RecordTimes.ANY);
    return new Yardstick(
        its, features, Sample.draw(source, features, MeasuredFile.SAMPLE, seed), null);
  }

  FlowStatistics statistics() {
    return statistics;
  }

  Features features() {
    return features;
  }

  /** Gives real flows of another time to test on, which no file has been trained on. */
  void test(Sample later) {
    heldOut = later;
    tasks = new TrainTest(sample, later);
  }

  /**
   * Without other times: files are to do as well on one half of the hosts as the other half does.
   */
  void test(Yardstick half, Sample otherHalf) {
    tasks = new TrainTest(half.sample, otherHalf);
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
        tasks == null ? null : tasks.ofReal(),
        null,
        Plots.of(statistics, statistics));
  }

  /** A file against this. */
  Column hold(MeasuredFile file, Map<String, List<String>> words) throws IOException {
    Sample its = file.sample();
    Neighborhood neighborhood = its == null ? null : space.neighborhood(its);
    Detectability detectability = its == null ? null : TwoSampleTest.of(sample, its);
    return new Column(
        file.name(),
        file.role(),
        file.statistics().file(),
        Fidelity.of(statistics, file.statistics(), words),
        neighborhood,
        detectability,
        utility(file),
        privacy(file),
        Plots.of(statistics, file.statistics()));
  }

  private Utility utility(MeasuredFile file) {
    boolean tested = file.sample() == heldOut; // training on the test flows shows nothing
    if (file.sample() == null || tasks == null || tested) {
      return null;
    }
    return tasks.of(file.sample(), !file.role().isReal());
  }

  /** Of part of the training flows, with nothing else to look traces up in, only how near. */
  private Privacy privacy(MeasuredFile file) throws IOException {
    boolean near = heldOut != null && file.sample() != null && file.sample() != heldOut;
    var closest = near ? ClosestRecords.of(space.nearerToTraining(heldOut, file.sample())) : null;
    if (training == null) {
      return closest == null ? null : new Privacy(null, closest, null);
    }
    return new Privacy(training.copies(file.traces()), closest, training.addresses(file.traces()));
  }
}
