package io.stanflow.benchmarks;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** How long the bundled model takes for {@value #FLOWS} flows, nothing written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector"})
public class GenerationBenchmark {
  static final int FLOWS = 100_000;
  static final Path MODEL = Launcher.ROOT.resolve("models/ugr16.stanflow");

  @Param({"1", "2"})
  public int threads;

  @Param({"1", "8", "64", "1000"})
  public int hosts;

  private StanflowModel model;

  /** Reads the bundled model. */
  @Setup
  public void load() throws IOException {
    model = StanflowModel.load(MODEL);
  }

  /** Generates the flows and returns the bytes that they carry. */
  @Benchmark
  public long generate() {
    Scenario scenario =
        Scenario.DEFAULTS.withHosts(hosts).withFlows(FLOWS).withDuration(null).withThreads(threads);
    try (Stream<Flow> flows = model.generate(scenario)) {
      return flows.mapToLong(Flow::bytes).sum();
    }
  }

  /** Prints a row for each number of threads and hosts. */
  static void print() throws RunnerException {
    System.out.printf("%n%-8s %6s %12s%n", "threads", "hosts", "flows/s");
    for (RunResult run : Jmh.run(GenerationBenchmark.class)) {
      double perSecond = 1e3 * FLOWS / run.getPrimaryResult().getScore();
      String threads = run.getParams().getParam("threads");
      String hosts = run.getParams().getParam("hosts");
      System.out.printf(Locale.ROOT, "%-8s %6s %,12.0f%n", threads, hosts, perSecond);
    }
  }
}
