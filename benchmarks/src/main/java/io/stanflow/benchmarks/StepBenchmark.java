package io.stanflow.benchmarks;

import io.stanflow.benchmarks.ProductBenchmark.Ceilings;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.model.Kernel;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.model.Network;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * How long one step of the bundled model's network takes: all heads and the encoder, for one flow
 * of each lane. More than a flow needs, since a flow lacks some fields; nothing is drawn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 15, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class StepBenchmark {
  /** Rows of random inputs of each lane, enough that tokens are not always the same. */
  private static final int ROWS = 64;

  @Param({"1", "2", "4", "8", "16", "32", "64"})
  public int lanes;

  private Kernel kernel = Kernel.best();
  private Layout layout;
  private Network.Pass pass;
  private Network.Memory[] memories;
  private int[] which;
  private float[] outputs;
  private Inputs[][] inputs;
  private int row;

  /** Reads the bundled model and samples the rows that steps take in. */
  @Setup
  public void load() throws IOException {
    Model model = ModelFile.read(GenerationBenchmark.MODEL);
    var network = new Network(model, kernel);
    layout = network.layout();
    pass = network.new Pass(lanes);
    memories = new Network.Memory[lanes];
    Arrays.setAll(memories, l -> network.memory(l % model.profiles().size()));
    which = new int[lanes];
    Arrays.setAll(which, l -> l);
    outputs = new float[lanes * network.longestStride()];
    var random = new SplittableRandom(1);
    inputs = new Inputs[ROWS][lanes];
    for (Inputs[] side : inputs) {
      Arrays.setAll(side, l -> inputs(random));
    }
  }

  private Inputs inputs(SplittableRandom random) {
    var drawn = new Inputs(layout);
    for (int g = 0; g < drawn.tokens.length; g++) {
      drawn.tokens[g] = random.nextInt(layout.groups().get(g).size());
    }
    for (int n = 0; n < drawn.numerics.length; n++) {
      drawn.numerics[n] = (float) random.nextGaussian();
    }
    for (int s = 0; s < layout.slots(); s++) {
      drawn.slots[2 * s] = (short) random.nextInt(layout.slotTokens());
      drawn.slots[2 * s + 1] = (short) random.nextInt(layout.serviceTokens());
    }
    return drawn;
  }

  /** One row of every lane: all stages and heads; returns the last head. */
  @Benchmark
  public float[] step() {
    Inputs[] given = inputs[row++ % ROWS];
    pass.start(memories, lanes);
    for (int f = 0; f < layout.fields().size(); f++) {
      pass.addStage(f, given, lanes);
      pass.head(f, memories, given, which, lanes, outputs);
    }
    pass.finish(memories, given, lanes);
    return outputs;
  }

  /** Floating-point operations of a lane's matrix products in one step. */
  private static long operations() throws IOException {
    var counting = new CountingKernel(Kernel.best());
    var one = new StepBenchmark();
    one.lanes = 1;
    one.kernel = counting;
    one.load();
    long before = counting.operations();
    one.step();
    return counting.operations() - before;
  }

  /** Prints a row for each number of lanes. */
  static void print(Ceilings ceilings) throws RunnerException, IOException {
    double operations = operations();
    System.out.printf(
        Locale.ROOT, "%none step of the network, %.2f MFLOP a lane%n", operations / 1e6);
    System.out.printf(
        "%-8s %10s %10s %20s%n", "lanes", "µs a lane", "GFLOP/s", "% of PyTorch's best");
    for (RunResult run : Jmh.run(StepBenchmark.class)) {
      int lanes = Integer.parseInt(run.getParams().getParam("lanes"));
      double micros = Jmh.fastest(run) / lanes;
      double speed = operations / micros / 1e3;
      System.out.printf(
          Locale.ROOT,
          "%-8d %10.2f %10.1f %20.0f%n",
          lanes,
          micros,
          speed,
          100 * speed / ceilings.pytorch());
    }
  }
}
