package io.stanflow.cli;

import io.stanflow.baseline.Baseline;
import io.stanflow.evaluate.Evaluation;
import io.stanflow.evaluate.FlowGenerator;
import io.stanflow.evaluate.Request;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.report.Gate;
import io.stanflow.evaluate.report.Report;
import io.stanflow.flow.Cidr;
import io.stanflow.generate.ScenarioText;
import io.stanflow.generate.Share;
import io.stanflow.io.file.PendingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private InputArguments input;

  @Option(
      names = "--real",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "Flows that the model has learned from, plain or compressed; several files.")
  private List<String> real;

  @Option(
      names = "--synthetic",
      paramLabel = "[NAME=]FILE",
      required = true,
      description =
          "Flows to judge, under a name for the report; may be given again. Malformed lines are"
              + " counted, not refused.")
  private List<String> synthetic;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Other real flows, such as the same hosts later, to show what is natural; several files.")
  private List<String> test = List.of();

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
  private OffsetDateTime from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Arguments.Moment.class,
      description = "Report flows recorded at or after this time.")
  private OffsetDateTime to;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=WORD[,WORD]",
      description =
          "Flows of all files that have one of these words alone, as label=attack, protocol=UDP,"
              + " or port=443 on either side.")
  private List<String> where = List.of();

  @Option(
      names = "--baselines",
      description = "Set simple generators, fitted on the real flows, beside the synthetic ones.")
  private boolean baselines;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Attack this model, trained on the real flows: whom does it give away?")
  private Path model;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all samples and baselines (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report as a web page, which needs no other file.")
  private Path output;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers as JSON.")
  private Path json;

  @Option(
      names = "--gate",
      paramLabel = "FILE",
      description = "Exit with 4 if a figure is beyond its limit there; see docs/gate.md.")
  private Path gate;

  @Override
  public Integer call() throws IOException {
    Gate limits = gate == null ? null : Gate.read(gate); // a mistake there shows before the work
    Request request = Arguments.checked(spec, this::request);
    Report report;
    try (PendingFile page = pending(output);
        PendingFile numbers = pending(json)) {
      Outputs.sayReplaced(spec, output, json);
      try (var progress = new EvaluateProgress(spec.commandLine().getErr())) {
        report = Evaluation.run(request, progress);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.print(report.markdown());
      out.flush();
      write(page, report::html);
      write(numbers, report::json);
    }
    List<Gate.Failure> failures = limits == null ? List.of() : limits.check(report);
    spec.commandLine().getErr().print(Gate.Failure.text(failures));
    spec.commandLine().getErr().flush();
    return failures.isEmpty() ? 0 : Failures.BEYOND_LIMITS;
  }

  private Request request() {
    Map<String, List<String>> words = words();
    return new Request(
        real,
        test,
        input.options().withInternal(internal).withWords(words),
        SyntheticFiles.named(synthetic),
        input.lenient().withInternal(syntheticInternal).withWords(words),
        new RecordTimes(instant(from), instant(to)),
        baselines ? baselines() : Map.of(),
        Optional.ofNullable(model),
        Version.text(),
        seed);
  }

  private Map<String, List<String>> words() {
    if (model != null && !where.isEmpty()) {
      throw new IllegalArgumentException(
          "--where takes a part of the flows, and --model is of all; leave one out");
    }
    Map<String, List<String>> words = new LinkedHashMap<>();
    for (String text : where) {
      List<Share> shares = ScenarioText.shares(text);
      if (shares.stream().anyMatch(share -> share.share() < 1)) {
        throw new IllegalArgumentException("--where " + text + ": leave the shares out");
      }
      words.put(shares.get(0).attribute(), shares.stream().map(Share::word).toList());
    }
    return words;
  }

  private static Map<String, FlowGenerator> baselines() {
    var generators = new LinkedHashMap<String, FlowGenerator>();
    for (Baseline baseline : Baseline.values()) {
      generators.put(baseline.key(), baseline::write);
    }
    return generators;
  }

  private static PendingFile pending(Path file) throws IOException {
    return file == null ? null : PendingFile.open(file.toString());
  }

  private static void write(PendingFile file, Supplier<String> text) throws IOException {
    if (file != null) {
      Outputs.write(file, text.get());
    }
  }

  private static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
