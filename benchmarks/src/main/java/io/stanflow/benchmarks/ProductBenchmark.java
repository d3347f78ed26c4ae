package io.stanflow.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.stanflow.model.Kernel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * How long a matrix product takes on one thread, by both kernels and, as a ceiling of the machine
 * that is not our own, by PyTorch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 15, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules",
      "jdk.incubator.vector",
      "-Dai.djl.pytorch.num_threads=1",
      "-Dai.djl.pytorch.num_interop_threads=1",
      "-DOPT_OUT_TRACKING=true"
    })
public class ProductBenchmark {
  private static final String PLAIN = "plain";
  private static final String VECTOR = "vector";
  private static final String PYTORCH = "PyTorch";

  /** A large head's last layer at full lanes. */
  private static final String HEAD = "32x64x400";

  /** The vector kernel takes at most this share of the plain one's time. */
  private static final double BAR = 0.5;

  @Param({PLAIN, VECTOR, PYTORCH})
  public String by;

  /** Lanes, inputs and outputs of a head or of a convolution's gate; the last is PyTorch's best. */
  @Param({"1x64x64", "1x64x400", "8x64x400", "32x64x64", HEAD, "32x128x128", "512x512x512"})
  public String shape;

  private Runnable product;
  private NDManager scope;

  /** The fastest products of a run, GFLOP/s. */
  record Ceilings(double kernel, double pytorch) {}

  /** Makes two random matrices and the product of the kind that is measured. */
  @Setup
  public void prepare() {
    var random = new SplittableRandom(1);
    int[] sizes = sizes(shape);
    int rows = sizes[0];
    int in = sizes[1];
    int out = sizes[2];
    float[] x = numbers(rows * in, random);
    float[] w = numbers(in * out, random);
    if (by.equals(PYTORCH)) {
      scope = Engine.getEngine(PYTORCH).newBaseManager();
      JniUtils.setNumThreads(1); // else this thread's first product would come before the setting
      NDArray left = scope.create(x, new Shape(rows, in));
      NDArray right = scope.create(w, new Shape(in, out));
      product = () -> left.matMul(right).close();
    } else {
      Kernel kernel = by.equals(PLAIN) ? Kernel.plain() : Kernel.best();
      float[] b = numbers(out, random);
      float[] y = new float[rows * out];
      float[] arranged = kernel.arrange(w, in, out);
      product = () -> kernel.affine(x, rows, in, arranged, b, out, y);
    }
  }

  private static int[] sizes(String shape) {
    String[] parts = shape.split("x", 3);
    return new int[] {
      Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])
    };
  }

  private static float[] numbers(int n, SplittableRandom random) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Frees PyTorch's arrays. */
  @TearDown
  public void close() {
    if (scope != null) {
      scope.close();
    }
  }

  /** One product. */
  @Benchmark
  public void multiply() {
    product.run();
  }

  /** GFLOP/s by shape, then by who multiplies. */
  private static Map<String, Map<String, Double>> speeds(Collection<RunResult> runs) {
    Map<String, Map<String, Double>> speeds = new LinkedHashMap<>();
    for (RunResult run : runs) {
      String shape = run.getParams().getParam("shape");
      double operations = 2;
      for (int size : sizes(shape)) {
        operations *= size;
      }
      speeds
          .computeIfAbsent(shape, s -> new LinkedHashMap<>())
          .put(run.getParams().getParam("by"), operations / Jmh.fastest(run));
    }
    return speeds;
  }

  /** Prints a row for each shape. */
  static Ceilings print() throws RunnerException {
    System.out.printf("%nkernel: %s%n", Kernel.best().name());
    System.out.printf("%-12s %8s %8s %8s  GFLOP/s%n", "product", PLAIN, VECTOR, PYTORCH);
    double kernel = 0;
    double pytorch = 0;
    for (var row : speeds(Jmh.run(ProductBenchmark.class)).entrySet()) {
      Map<String, Double> speed = row.getValue();
      kernel = Math.max(kernel, speed.get(VECTOR));
      pytorch = Math.max(pytorch, speed.get(PYTORCH));
      System.out.printf(
          Locale.ROOT,
          "%-12s %8.1f %8.1f %8.1f%n",
          row.getKey(),
          speed.get(PLAIN),
          speed.get(VECTOR),
          speed.get(PYTORCH));
    }
    return new Ceilings(kernel, pytorch);
  }

  /** Prints how much faster the vector kernel is in one head; false where that is too little. */
  static boolean vectorsPay() throws RunnerException {
    Map<String, Double> speed = speeds(Jmh.run(ProductBenchmark.class, "shape", HEAD)).get(HEAD);
    double ratio = speed.get(VECTOR) / speed.get(PLAIN);
    System.out.printf(
        Locale.ROOT, "%s is %.1f times as fast as plain loops%n", Kernel.best().name(), ratio);
    return ratio >= 1 / BAR;
  }
}
