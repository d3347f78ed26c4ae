package io.stanflow.benchmarks;

import io.stanflow.model.Kernel;
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

/**
 * How long a kernel takes for one head's last layer: 64 inputs, as many lanes as there are hosts,
 * as many outputs as the head has components.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class KernelBenchmark {
  static final int INPUTS = 64;

  @Param({"plain", "best"})
  public String kernel;

  @Param({"1", "8", "64"})
  public int lanes;

  @Param({"64", "400"})
  public int outputs;

  private Kernel measured;
  private float[] x;
  private float[] w;
  private float[] b;
  private float[] y;

  @Setup
  public void fill() {
    var random = new SplittableRandom(1);
    measured = kernel.equals("plain") ? Kernel.plain() : Kernel.best();
    x = numbers(lanes * INPUTS, random);
    w = measured.arrange(numbers(INPUTS * outputs, random), INPUTS, outputs);
    b = numbers(outputs, random);
    y = new float[lanes * outputs];
  }

  private static float[] numbers(int n, SplittableRandom random) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  @Benchmark
  public float[] affine() {
    measured.affine(x, lanes, INPUTS, w, b, outputs, y);
    return y;
  }

  /** Floating-point operations of one call. */
  static double operations(int lanes, int outputs) {
    return 2.0 * lanes * INPUTS * outputs;
  }
}
