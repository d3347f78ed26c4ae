package io.stanflow.benchmarks;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.model.Kernel;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints one table; {@code --check} only holds the vector kernel to its
 * bar.
 */
public final class Table {
  /** The vector kernel takes at most this share of the plain one's time. */
  private static final double BAR = 0.5;

  private static final int SHARE_FLOWS = 200_000;

  private Table() {}

  public static void main(String[] args) throws RunnerException, IOException {
    System.out.println(Machine.line() + ", kernel: " + Kernel.best().name());
    if (args.length > 0 && args[0].equals("--check")) {
      check();
      return;
    }
    if (args.length > 0 && args[0].equals("--formats")) {
      files(textFormats());
    } else if (args.length > 0 && args[0].equals("--training")) {
      training();
    } else {
      all();
    }
    System.out.println(Machine.line());
  }

  private static void all() throws RunnerException, IOException {
    Map<String, Double> kernels = kernels();
    double ceiling = kernels.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    network(ceiling);
    generation();
    training();
    files();
  }

  private static OptionsBuilder options(Class<?> benchmark) {
    var options = new OptionsBuilder();
    options
        .include(benchmark.getName() + "\\.")
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
    return options;
  }

  private static void check() throws RunnerException {
    Map<String, Double> speeds = kernels();
    double ratio = speeds.get("best 64 400") / speeds.get("plain 64 400");
    System.out.printf(Locale.ROOT, "the vector kernel is %.1f times as fast%n", ratio);
    if (ratio < 1 / BAR) {
      System.err.println("benchmarks: the vector kernel is not twice as fast as the plain one");
      System.exit(1);
    }
  }

  /** GFLOP/s by kernel, lanes and outputs. */
  private static Map<String, Double> kernels() throws RunnerException {
    Map<String, Double> speeds = new HashMap<>();
    System.out.printf("%n%-10s %6s %8s %10s%n", "kernel", "lanes", "outputs", "GFLOP/s");
    for (RunResult run : new Runner(options(KernelBenchmark.class).build()).run()) {
      String kernel = run.getParams().getParam("kernel");
      int rows = Integer.parseInt(run.getParams().getParam("lanes"));
      int outputs = Integer.parseInt(run.getParams().getParam("outputs"));
      double speed = KernelBenchmark.operations(rows, outputs) / run.getPrimaryResult().getScore();
      speeds.put(kernel + " " + rows + " " + outputs, speed);
      System.out.printf(Locale.ROOT, "%-10s %6d %8d %10.1f%n", kernel, rows, outputs, speed);
    }
    return speeds;
  }

  /** What of a flow's time is matrix products, and at which speed. */
  private static void network(double ceiling) throws IOException {
    var counting = new CountingKernel(Kernel.best());
    var model = new StanflowModel(ModelFile.read(GenerationBenchmark.MODEL), counting);
    Scenario scenario = Scenario.DEFAULTS.withFlows(SHARE_FLOWS).withDuration(null).withThreads(1);
    long operations = 0;
    long kernelNanos = 0;
    long nanos = 0;
    for (int round = 0; round < 2; round++) { // the first warms up
      operations = counting.operations();
      kernelNanos = counting.nanos();
      nanos = System.nanoTime();
      try (Stream<Flow> flows = model.generate(scenario)) {
        flows.forEach(flow -> {});
      }
    }
    double each = (double) (counting.operations() - operations) / SHARE_FLOWS;
    double micros = (counting.nanos() - kernelNanos) / 1e3 / SHARE_FLOWS;
    double all = (System.nanoTime() - nanos) / 1e3 / SHARE_FLOWS;
    System.out.printf(
        Locale.ROOT,
        "%na flow: %.2f MFLOP of matrix products in %.1f of %.1f µs, %.1f GFLOP/s, %.0f %% of the"
            + " fastest above%n",
        each / 1e6,
        micros,
        all,
        each / micros / 1e3,
        100 * each / micros / 1e3 / ceiling);
  }

  private static void generation() throws RunnerException {
    System.out.printf("%n%-8s %6s %12s%n", "threads", "hosts", "flows/s");
    for (RunResult run : new Runner(options(GenerationBenchmark.class).build()).run()) {
      double perSecond = 1e3 * GenerationBenchmark.FLOWS / run.getPrimaryResult().getScore();
      String threads = run.getParams().getParam("threads");
      String hosts = run.getParams().getParam("hosts");
      System.out.printf(Locale.ROOT, "%-8s %6s %,12.0f%n", threads, hosts, perSecond);
    }
  }

  private static void training() throws RunnerException {
    System.out.printf("%n%-8s %6s %12s%n", "workers", "width", "rows/s");
    for (RunResult run : new Runner(options(TrainingBenchmark.class).build()).run()) {
      double rows = run.getSecondaryResults().get("rows").getStatistics().getMean();
      double perSecond = 1e3 * rows / run.getPrimaryResult().getScore();
      String workers = run.getParams().getParam("workers");
      String width = run.getParams().getParam("width");
      System.out.printf(Locale.ROOT, "%-8s %6s %,12.0f%n", workers, width, perSecond);
    }
  }

  private static String[] textFormats() {
    return FlowFiles.formats().stream()
        .filter(FlowFormat::writes)
        .map(FlowFormat::name)
        .filter(name -> !name.equals("parquet") && !name.equals("csv"))
        .toArray(String[]::new);
  }

  /**
   * @param kinds of files, or none for the usual ones
   */
  private static void files(String... kinds) throws RunnerException {
    OptionsBuilder options = options(FilesBenchmark.class);
    if (kinds.length > 0) {
      options.param("kind", kinds);
    }
    Collection<RunResult> runs = new Runner(options.build()).run();
    System.out.printf("%n%-11s %-8s %12s%n", "file", "", "flows/s");
    for (RunResult run : runs) {
      double perSecond = 1e3 * FilesBenchmark.FLOWS / run.getPrimaryResult().getScore();
      String name = run.getPrimaryResult().getLabel();
      String kind = run.getParams().getParam("kind");
      System.out.printf(Locale.ROOT, "%-11s %-8s %,12.0f%n", kind, name, perSecond);
    }
  }
}
