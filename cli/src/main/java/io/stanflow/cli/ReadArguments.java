package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.io.ReadOptions;
import io.stanflow.io.SchemaFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which flows to train on, and how to read them. */
final class ReadArguments {
  /** A host with fewer flows teaches next to nothing about how a host goes on. */
  private static final int MIN_FLOWS = 20;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Flow files of one format, plain, .gz or .zst; - is standard input.")
  private List<String> files;

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description = "Blocks that hold the internal hosts (default: detected).")
  private List<Cidr> internal = List.of();

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
      names = "--skip-malformed",
      description = "Count and drop malformed lines rather than stop at the first.")
  private boolean skipMalformed;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where to put the lines that --skip-malformed drops.")
  private Path rejects;

  @Option(
      names = "--min-flows",
      paramLabel = "N",
      description = "Leave out hosts with fewer flows (default: ${DEFAULT-VALUE}).")
  private int minFlows = MIN_FLOWS;

  List<String> files() {
    return files;
  }

  /**
   * The schema file, or null where none is named.
   *
   * @throws UncheckedIOException if it is wrong
   */
  static SchemaFile schemaFile(Path file) {
    try {
      return file == null ? null : SchemaFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int minFlows() {
    return minFlows;
  }

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
    if (schema != null && format != null) {
      throw new IllegalArgumentException("--schema says how to read; leave --format out");
    }
    if (minFlows < 1) {
      throw new IllegalArgumentException("--min-flows must be at least 1 but is " + minFlows);
    }
    ReadOptions options =
        ReadOptions.DEFAULTS
            .withFormat(format)
            .withSchemaFile(schemaFile(schema))
            .withInternal(internal)
            .withMinFlowsPerHost(minFlows);
    return skipMalformed ? options.withSkipMalformed(rejects) : options;
  }
}
