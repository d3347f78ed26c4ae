package io.stanflow.cli;

import io.stanflow.io.FlowFiles;
import io.stanflow.io.FlowFormat;
import io.stanflow.io.FlowRows;
import io.stanflow.io.FlowWriter;
import io.stanflow.io.FormatNote;
import io.stanflow.io.InputException;
import io.stanflow.io.ReadOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Flow files of one format, plain, .gz or .zst; - is standard input.")
  private List<String> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to; - is standard output, .gz and .zst are compressed.")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      converter = Arguments.Format.class,
      description = "Format of the files, see stanflow formats (default: detected).")
  private String format;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      converter = Arguments.WritableFormat.class,
      description =
          "Format of the output (default: parquet for a name that ends in .parquet, else csv).")
  private String to;

  @Option(
      names = "--skip-malformed",
      description = "Count and drop malformed lines rather than stop at the first.")
  private boolean skipMalformed;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where to put the lines that --skip-malformed drops.")
  private Path rejects;

  @Override
  public Integer call() throws IOException {
    ReadOptions options = Arguments.checked(spec, this::options);
    String target = to != null ? to : output.endsWith(".parquet") ? "parquet" : "csv";
    try (FlowRows rows = FlowFiles.rows(files, options)) {
      long flows = write(rows, FlowFiles.writer(output, target, rows.schema()));
      report(rows, target, flows);
    }
    return 0;
  }

  private ReadOptions options() {
    if (rejects != null && !skipMalformed) {
      throw new IllegalArgumentException("--rejects needs --skip-malformed");
    }
    ReadOptions options = ReadOptions.DEFAULTS.withFormat(format);
    return skipMalformed ? options.withSkipMalformed(rejects) : options;
  }

  /** Completes the file, or leaves none. */
  private long write(FlowRows rows, FlowWriter writer) throws IOException {
    boolean complete = false;
    try {
      long flows = rows.forEach(writer::write);
      if (flows == 0) {
        throw new InputException(files.get(0), "has no flows", "check the file and its --format");
      }
      complete = true;
      return flows;
    } finally {
      if (!complete) {
        writer.abort();
      }
      writer.close();
    }
  }

  private void report(FlowRows rows, String target, long flows) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, "%,d flows from %s to %s%n", flows, rows.format(), target);
    if (rows.malformed() > 0) {
      err.printf(Locale.ROOT, "malformed lines dropped: %,d%n", rows.malformed());
    }
    if (rows.noFlows() > 0) {
      err.printf(Locale.ROOT, "records that are no IP flows left out: %,d%n", rows.noFlows());
    }
    ConversionLosses.of(rows.schema(), note(rows.format()), note(target)).forEach(err::println);
    err.flush();
  }

  private static FormatNote note(String name) {
    return FlowFiles.formats().stream()
        .filter(candidate -> candidate.name().equals(name))
        .map(FlowFormat::note)
        .findFirst()
        .orElseThrow();
  }
}
