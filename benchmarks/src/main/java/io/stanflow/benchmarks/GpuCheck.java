package io.stanflow.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import com.google.gson.GsonBuilder;
import io.stanflow.fit.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Trains on a CUDA GPU and on the CPU, and compares; {@code benchmarks/gpu} starts it.
 *
 * <p>Both runs begin with the same weights and see the same batches, noise and dropout, all drawn
 * in Java. So they differ by nothing but the order in which float32 sums are taken:
 *
 * <ul>
 *   <li>Step 1, before a weight has changed. A sum of N terms in any order is off by at most N·u of
 *       its terms' magnitudes, u = 2⁻²⁴ (Higham, Accuracy and Stability of Numerical Algorithms,
 *       2002, section 4.2). A head is at the end of D matrix products of at most N terms each: two
 *       for each of four convolutions, four before and after them; N is twice the width, as a
 *       convolution takes in two rows. So either loss is off by D·N·u of itself, and they differ by
 *       no more than {@link #firstTolerance}, 2·D·N·u.
 *   <li>Later steps. Adam divides a gradient by its own size, so one that is near zero moves its
 *       weight by a whole step, to a side that rounding chooses; no bound on sums holds after that.
 *       What another order does is measured instead, by a third run, on the CPU with sums cut over
 *       two threads. The GPU may be off by {@value #SLACK} times the most that this run was until
 *       then, or by what step 1 may.
 * </ul>
 */
final class GpuCheck {
  private static final int STEPS = 300;
  private static final int WIDE_STEPS = 40;
  private static final int WIDTH = 64;
  private static final int WIDE = 256;
  private static final int PRODUCTS = 12;
  private static final double UNIT = Math.scalb(1.0, -24);
  private static final int SLACK = 10;
  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final String GPU = "gpu";
  private static final String CPU = "cpu";

  /**
   * What is written as JSON.
   *
   * @param library folder of the libtorch that was loaded
   * @param firstDifference of the first step's losses, a share
   * @param compared steps that all three runs made in their time
   * @param worst largest difference of a step's losses as a share of what is allowed there
   * @param same whether that is at most 1
   * @param runs with the bits per flow of every step
   */
  private record Result(
      String machine,
      String gpu,
      String pytorch,
      String library,
      double firstDifference,
      double firstTolerance,
      int compared,
      double worst,
      boolean same,
      List<TimedTraining> runs) {}

  private GpuCheck() {}

  /**
   * Exits with 0 where there is no GPU or training on it is the same, else with 1.
   *
   * @param args {@code --cpu-twice} to take the CPU for the GPU, which tries this program; {@code
   *     --steps N} instead of 300; {@code --json FILE}
   */
  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    boolean twice = words.contains("--cpu-twice");
    int steps = Integer.parseInt(option(words, "--steps", String.valueOf(STEPS)));
    Engine engine;
    try {
      engine = Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      System.out.println("PyTorch does not start: " + e + "; caused by " + e.getCause());
      return;
    }
    if (engine.getGpuCount() == 0 && !twice) {
      System.out.printf(
          "no GPU: PyTorch %s of %s sees no CUDA device; nothing was trained%n",
          engine.getVersion(), LibUtils.getLibtorchPath());
      return;
    }
    Result result = compare(engine, twice ? CPU : GPU, steps);
    Path file = Path.of(option(words, "--json", "benchmarks/target/gpu.json"));
    Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(result) + "\n");
    print(result);
    System.exit(result.same() ? 0 : 1);
  }

  private static String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    return at < 0 || at + 1 == words.size() ? otherwise : words.get(at + 1);
  }

  private static Result compare(Engine engine, String device, int steps) throws IOException {
    var data =
        TrainingData.fit(GeneratedTable.of(40, 60_000), new TrainingData.Options(5, 5, 0, 1));
    TimedTraining cpu = TimedTraining.run(data, CPU, WIDTH, steps);
    TimedTraining gpu = TimedTraining.run(data, device, WIDTH, steps);
    System.setProperty(THREADS, "2");
    TimedTraining other = TimedTraining.run(data, CPU, WIDTH, steps);
    System.setProperty(THREADS, "1");
    int wideSteps = Math.min(steps, WIDE_STEPS);
    TimedTraining wideCpu = TimedTraining.run(data, CPU, WIDE, wideSteps);
    TimedTraining wideGpu = TimedTraining.run(data, device, WIDE, wideSteps);
    int compared = Math.min(cpu.bits().size(), Math.min(gpu.bits().size(), other.bits().size()));
    double worst = worst(compared, cpu.bits(), gpu.bits(), other.bits());
    return new Result(
        Machine.line(),
        System.getProperty("stanflow.gpu", "unknown"),
        engine.getVersion(),
        LibUtils.getLibtorchPath(),
        Math.abs(gpu.bits().get(0) / cpu.bits().get(0) - 1),
        firstTolerance(),
        compared,
        worst,
        worst <= 1,
        List.of(cpu, gpu, other, wideCpu, wideGpu));
  }

  /** Largest relative difference of the losses of step 1. */
  private static double firstTolerance() {
    return 2 * PRODUCTS * (2 * WIDTH) * UNIT;
  }

  /** Largest difference of a step's losses as a share of what is allowed at that step. */
  private static double worst(int steps, List<Double> cpu, List<Double> gpu, List<Double> other) {
    double worst = 0;
    double otherOrder = 0;
    for (int t = 0; t < steps; t++) {
      otherOrder = Math.max(otherOrder, Math.abs(other.get(t) - cpu.get(t)));
      double first = firstTolerance() * cpu.get(t);
      double allowed = t == 0 ? first : Math.max(first, SLACK * otherOrder);
      worst = Math.max(worst, Math.abs(gpu.get(t) - cpu.get(t)) / allowed);
    }
    return worst;
  }

  private static void print(Result result) {
    System.out.printf(
        "%s%nGPU %s, PyTorch %s%n%n%-12s %6s %6s %12s %12s %12s%n",
        result.machine(),
        result.gpu(),
        result.pytorch(),
        "device",
        "width",
        "steps",
        "rows/s",
        "first bits",
        "last bits");
    for (TimedTraining run : result.runs()) {
      System.out.printf(
          Locale.ROOT,
          "%-12s %6d %6d %,12.0f %12.6f %12.6f%n",
          run.device() + (run.threads() > 1 ? ", 2 threads" : ""),
          run.width(),
          run.bits().size(),
          run.rowsPerSecond(),
          run.bits().get(0),
          run.bits().get(run.bits().size() - 1));
    }
    System.out.printf(
        Locale.ROOT,
        "%nfirst step: off by %.1e of the loss, %.1e allowed%n"
            + "worst of %d steps: %.2f of what is allowed: %s%n",
        result.firstDifference(),
        result.firstTolerance(),
        result.compared(),
        result.worst(),
        result.same() ? "the same training" : "NOT the same training");
  }
}
