package io.stanflow.evaluate;

import io.stanflow.evaluate.learn.Sample;
import io.stanflow.evaluate.learn.Xgboost;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.privacy.MembershipAttack;
import io.stanflow.evaluate.report.Column;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Report;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds synthetic files against the real one. The real file stays open, so that traces of the
 * others can be looked up in it; the others are open one after the other.
 */
public final class Evaluation {
  private final Request request;
  private final Progress progress;
  private final List<MeasuredFile> files = new ArrayList<>();
  private Yardstick real;
  private Yardstick half; // one half of the hosts; null if there is only one host
  private MeasuredFile otherHalf;
  private List<MembershipAttack> membership = List.of();
  private int steps;
  private int done;

  private Evaluation(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Evaluates.
   *
   * @throws IOException if a file cannot be read, or the learners do not start here
   */
  public static Report run(Request request, Progress progress) throws IOException {
    Optional<String> obstacle = Xgboost.obstacle(); // shows before the work
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    return new Evaluation(request, progress).report();
  }

  private Report report() throws IOException {
    int others = request.synthetic().size() + request.baselines().size();
    others += request.test().isEmpty() ? 0 : 1;
    // real, its halves, training on real, the attack; the others are measured and held against it
    steps = 3 + (request.model().isPresent() ? 1 : 0) + 2 * others;
    step("read " + named(request.real()));
    try (DuckTable table = read(request.real(), request.realOptions());
        var source = FlowSource.all(shown(request.real()), table)) {
      real = Yardstick.training(source, request.times(), request.seed());
      real.features().note().ifPresent(note -> progress.note(named(request.real()) + ": " + note));
      List<long[]> halves = halves(table);
      measureTest(table, halves);
      for (var file : request.synthetic().entrySet()) {
        step("read " + file.getValue());
        try (DuckTable made =
            read(List.of(file.getValue()), request.syntheticOptions().withDraft(table.draft()))) {
          files.add(measure(file.getKey(), Role.SYNTHETIC, file.getValue(), made));
        }
      }
      for (var baseline : request.baselines().entrySet()) {
        step("fit " + baseline.getKey());
        files.add(measure(baseline.getKey(), baseline.getValue(), table));
      }
      return new Report(
          new Report.Settings(request.version(), request.seed()), columns(), membership);
    }
  }

  /** Measures the halves of the hosts, if there are two. */
  private List<long[]> halves(DuckTable table) throws IOException {
    step("compare hosts");
    if (table.hosts() < 2) {
      return List.of();
    }
    List<long[]> halves = FlowSource.halves(table);
    try (var source = FlowSource.of(halves.get(0), shown(request.real()), table)) {
      half = real.part(source, request.seed());
    }
    try (var source = FlowSource.of(halves.get(1), shown(request.real()), table)) {
      otherHalf = measure("otherHosts", Role.OTHER_HOSTS, source, RecordTimes.ANY);
    }
    return halves;
  }

  /** Measures the real flows of another time; without them the other hosts are what to test on. */
  private void measureTest(DuckTable training, List<long[]> halves) throws IOException {
    if (request.test().isEmpty()) {
      if (half != null) {
        real.test(half, otherHalf);
      }
      attack(training, Optional.empty());
      return;
    }
    List<String> test = request.test();
    step("read " + named(test));
    ReadOptions options = request.realOptions().withDraft(training.draft());
    try (DuckTable table = read(test, options)) {
      MeasuredFile later;
      try (var source = FlowSource.all(shown(test), table)) {
        later = measure("later", Role.SAME_HOSTS_LATER, source, RecordTimes.ANY);
        files.add(later);
      }
      real.test(later.sample());
      if (half != null) {
        try (var source = FlowSource.of(halves.get(0), shown(test), table)) {
          half.test(Sample.draw(source, real.features(), MeasuredFile.SAMPLE, request.seed()));
        }
      }
      attack(training, Optional.of(table));
    }
  }

  /** Attacks the model, if there is one. */
  private void attack(DuckTable training, Optional<DuckTable> later) throws IOException {
    if (request.model().isPresent()) {
      Path file = request.model().get();
      step("attack " + file);
      StanflowModel model = StanflowModel.load(file);
      if (MembershipAttack.obstacle(model, training).isEmpty()) {
        membership = MembershipAttack.on(model, training, later, request.seed());
        return;
      }
      ReadOptions options = request.realOptions().withDraft(training.draft());
      try (DuckTable trained = FlowFiles.read(request.real(), asTrained(model, options))) {
        MembershipAttack.obstacle(model, trained).ifPresent(progress::note);
        membership = MembershipAttack.on(model, trained, later, request.seed());
      }
    }
  }

  /** The options with those hosts that training took of its file. */
  private static ReadOptions asTrained(StanflowModel model, ReadOptions options) {
    Map<String, String> training = model.model().provenance().training();
    ReadOptions enough = options.withMinFlowsPerHost(number(training, "minFlows", 1));
    return enough.withMostHosts(number(training, "mostHosts", ReadOptions.Hosts.ALL));
  }

  private static int number(Map<String, String> training, String entry, int otherwise) {
    try {
      return Math.max(1, Integer.parseInt(training.get(entry)));
    } catch (NumberFormatException e) { // null too
      return otherwise;
    }
  }

  private MeasuredFile measure(String name, Role role, String file, DuckTable table)
      throws IOException {
    try (var source = FlowSource.all(shown(List.of(file)), table)) {
      return measure(name, role, source, request.times());
    }
  }

  private MeasuredFile measure(String name, Role role, FlowSource source, RecordTimes times)
      throws IOException {
    return MeasuredFile.of(name, role, source, times, real.features(), request.seed());
  }

  private MeasuredFile measure(String name, FlowGenerator baseline, DuckTable training)
      throws IOException {
    Path file = Files.createTempFile("stanflow-" + name, "");
    try {
      baseline.write(training, request.seed(), file);
      ReadOptions as = request.realOptions().withInternal(training.internal());
      ReadOptions options =
          training.draft().isPresent()
              ? as.withSchemaFile(training.draft().get())
              : as.withFormat(FlowFiles.writable(training.format())).withSchema(training.schema());
      try (DuckTable made = FlowFiles.read(List.of(file.toString()), options)) {
        return measure(name, Role.BASELINE, name, made);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private List<Column> columns() throws IOException {
    var statistics = new ArrayList<FlowStatistics>();
    files.forEach(file -> statistics.add(file.statistics()));
    Map<String, List<String>> words = Fidelity.frequentWords(real.statistics(), statistics);
    var columns = new ArrayList<Column>();
    step("train on " + named(request.real()));
    columns.add(real.itself("real", words));
    hold(true, words, columns);
    if (half != null) {
      columns.add(half.hold(otherHalf, words));
    }
    hold(false, words, columns);
    return columns;
  }

  /** Holds the files against the real flows that are real, or those that are not. */
  private void hold(boolean areReal, Map<String, List<String>> words, List<Column> columns)
      throws IOException {
    for (MeasuredFile file : files) {
      if (file.role().isReal() == areReal) {
        step("compare " + file.name());
        columns.add(real.hold(file, words));
      }
    }
  }

  private DuckTable read(List<String> files, ReadOptions options) throws IOException {
    DuckTable table = FlowFiles.read(files, options);
    progress.note(named(files) + ": " + table.internalNote());
    table.notes().forEach(note -> progress.note(named(files) + ": " + note));
    return table;
  }

  /** The first of some files, with how many come after it. */
  private static String named(List<String> files) {
    return files.get(0) + (files.size() > 1 ? " and %d more".formatted(files.size() - 1) : "");
  }

  /** The files' names without their folders, which are no business of the report's readers. */
  private static String shown(List<String> files) {
    return files.stream()
        .map(file -> String.valueOf(Path.of(file).getFileName()))
        .collect(Collectors.joining(", "));
  }

  private void step(String what) {
    progress.step(what, done++, steps);
  }
}
