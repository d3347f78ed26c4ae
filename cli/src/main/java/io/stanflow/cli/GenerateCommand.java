package io.stanflow.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.SpreadsheetWords;
import io.stanflow.model.Kernel;
import io.stanflow.model.Model;
import io.stanflow.model.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  /** Where the launcher says that stanflow lies. */
  private static final String HOME = "stanflow.home";

  private static final String BUNDLED = "models/ugr16.stanflow";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Model that stanflow train wrote (default: the bundled " + BUNDLED + ").")
  private Path model;

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
      names = "--hosts",
      paramLabel = "N|all",
      converter = Arguments.Hosts.class,
      description =
          "Internal hosts; all: as many as the model was trained on, each under the profile that"
              + " stands for it (default: 100, or 1 where the model has no addresses).")
  private Integer hosts;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      converter = Arguments.Moment.class,
      description =
          "Date or instant, UTC unless it says otherwise; an offset such as +02:00 is that of the"
              + " hosts' day, too (default: ${DEFAULT-VALUE}).")
  private OffsetDateTime start = Scenario.DEFAULTS.start().atOffset(Scenario.DEFAULTS.zone());

  @Option(
      names = "--duration",
      paramLabel = "SPAN",
      converter = Arguments.Span.class,
      description = "30m, 16h, 2d, PT16H (default: 1h, or as long as --flows need).")
  private Duration duration;

  @Option(
      names = "--flows",
      paramLabel = "N",
      description = "Exact number of flows (default: as many as the profiles' volumes give).")
  private Long flows;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = Scenario.DEFAULTS.seed();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that generate (default: all cores).")
  private int threads = Scenario.DEFAULTS.threads();

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description =
          "Blocks of the internal hosts' addresses (default: 10.0.0.0/16, and fd00::/64 for IPv6"
              + " hosts).")
  private List<Cidr> internal;

  @Override
  public Integer call() throws IOException {
    long begin = System.nanoTime();
    Scenario scenario = Arguments.checked(spec, this::scenario);
    StanflowModel loaded = StanflowModel.load(model == null ? bundled() : model);
    noteKernel();
    boolean series = loaded.model().codec().spec().addresses() == null;
    Scenario asked = hosts == null && series ? scenario.withHosts(1) : scenario;
    try (Generation generation = Arguments.checked(spec, () -> loaded.start(asked))) {
      int generated = generation.hosts();
      if (flows == null) {
        say("about %,d flows of %,d hosts planned%n", generation.flows(), generated);
      }
      FlowWriter writer = writer(loaded.model(), generation.schema());
      Outputs.sayReplaced(spec, output);
      long written = write(generation, writer);
      report(written, generated, (System.nanoTime() - begin) / 1e9);
    }
    return 0;
  }

  private Scenario scenario() {
    if (flows != null && flows < 1) {
      throw new IllegalArgumentException("--flows must be at least 1 but is " + flows);
    }
    Duration span = duration != null || flows != null ? duration : Scenario.DEFAULTS.duration();
    List<Cidr> blocks = internal == null ? Scenario.DEFAULTS.internal() : internal;
    int some = hosts == null ? Scenario.DEFAULTS.hosts() : hosts;
    return Scenario.DEFAULTS
        .withHosts(some)
        .withStart(start.toInstant())
        .withZone(start.getOffset())
        .withDuration(span)
        .withFlows(flows == null ? 0 : flows)
        .withSeed(seed)
        .withThreads(threads)
        .withInternal(blocks);
  }

  private static Path bundled() throws ModelException {
    Path file = Path.of(System.getProperty(HOME, ".")).resolve(BUNDLED);
    if (!Files.exists(file)) {
      throw new ModelException(
          ModelException.Kind.MISSING,
          file.toString(),
          "the bundled model is not there",
          "name a model with --model");
    }
    return file;
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
   * @return flows written
   */
  private long write(Generation generation, FlowWriter writer) throws IOException {
    boolean complete = false;
    long written = 0;
    var words = new SpreadsheetWords(generation.schema());
    try (var progress = new FlowProgress("generate", generation.flows())) {
      while (generation.hasNext()) {
        Flow flow = generation.next();
        writer.write(csvSafe ? words.of(flow) : flow);
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
