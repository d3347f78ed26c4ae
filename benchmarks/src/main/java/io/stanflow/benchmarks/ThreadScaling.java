package io.stanflow.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a second thread brings: rounds of one and of two threads in turn in one JVM, since what it
 * compiles differs more from JVM to JVM, and the load from minute to minute, than their ratio.
 */
final class ThreadScaling {
  private static final int FLOWS = 300_000;
  private static final int HOSTS = 140;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 9;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ThreadScaling() {}

  /** Flows a second and flows a CPU second, compilers and collector included, of one round. */
  private record Round(double perSecond, double perCpuSecond) {}

  static void print() throws IOException {
    var model = StanflowModel.load(GenerationBenchmark.MODEL);
    var one = new ArrayList<Round>();
    var two = new ArrayList<Round>();
    var ratios = new ArrayList<Double>();
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      Round ofOne = round(model, 1);
      Round ofTwo = round(model, 2);
      if (i >= 0) {
        one.add(ofOne);
        two.add(ofTwo);
        ratios.add(ofTwo.perSecond / ofOne.perSecond);
      }
    }
    System.out.printf("%n%d rounds of %d hosts in turn, medians%n", ROUNDS, HOSTS);
    System.out.printf("%-8s %12s %22s%n", "threads", "flows/s", "flows/s of CPU time");
    print(1, one);
    print(2, two);
    System.out.printf(
        Locale.ROOT,
        "two threads make %.2f times the flows of one (%.2f to %.2f)%n",
        median(ratios, ratio -> ratio),
        ratios.stream().mapToDouble(ratio -> ratio).min().orElseThrow(),
        ratios.stream().mapToDouble(ratio -> ratio).max().orElseThrow());
  }

  private static void print(int threads, List<Round> rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-8d %,12.0f %,22.0f%n",
        threads,
        median(rounds, Round::perSecond),
        median(rounds, Round::perCpuSecond));
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> value) {
    return all.stream().mapToDouble(value).sorted().toArray()[all.size() / 2];
  }

  private static Round round(StanflowModel model, int threads) {
    Scenario scenario =
        Scenario.DEFAULTS.withHosts(HOSTS).withFlows(FLOWS).withDuration(null).withThreads(threads);
    long begin = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    try (Stream<Flow> flows = model.generate(scenario)) {
      flows.forEach(flow -> {});
    }
    double nanos = System.nanoTime() - begin;
    return new Round(1e9 * FLOWS / nanos, 1e9 * FLOWS / (SYSTEM.getProcessCpuTime() - cpu));
  }
}
