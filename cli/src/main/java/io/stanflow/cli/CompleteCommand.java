package io.stanflow.cli;

import io.stanflow.complete.Completion;
import io.stanflow.complete.FilledColumns;
import io.stanflow.complete.Gaps;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.SpreadsheetWords;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stanflow complete}: fills in what flows lack. */
@Command(
    name = "complete",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Fills in what flows lack (flags, ToS, packets, durations, labels, ...) from a model, given"
          + " everything that is there.",
      "Flows stay in the order of the files, and what they have is written as it was."
    })
final class CompleteCommand implements Callable<Integer> {
  /** Bits of a mark. */
  private static final int MOST_GAPS = 63;

  @Spec private CommandSpec spec;

  @Mixin private FileArguments input;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      required = true,
      description = "Model that stanflow train wrote.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to; - is standard output, .gz and .zst are compressed.")
  private String output;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      converter = Arguments.WritableFormat.class,
      description =
          "Format of the output (default: parquet for a name that ends in .parquet, else csv).")
  private String to;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Attributes to fill in (default: all that the model has and the flows lack).")
  private Set<String> only = Set.of();

  @Option(
      names = "--draw",
      description =
          "Draw each value by its probability, so that they are distributed as real ones are,"
              + " rather than take the best.")
  private boolean draw;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of --draw (default: ${DEFAULT-VALUE}).")
  private long seed = Completion.Options.DEFAULTS.seed();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that complete (default: all cores).")
  private int threads = Completion.Options.DEFAULTS.threads();

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description = "Blocks that hold the internal hosts (default: detected).")
  private List<Cidr> internal = List.of();

  @Option(
      names = "--csv-safe",
      description = "Put ' before words that a spreadsheet would run: those with = + - @ first.")
  private boolean csvSafe;

  @Override
  public Integer call() throws IOException {
    ReadOptions read = Arguments.checked(spec, () -> input.options().withInternal(internal));
    Completion.Options options =
        Arguments.checked(spec, () -> new Completion.Options(only, draw, seed, threads));
    if (input.files().contains("-")) {
      throw new InputException("-", "is standard input, and is read twice", "name a file");
    }
    long begin = System.nanoTime();
    Model loaded = ModelFile.read(model);
    List<String> fillable =
        Completion.fillable(loaded).stream()
            .filter(name -> only.isEmpty() || only.contains(name))
            .limit(MOST_GAPS)
            .toList();
    ReadOptions lenient = read.withGaps(fillable);
    FilledColumns filled = fill(loaded, fillable, lenient, options);
    try (FlowRows rows = FlowFiles.rows(input.files(), lenient)) {
      write(rows, filled);
      say("%,d flows in %.1f s%n", rows.size(), (System.nanoTime() - begin) / 1e9);
    }
    return 0;
  }

  private FilledColumns fill(
      Model loaded, List<String> fillable, ReadOptions read, Completion.Options options)
      throws IOException {
    try (DuckTable table = FlowFiles.read(input.files(), read)) {
      say("%s%n", table.internalNote());
      table.notes().forEach(note -> say("%s%n", note));
      check(table);
      Gaps gaps = Gaps.of(table, FileMapping.GAPS, fillable);
      Completion completion = completion(loaded, table, gaps, options);
      say("fills in %s%n", String.join(", ", completion.filled()));
      long begin = System.nanoTime();
      try (var progress = new FlowProgress("complete", table.size())) {
        FilledColumns filled =
            completion.run(
                () -> {
                  synchronized (progress) {
                    progress.step();
                  }
                });
        double seconds = (System.nanoTime() - begin) / 1e9;
        say(
            "%,d flows of %,d hosts completed in %.1f s (%,.0f flows/s)%n",
            table.size(), table.hosts(), seconds, table.size() / seconds);
        return filled;
      }
    }
  }

  /** What has no place in the order of its file, or no host, cannot be given back. */
  private void check(DuckTable table) throws InputException {
    if (table.leftOut() > 0) {
      throw new InputException(
          input.files().get(0),
          "%,d flows have no internal side".formatted(table.leftOut()),
          "name their networks with --internal, or all: 0.0.0.0/0,::/0");
    }
    boolean sides = table.schema().has(Schema.SOURCE_ADDRESS);
    if (sides != table.schema().has(Schema.TIME)) {
      throw new InputException(
          input.files().get(0),
          "has %s".formatted(sides ? "addresses but no time" : "times but no addresses"),
          "complete needs both, or neither");
    }
  }

  private Completion completion(
      Model loaded, DuckTable table, Gaps gaps, Completion.Options options) throws InputException {
    try {
      return new Completion(loaded, table, gaps, options);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          input.files().get(0), e.getMessage(), "stanflow inspect says what the model has");
    }
  }

  /** Writes the file whole, or leaves none. */
  private void write(FlowRows rows, FilledColumns filled) throws IOException {
    String target = to != null ? to : output.endsWith(".parquet") ? "parquet" : "csv";
    FlowWriter writer = FlowFiles.writer(output, target, filled.schema());
    Outputs.sayReplaced(spec, output);
    boolean complete = false;
    var words = new SpreadsheetWords(filled.schema());
    try {
      int place = 0;
      for (Flow flow; (flow = rows.next()) != null; place++) {
        Flow whole = filled.complete(place, flow);
        writer.write(csvSafe ? words.of(whole) : whole);
      }
      complete = true;
    } finally {
      if (!complete) {
        writer.abort();
      }
      writer.close();
    }
    List<String> losses = FormatLosses.of(filled.schema(), rows.format(), target);
    Stream.concat(losses.stream(), writer.notes().stream()).forEach(loss -> say("%s%n", loss));
  }

  private void say(String format, Object... values) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, format, values);
    err.flush();
  }
}
