package io.stanflow.cli;

import io.stanflow.evaluate.Evaluation;
import io.stanflow.evaluate.Progress;
import io.stanflow.evaluate.Request;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.report.Report;
import io.stanflow.flow.Cidr;
import io.stanflow.io.ReadOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stanflow evaluate}: holds a synthetic file against the real one. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Compares synthetic flows with real ones; docs/metrics.md explains the numbers.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--real",
      paramLabel = "FILE",
      required = true,
      description = "Flows that the model has learned from, plain, .gz or .zst.")
  private String real;

  @Option(
      names = "--synthetic",
      paramLabel = "FILE",
      required = true,
      description = "Flows to judge; malformed lines are counted, not refused.")
  private String synthetic;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Other real flows, such as the same hosts later, to show what is natural.")
  private String test;

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description = "Blocks of internal hosts in the real files (default: detected).")
  private List<Cidr> internal = List.of();

  @Option(
      names = "--synthetic-internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description = "Blocks of internal hosts in the synthetic file (default: detected).")
  private List<Cidr> syntheticInternal = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Arguments.Moment.class,
      description = "Report flows recorded before, such as 2016-04-11T00:00:00Z.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Arguments.Moment.class,
      description = "Report flows recorded at or after this time.")
  private Instant to;

  @Option(
      names = "--skip-malformed",
      description = "Count malformed lines of the real files too, rather than stop at the first.")
  private boolean skipMalformed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    RecordTimes times = Arguments.checked(spec, () -> new RecordTimes(from, to));
    ReadOptions options = ReadOptions.DEFAULTS.withInternal(internal);
    options = skipMalformed ? options.withSkipMalformed(null) : options;
    var request =
        new Request(
            real,
            test,
            options,
            Map.of("synthetic", synthetic),
            ReadOptions.DEFAULTS.withInternal(syntheticInternal).withSkipMalformed(null),
            times,
            false,
            Version.text(),
            1);
    Report report =
        Evaluation.run(
            request,
            new Progress() {
              long start = System.nanoTime();

              @Override
              public void note(String line) {
                System.err.println(line);
              }

              @Override
              public void step(String what, int done, int steps) {
                System.err.printf(
                    "%.1f s %d/%d %s%n", (System.nanoTime() - start) / 1e9, done, steps, what);
              }
            });
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.markdown());
    out.flush();
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return 0;
  }
}
