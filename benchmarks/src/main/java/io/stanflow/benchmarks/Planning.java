package io.stanflow.benchmarks;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.PlannedScenario;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.util.List;

/**
 * What it costs to plan a scenario, which every machine that generates a part of it does: seconds
 * of one thread, and memory that the plan holds.
 */
final class Planning {
  private static final int[] HOSTS = {1_000, 10_000, 100_000};
  private static final Cidr ROOM = Cidr.parse("10.0.0.0/8");

  private Planning() {}

  /** Prints a row for each number of hosts, for an hour. */
  static void print() throws IOException {
    StanflowModel model = StanflowModel.load(GenerationBenchmark.MODEL);
    System.out.printf("%n%-8s %14s %9s %9s%n", "hosts", "flows planned", "seconds", "MiB");
    for (int hosts : HOSTS) {
      Scenario scenario = Scenario.DEFAULTS.withHosts(hosts).withInternal(List.of(ROOM));
      model.plan(scenario); // warms up
      long before = heldBytes();
      long start = System.nanoTime();
      PlannedScenario planned = model.plan(scenario);
      double seconds = (System.nanoTime() - start) / 1e9;
      double mebibytes = (heldBytes() - before) / 1048576.0;
      System.out.printf(
          "%-8d %,14d %9.2f %9.1f%n", planned.hosts(), planned.flows(), seconds, mebibytes);
    }
  }

  private static long heldBytes() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
