package io.stanflow.benchmarks;

import io.stanflow.benchmarks.ProductBenchmark.Ceilings;
import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Kernel;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/** What of a generated flow's time is matrix products, and at which speed: in the fastest round. */
final class FlowCost {
  private static final int FLOWS = 100_000;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 6;

  private FlowCost() {}

  /**
   * One round.
   *
   * @param operations of its matrix products
   * @param kernelNanos that these took
   * @param nanos that all took
   */
  private record Round(long operations, long kernelNanos, long nanos) {}

  static void print(Ceilings ceilings) throws IOException {
    var counting = new CountingKernel(Kernel.best());
    var model = new StanflowModel(ModelFile.read(GenerationBenchmark.MODEL), counting);
    Round fastest = null;
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      Round round = round(model, counting);
      if (i == 0 || (i > 0 && round.nanos < fastest.nanos)) {
        fastest = round;
      }
    }
    double speed = (double) fastest.operations / fastest.kernelNanos;
    System.out.printf(
        Locale.ROOT,
        "%na flow: %.2f MFLOP of matrix products in %.1f of %.1f µs, %.1f GFLOP/s: %.0f %% of the"
            + " kernel's best, %.0f %% of PyTorch's%n",
        fastest.operations / 1e6 / FLOWS,
        fastest.kernelNanos / 1e3 / FLOWS,
        fastest.nanos / 1e3 / FLOWS,
        speed,
        100 * speed / ceilings.kernel(),
        100 * speed / ceilings.pytorch());
  }

  private static Round round(StanflowModel model, CountingKernel counting) {
    Scenario scenario = Scenario.DEFAULTS.withFlows(FLOWS).withDuration(null).withThreads(1);
    long operations = counting.operations();
    long kernelNanos = counting.nanos();
    long begin = System.nanoTime();
    try (Stream<Flow> flows = model.generate(scenario)) {
      flows.forEach(flow -> {});
    }
    return new Round(
        counting.operations() - operations,
        counting.nanos() - kernelNanos,
        System.nanoTime() - begin);
  }
}
