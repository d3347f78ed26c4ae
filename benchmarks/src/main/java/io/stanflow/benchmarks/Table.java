package io.stanflow.benchmarks;

import io.stanflow.benchmarks.ProductBenchmark.Ceilings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Prints what things cost, all of it or the part that the first argument names. Exits with 1 where
 * {@code --check} or a run fails, with 2 for arguments that it does not know.
 */
public final class Table {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  /** Prints one part. */
  private interface Part {
    void print() throws RunnerException, IOException;
  }

  /** What is printed where nothing is named, in this order. */
  private static final Map<String, Part> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("--network", Table::network);
    PARTS.put("--generation", Table::generation);
    PARTS.put("--sizes", SizeBenchmark::print);
    PARTS.put("--training", TrainingBenchmark::print);
    PARTS.put("--files", FilesBenchmark::print);
    PARTS.put("--start", StartTime::print);
  }

  /** What is printed only where it is named. */
  private static final Map<String, Part> OTHERS = new LinkedHashMap<>();

  static {
    OTHERS.put("--formats", FilesBenchmark::printFormats);
    OTHERS.put("--planning", Planning::print);
    OTHERS.put("--long", () -> LongRun.print(LongRun.FLOWS));
    OTHERS.put("--check", Table::check);
  }

  private Table() {}

  /** Runs what the arguments name; exits with 2 where they are not known. */
  public static void main(String[] args) throws RunnerException {
    List<Part> parts = parts(args);
    if (parts.isEmpty()) {
      System.err.println(
          "benchmarks: unknown arguments %s; pass none, %s, --formats, --planning, --long [FLOWS] or --check"
              .formatted(String.join(" ", args), String.join(", ", PARTS.keySet())));
      System.exit(USAGE);
    }
    try {
      System.out.println(Machine.line());
      for (Part part : parts) {
        part.print();
      }
      System.out.println(Machine.line());
    } catch (IOException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(FAILURE);
    }
  }

  /** The parts that the arguments name; none where they are wrong. */
  private static List<Part> parts(String... args) {
    if (args.length == 0) {
      return List.copyOf(PARTS.values());
    }
    if (args.length == 2 && args[0].equals("--long") && args[1].matches("[1-9][0-9]{0,11}")) {
      long flows = Long.parseLong(args[1]);
      return List.of(() -> LongRun.print(flows));
    }
    if (args.length > 1) {
      return List.of();
    }
    Part part = PARTS.getOrDefault(args[0], OTHERS.get(args[0]));
    return part == null ? List.of() : List.of(part);
  }

  private static void network() throws RunnerException, IOException {
    Ceilings ceilings = ProductBenchmark.print();
    StepBenchmark.print(ceilings);
    FlowCost.print(ceilings);
  }

  private static void generation() throws RunnerException, IOException {
    GenerationBenchmark.print();
    ThreadScaling.print();
  }

  private static void check() throws RunnerException {
    if (!ProductBenchmark.vectorsPay()) {
      System.err.println("benchmarks: the vector kernel is not twice as fast as the plain one");
      System.exit(FAILURE);
    }
  }
}
