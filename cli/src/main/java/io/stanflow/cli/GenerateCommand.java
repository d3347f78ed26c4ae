package io.stanflow.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.stanflow.evaluate.measure.FlowCounts;
import io.stanflow.evaluate.report.FlowPage;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.SpreadsheetWords;
import io.stanflow.model.Kernel;
import io.stanflow.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes synthetic flows. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Generates synthetic flows.",
      "The same model, options and seed give the same file, whatever the number of threads."
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelArguments model;
  @Mixin private ScenarioArguments arguments;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to; - is standard output, .gz and .zst are compressed.")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      converter = Arguments.WritableFormat.class,
      description =
          "See stanflow formats (default: parquet for a name that ends in .parquet, else the format"
              + " or table of the model's training flows, or csv if that cannot be written).")
  private String format;

  @Option(
      names = "--csv-safe",
      description = "Put ' before words that a spreadsheet would run: those with = + - @ first.")
  private boolean csvSafe;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Write which flows are which event's, as lines of JSON (see docs/scenario.md).")
  private String truth;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Also write what the flows are like as a web page with charts.")
  private String summary;

  @Override
  public Integer call() throws IOException {
    long begin = System.nanoTime();
    checkSummary();
    Scenario base = arguments.base(Scenario.DEFAULTS);
    Scenario scenario = Arguments.checked(spec, () -> arguments.over(base));
    StanflowModel loaded = StanflowModel.load(model.path());
    noteKernel();
    Scenario asked = arguments.fit(scenario, loaded.model());
    try (PendingFile page = summary == null ? null : PendingFile.open(summary);
        Generation generation = Arguments.checked(spec, () -> loaded.start(asked))) {
      int generated = generation.hosts();
      if (asked.flows() == 0) {
        say("about %,d flows of %,d hosts planned%n", generation.flows(), generated);
      }
      FlowWriter writer = writer(loaded.model(), generation.schema());
      Outputs.sayReplaced(spec, output, summary, truth);
      var counts = new FlowCounts(generation.schema(), asked.internal());
      boolean counted = Terminal.watched() || page != null;
      Consumer<Flow> counting = counted ? counts::add : flow -> {};
      long written;
      try (TruthFile events = truth == null ? null : new TruthFile(truth, generation.events())) {
        written =
            write(generation, writer, events == null ? counting : counting.andThen(events::add));
        if (events != null) {
          events.commit();
        }
      }
      if (page != null) {
        Outputs.write(page, page(counts, generated, loaded.model(), asked));
      }
      report(written, generated, (System.nanoTime() - begin) / 1e9);
      if (Terminal.watched()) {
        List<String> conditions = loaded.model().codec().spec().parting();
        FlowPicture.lines(counts, conditions).forEach(line -> say("%s%n", line));
      }
    }
    return 0;
  }

  private void checkSummary() {
    if (summary != null && (summary.equals(output) || summary.equals("-"))) {
      throw new ParameterException(
          spec.commandLine(), "--summary " + summary + ": give the page a file of its own");
    }
  }

  private String page(FlowCounts counts, int hosts, Model read, Scenario asked) throws IOException {
    String settings =
        "%s of stanflow %s, seed %d, in UTC"
            .formatted(model.path().getFileName(), Version.text(), asked.seed());
    String form = format == null ? read.codec().spec().format() : format;
    return FlowPage.of(counts, counts.facts(output, form, hosts), settings);
  }

  private void noteKernel() {
    if (Kernel.best() == Kernel.plain()) {
      say(
          "generating in plain Java, several times slower than it could be: start Java, one that"
              + " has the module, with --add-modules %s%n",
          Kernel.VECTOR_MODULE);
    }
  }

  private FlowWriter writer(Model read, Schema schema) throws IOException {
    boolean parquet = output.endsWith(".parquet");
    if (format == null && !parquet && read.table() != null) {
      return FlowFiles.writer(output, schema, read.table());
    }
    String trained = read.codec().spec().format();
    String otherwise = parquet ? "parquet" : FlowFiles.writable(trained);
    return FlowFiles.writer(output, format == null ? otherwise : format, schema);
  }

  /**
   * Completes the file, or leaves none; on Ctrl-C the writer deletes its part itself.
   *
   * @param counting takes each that is written
   * @return flows written
   */
  private long write(Generation generation, FlowWriter writer, Consumer<Flow> counting)
      throws IOException {
    boolean complete = false;
    long written = 0;
    var words = new SpreadsheetWords(generation.schema());
    try (var progress = new FlowProgress("generate", generation.flows())) {
      while (generation.hasNext()) {
        Flow flow = generation.next();
        writer.write(csvSafe ? words.of(flow) : flow);
        counting.accept(flow);
        progress.step();
        written++;
        if (!generation.ready()) {
          writer.flush(); // a reader has the flows while the next ones are generated
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        writer.abort();
      }
      writer.close();
    }
    Schema schema = generation.schema();
    List<String> losses = format == null ? List.of() : FormatLosses.of(schema, format);
    Stream.concat(losses.stream(), writer.notes().stream())
        .forEach(spec.commandLine().getErr()::println);
    return written;
  }

  private void report(long written, int generated, double seconds) {
    say(
        "%,d flows of %,d hosts in %.1f s (%,.0f flows/s)%n",
        written, generated, seconds, written / seconds);
  }

  @FormatMethod
  private void say(@FormatString String format, Object... values) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, format, values);
    err.flush();
  }
}
