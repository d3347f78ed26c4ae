package io.stanflow.benchmarks;

import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.train.TrainMonitor;
import io.stanflow.train.TrainOptions;
import io.stanflow.train.TrainOptions.Size;
import io.stanflow.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * How long one epoch of training takes, its batches made and its steps; flows of the bundled model.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class TrainingBenchmark {
  private static final int FLOWS = 60_000;

  @Param({"1", "2"})
  public int workers;

  /** Width of encoder and heads. */
  @Param({"64", "128"})
  public int width;

  private TrainingData data;

  /** Training rows, of which each flow may make two: under its own profile and a blend. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Rows {
    public long rows;
  }

  /** Generates flows, reads them back and encodes them. */
  @Setup
  public void encode() throws IOException {
    Path file = Files.createTempFile("stanflow-benchmarks", ".csv");
    try {
      Scenario scenario = Scenario.DEFAULTS.withHosts(40).withFlows(FLOWS).withDuration(null);
      write(file, StanflowModel.load(GenerationBenchmark.MODEL), scenario);
      try (DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS)) {
        data = TrainingData.fit(table, new TrainingData.Options(5, 5, 0, 1));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file, StanflowModel model, Scenario scenario) throws IOException {
    try (Stream<Flow> flows = model.generate(scenario);
        FlowWriter writer =
            FlowFiles.writer(file.toString(), "ugr16", model.model().codec().schema())) {
      for (Flow flow : (Iterable<Flow>) flows::iterator) {
        writer.write(flow);
      }
    }
  }

  /** Trains for an epoch and returns its bits per flow. */
  @Benchmark
  public double epoch(Rows counter) throws IOException {
    Size usual = TrainOptions.DEFAULTS.size();
    TrainOptions options =
        TrainOptions.DEFAULTS
            .withSize(new Size(width, width, usual.dilations(), usual.key()))
            .withWorkers(workers)
            .withEpochs(1)
            .withDevice("cpu");
    counter.rows = data.training().stream().mapToLong(Sequence::rows).sum();
    try (var trainer = new Trainer(data, options, null, false, TrainMonitor.NONE)) {
      trainer.train();
      return trainer.reports().get(0).trainingBits();
    }
  }

  /** Prints a row for each number of workers and width. */
  static void print() throws RunnerException {
    System.out.printf("%n%-8s %6s %12s%n", "workers", "width", "rows/s");
    for (RunResult run : Jmh.run(TrainingBenchmark.class)) {
      double rows = run.getSecondaryResults().get("rows").getStatistics().getMean();
      double perSecond = 1e3 * rows / run.getPrimaryResult().getScore();
      String workers = run.getParams().getParam("workers");
      String width = run.getParams().getParam("width");
      System.out.printf(Locale.ROOT, "%-8s %6s %,12.0f%n", workers, width, perSecond);
    }
  }
}
