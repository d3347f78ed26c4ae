package io.stanflow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** How long a user waits for the first flow of a small scenario, and for its end. */
final class StartTime {
  private static final int WARM_UP = 2;
  private static final int RUNS = 5;
  private static final String[] SCENARIO = {"--hosts", "20", "--duration", "5m"};

  private StartTime() {}

  static void print() throws IOException {
    Launcher.build();
    double[] first = new double[RUNS];
    double[] end = new double[RUNS];
    for (int run = -WARM_UP; run < RUNS; run++) {
      double[] seconds = run();
      if (run >= 0) {
        first[run] = seconds[0];
        end[run] = seconds[1];
      }
    }
    System.out.printf("%n%-11s %8s %8s %8s%n", "start", "median", "least", "most");
    row("first flow", first);
    row("all flows", end);
  }

  private static void row(String name, double... seconds) {
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "%-11s %6.2f s %6.2f s %6.2f s%n",
        name,
        seconds[RUNS / 2],
        seconds[0],
        seconds[RUNS - 1]);
  }

  /** Seconds from the start of the launcher to the first flow at the reader's and to the end. */
  private static double[] run() throws IOException {
    long begin = System.nanoTime();
    Process process = Launcher.generate("", SCENARIO);
    double first;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      reader.readLine(); // the header
      reader.readLine();
      first = (System.nanoTime() - begin) / 1e9;
      while (reader.readLine() != null) {}
    }
    Launcher.end(process);
    return new double[] {first, (System.nanoTime() - begin) / 1e9};
  }
}
