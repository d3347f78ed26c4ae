package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.Line;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Draws samples of made-up lines, with the features of the first ones. */
final class Samples {
  static final int MOST = 3_000;

  private final Path file;
  private final Features features;
  private final Sample real;

  Samples(Path directory, List<Line> real) throws IOException {
    file = directory.resolve("flows.csv");
    try (DuckTable table = Line.table(file, real);
        var source = FlowSource.all("real", table)) {
      var statistics = FlowStatistics.of(source, RecordTimes.ANY);
      features = Features.of(source, statistics);
      this.real = Sample.draw(source, features, MOST, 1).orElseThrow();
    }
  }

  Features features() {
    return features;
  }

  Sample real() {
    return real;
  }

  Sample of(List<Line> lines) throws IOException {
    return of(lines, MOST, 1);
  }

  Sample of(List<Line> lines, int most, long seed) throws IOException {
    try (DuckTable table = Line.table(file, lines);
        var source = FlowSource.all("lines", table)) {
      return Sample.draw(source, features, most, seed).orElseThrow();
    }
  }

  /** A sample of lines as they are, with their own features. */
  static Sample ofText(Path directory, List<String> lines, int most) throws IOException {
    return of(Line.table(directory.resolve("text.csv"), String.join("\n", lines)), most);
  }

  /** A sample of a table, which this closes, with its own features. */
  static Sample of(DuckTable flows, int most) throws IOException {
    try (DuckTable table = flows;
        var source = FlowSource.all("lines", table)) {
      var statistics = FlowStatistics.of(source, RecordTimes.ANY);
      return Sample.draw(source, Features.of(source, statistics), most, 1).orElseThrow();
    }
  }
}
