package io.stanflow.evaluate;

import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.report.Column;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Report;
import io.stanflow.io.DuckTable;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.ReadOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Holds synthetic files against the real one. Files are open one after the other. */
public final class Evaluation {

  /**
   * What to evaluate.
   *
   * @param real file that the model learned from
   * @param test other real flows of the same hosts, or null
   * @param realOptions how to read these two
   * @param synthetic files by name
   * @param syntheticOptions how to read those
   * @param times when synthetic flows may be recorded
   * @param version of stanflow
   * @param seed of all samples
   */
  public record Request(
      String real,
      String test,
      ReadOptions realOptions,
      Map<String, String> synthetic,
      ReadOptions syntheticOptions,
      RecordTimes times,
      String version,
      long seed) {}

  /** A file and what it is. */
  private record Measured(String name, Role role, FlowStatistics reference, FlowStatistics its) {}

  private final Request request;
  private final Consumer<String> notes;
  private final List<Measured> files = new ArrayList<>();

  private Evaluation(Request request, Consumer<String> notes) {
    this.request = request;
    this.notes = notes;
  }

  /**
   * Evaluates.
   *
   * @param notes takes what the user should know of each file, one line each
   */
  public static Report run(Request request, Consumer<String> notes) throws IOException {
    return new Evaluation(request, notes).report();
  }

  private Report report() throws IOException {
    FlowStatistics real;
    try (DuckTable table = read(request.real, request.realOptions)) {
      real = measure(FlowSource.all(request.real, table), request.times);
      files.add(new Measured("real", Role.REAL, real, real));
      if (table.hosts() > 1) {
        FlowStatistics half = measure(FlowSource.half(0, request.real, table), RecordTimes.ANY);
        FlowStatistics other = measure(FlowSource.half(1, request.real, table), RecordTimes.ANY);
        files.add(new Measured("otherHosts", Role.OTHER_HOSTS, half, other));
      }
    }
    if (request.test != null) {
      try (DuckTable table = read(request.test, request.realOptions)) {
        var its = measure(FlowSource.all(request.test, table), RecordTimes.ANY);
        files.add(1, new Measured("later", Role.SAME_HOSTS_LATER, real, its));
      }
    }
    for (var file : new LinkedHashMap<>(request.synthetic).entrySet()) {
      try (DuckTable table = read(file.getValue(), request.syntheticOptions)) {
        var its = measure(FlowSource.all(file.getValue(), table), request.times);
        files.add(new Measured(file.getKey(), Role.SYNTHETIC, real, its));
      }
    }
    var words = Fidelity.frequentWords(real, files.stream().map(Measured::its).toList());
    return new Report(
        new Report.Settings(request.version, request.seed),
        files.stream().map(file -> column(file, words)).toList());
  }

  private static Column column(Measured file, Map<String, List<String>> words) {
    Fidelity fidelity = Fidelity.of(file.reference, file.its, words);
    return new Column(
        file.name, file.role, file.its.file(), fidelity, null, null, null, null, null);
  }

  private DuckTable read(String file, ReadOptions options) throws IOException {
    DuckTable table = FlowFiles.read(List.of(file), options);
    notes.accept(file + ": " + table.internalNote());
    return table;
  }

  private static FlowStatistics measure(FlowSource source, RecordTimes times) throws IOException {
    try (source) {
      return FlowStatistics.of(source, times);
    }
  }
}
