package io.stanflow.benchmarks;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** How long {@value #FLOWS} flows take to write, and to read, group by host and sort. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class FilesBenchmark {
  static final int FLOWS = 400_000;

  /** UGR'16 as csv, plain or compressed, Parquet, or the name of another text format. */
  @Param({"csv", "csv.gz", "parquet"})
  public String kind;

  private Path folder;
  private Path written;
  private List<Flow> flows;

  /** Generates flows of the bundled model and writes the file that is read. */
  @Setup
  public void generate() throws IOException {
    folder = Files.createTempDirectory("stanflow-benchmarks");
    written = folder.resolve("read." + kind);
    Scenario scenario = Scenario.DEFAULTS.withFlows(FLOWS).withDuration(null);
    try (Stream<Flow> stream = StanflowModel.load(GenerationBenchmark.MODEL).generate(scenario)) {
      flows = stream.toList();
    }
    write(written);
  }

  /** Deletes all files. */
  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void write(Path file) throws IOException {
    String format = kind.startsWith("csv") ? "ugr16" : kind;
    try (FlowWriter writer = FlowFiles.writer(file.toString(), format, flows.get(0).schema())) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
    }
  }

  /** Writes all flows to one file. */
  @Benchmark
  public void write() throws IOException {
    write(folder.resolve("written." + kind));
  }

  /** Reads the file into a table and every flow of it, in bytes of traffic. */
  @Benchmark
  public long read() throws IOException {
    long[] bytes = {0};
    try (DuckTable table = FlowFiles.read(List.of(written.toString()), ReadOptions.DEFAULTS)) {
      table.forEachSeries(series -> series.flows().forEach(flow -> bytes[0] += flow.bytes()));
    }
    return bytes[0];
  }

  /** Prints rows for the usual kinds of files. */
  static void print() throws RunnerException {
    print(Jmh.run(FilesBenchmark.class));
  }

  /** Prints rows for every text format. */
  static void printFormats() throws RunnerException {
    String[] formats =
        FlowFiles.formats().stream()
            .filter(FlowFormat::writes)
            .map(FlowFormat::name)
            .filter(name -> !name.equals("parquet") && !name.equals("csv"))
            .toArray(String[]::new);
    print(Jmh.run(FilesBenchmark.class, "kind", formats));
  }

  private static void print(Collection<RunResult> runs) {
    System.out.printf("%n%-11s %-8s %12s%n", "file", "", "flows/s");
    for (RunResult run : runs) {
      double perSecond = 1e3 * FLOWS / run.getPrimaryResult().getScore();
      String name = run.getPrimaryResult().getLabel();
      String kind = run.getParams().getParam("kind");
      System.out.printf(Locale.ROOT, "%-11s %-8s %,12.0f%n", kind, name, perSecond);
    }
  }
}
