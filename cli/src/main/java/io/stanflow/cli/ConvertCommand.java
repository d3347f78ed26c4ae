package io.stanflow.cli;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.SpreadsheetWords;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stanflow convert}: flows from one format to another, in their order. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Translates flow files from any format to any other, in the order of the files.",
      "Says on standard error what the new format cannot hold and what was filled in."
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private FileArguments input;

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
      names = "--csv-safe",
      description = "Put ' before words that a spreadsheet would run: those with = + - @ first.")
  private boolean csvSafe;

  @Override
  public Integer call() throws IOException {
    ReadOptions options = Arguments.checked(spec, input::options);
    String target = to != null ? to : output.endsWith(".parquet") ? "parquet" : "csv";
    try (FlowRows rows = FlowFiles.rows(input.files(), options)) {
      FlowWriter writer = FlowFiles.writer(output, target, rows.schema());
      Outputs.sayReplaced(spec, output);
      write(rows, writer);
      report(rows, target, writer.notes());
    }
    return 0;
  }

  /** Completes the file, or leaves none. */
  private void write(FlowRows rows, FlowWriter writer) throws IOException {
    boolean complete = false;
    var words = new SpreadsheetWords(rows.schema());
    try (var progress = new FlowProgress("convert", rows.size())) {
      for (Flow flow; (flow = rows.next()) != null; ) {
        writer.write(csvSafe ? words.of(flow) : flow);
        progress.step();
      }
      complete = true;
    } finally {
      if (!complete) {
        writer.abort();
      }
      writer.close();
    }
  }

  private void report(FlowRows rows, String target, List<String> notes) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, "%,d flows from %s to %s%n", rows.size(), rows.format(), target);
    if (rows.malformed() > 0) {
      err.printf(Locale.ROOT, "malformed lines dropped: %,d%n", rows.malformed());
    }
    rows.notes().forEach(err::println);
    List<String> losses = FormatLosses.of(rows.schema(), rows.format(), target);
    Stream.concat(losses.stream(), notes.stream()).forEach(err::println);
    err.flush();
  }
}
