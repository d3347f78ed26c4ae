package io.stanflow.cli;

import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What flow files are and what becomes of their malformed lines. */
class InputArguments {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      converter = Arguments.Format.class,
      description = "Format of the files, see stanflow formats (default: detected).")
  private String format;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "What the columns of your own text tables are; stanflow schema drafts it.")
  private Path schema;

  @Option(
      names = "--time-unit",
      paramLabel = "UNIT",
      description =
          "s, ms, us or ns: of times in csv and Parquet tables that are numbers"
              + " (default: by their size).")
  private String timeUnit;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = Arguments.Encoding.class,
      description = "Encoding of text without a byte-order mark (default: UTF-8).")
  private Charset encoding;

  @Option(
      names = "--skip-malformed",
      description = "Count and drop malformed lines rather than stop at the first.")
  private boolean skipMalformed;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where to put the lines that --skip-malformed drops.")
  private Path rejects;

  @Option(
      names = "--scale-sampled",
      description =
          "Multiply packets and bytes by N where a NetFlow exporter says that it sampled 1 in N.")
  private boolean scaleSampled;

  /**
   * The options.
   *
   * @throws IllegalArgumentException if they make no sense
   * @throws UncheckedIOException if the schema file is wrong
   */
  ReadOptions options() {
    if (rejects != null && !skipMalformed) {
      throw new IllegalArgumentException("--rejects needs --skip-malformed");
    }
    ReadOptions options = form();
    if (rejects != null) {
      return options.withSkipMalformed(rejects);
    }
    return skipMalformed ? options.withSkipMalformed() : options;
  }

  /** Options for other files of the same form, whose malformed lines are counted. */
  ReadOptions lenient() {
    return form().withSkipMalformed();
  }

  private ReadOptions form() {
    if (schema != null && format != null) {
      throw new IllegalArgumentException("--schema says how to read; leave --format out");
    }
    try {
      ReadOptions options = ReadOptions.DEFAULTS;
      options = format == null ? options : options.withFormat(format);
      options = timeUnit == null ? options : options.withTimeUnit(unit(timeUnit));
      options = scaleSampled ? options.withScaleSampled() : options;
      options = encoding == null ? options : options.withEncoding(encoding);
      return schema == null ? options : options.withSchemaFile(SchemaFile.read(schema));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Unit unit(String word) {
    return List.of(Unit.S, Unit.MS, Unit.US, Unit.NS).stream()
        .filter(unit -> unit.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("--time-unit is '" + word + "': s, ms, us or ns"));
  }
}
