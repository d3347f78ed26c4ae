package io.stanflow.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of one class, each in a JVM of its own, and prints nothing. */
final class Jmh {
  private Jmh() {}

  static Collection<RunResult> run(Class<?> benchmark) throws RunnerException {
    return new Runner(options(benchmark).build()).run();
  }

  /** Runs them with these values of one parameter. */
  static Collection<RunResult> run(Class<?> benchmark, String parameter, String... values)
      throws RunnerException {
    OptionsBuilder options = options(benchmark);
    options.param(parameter, values);
    return new Runner(options.build()).run();
  }

  /** The fastest iteration: what others do on the machine only ever adds to a short time. */
  static double fastest(RunResult run) {
    return run.getPrimaryResult().getStatistics().getMin();
  }

  private static OptionsBuilder options(Class<?> benchmark) {
    var options = new OptionsBuilder();
    options
        .include(benchmark.getName() + "\\.")
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
    return options;
  }
}
