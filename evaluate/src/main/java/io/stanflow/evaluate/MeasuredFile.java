package io.stanflow.evaluate;

import io.stanflow.evaluate.learn.Features;
import io.stanflow.evaluate.learn.Sample;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.privacy.Traces;
import io.stanflow.evaluate.report.Column.Role;
import java.io.IOException;
import java.util.Optional;

/**
 * What is kept of a file when it has been closed.
 *
 * @param sample empty if the file lacks attributes of the real one
 */
record MeasuredFile(
    String name, Role role, FlowStatistics statistics, Optional<Sample> sample, Traces traces) {
  /** Flows of each file that learners see. */
  static final int SAMPLE = 20_000;

  /**
   * Measures a file.
   *
   * @param features of the real file
   * @param seed of the sample
   */
  static MeasuredFile of(
      String name, Role role, FlowSource source, RecordTimes times, Features features, long seed)
      throws IOException {
    var statistics = FlowStatistics.of(source, times);
    Optional<Sample> sample = Sample.draw(source, features, SAMPLE, seed);
    return new MeasuredFile(
        name, role, statistics, sample, Traces.of(source, features.schema(), seed));
  }
}
