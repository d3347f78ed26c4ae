package io.stanflow.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.SpreadsheetWords;
import io.stanflow.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where generated flows are written, and what is said of them. */
final class GeneratedFile {
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

  @Mixin private FlowAccounts accounts;

  /**
   * Writes all flows, and what is told of them.
   *
   * @param file of the model
   * @param begin when the command began, by {@link System#nanoTime}
   */
  void write(
      CommandSpec spec,
      Generation generation,
      Model model,
      Scenario scenario,
      Path file,
      long begin)
      throws IOException {
    try (FlowAccounts.Account account = accounts.open(spec, output, generation, scenario)) {
      FlowWriter writer = writer(model, generation.schema());
      long written = write(spec, generation, writer, account::add);
      String form = format == null ? model.codec().spec().format() : format;
      String settings =
          "%s of stanflow %s, seed %d, in UTC"
              .formatted(file.getFileName(), Version.text(), scenario.seed());
      account.commit(output, form, generation.hosts(), settings);
      double seconds = (System.nanoTime() - begin) / 1e9;
      say(
          spec,
          "%,d flows of %,d hosts in %.1f s (%,.0f flows/s)%n",
          written,
          generation.hosts(),
          seconds,
          written / seconds);
      List<String> conditions = model.codec().spec().parting();
      account.picture(conditions).forEach(line -> say(spec, "%s%n", line));
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
  private long write(
      CommandSpec spec, Generation generation, FlowWriter writer, Consumer<Flow> counting)
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

  @FormatMethod
  static void say(CommandSpec spec, @FormatString String format, Object... values) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, format, values);
    err.flush();
  }
}
