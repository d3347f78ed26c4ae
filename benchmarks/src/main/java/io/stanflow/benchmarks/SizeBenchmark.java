package io.stanflow.benchmarks;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Architecture;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.model.Weights;
import java.io.IOException;
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

/**
 * How long {@value #FLOWS} flows take on one thread, by the size of the network: the bundled
 * model's codec and profiles under random weights, since the time hardly depends on what is drawn.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 6)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector"})
public class SizeBenchmark {
  static final int FLOWS = 50_000;

  /** Width of encoder and heads. */
  @Param({"32", "64", "128", "192"})
  public int width;

  private StanflowModel model;

  /** Gives the bundled model random weights of this width. */
  @Setup
  public void load() throws IOException {
    model = new StanflowModel(untrained(ModelFile.read(GenerationBenchmark.MODEL), width));
  }

  private static Model untrained(Model like, int width) {
    Architecture usual = like.architecture();
    var architecture =
        new Architecture(width, width, usual.dilations(), usual.key(), usual.profile());
    Weights weights = Weights.random(architecture, like.codec().layout(), 1);
    return new Model(like.codec(), architecture, weights, like.profiles(), like.provenance());
  }

  /** Generates the flows and returns the bytes that they carry. */
  @Benchmark
  public long generate() {
    Scenario scenario =
        Scenario.DEFAULTS.withHosts(64).withFlows(FLOWS).withDuration(null).withThreads(1);
    try (Stream<Flow> flows = model.generate(scenario)) {
      return flows.mapToLong(Flow::bytes).sum();
    }
  }

  /** Prints a row for each width. */
  static void print() throws RunnerException, IOException {
    Model bundled = ModelFile.read(GenerationBenchmark.MODEL);
    System.out.printf("%n%-8s %12s %12s %10s%n", "width", "parameters", "flows/s", "µs a flow");
    for (RunResult run : Jmh.run(SizeBenchmark.class)) {
      int width = Integer.parseInt(run.getParams().getParam("width"));
      double perSecond = 1e3 * FLOWS / Jmh.fastest(run);
      System.out.printf(
          Locale.ROOT,
          "%-8d %,12d %,12.0f %10.1f%n",
          width,
          untrained(bundled, width).weights().size(),
          perSecond,
          1e6 / perSecond);
    }
  }
}
