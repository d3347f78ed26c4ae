package io.stanflow.cli;

import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which flows to go on from. */
final class ContinueArguments {
  @Option(
      names = "--continue",
      paramLabel = "FILE",
      description =
          "Go on from the flows of FILE, real or synthetic, after its end: its hosts keep"
              + " addresses, peers, connections and rhythm (see docs/continue.md). What comes out"
              + " is not safe to share: it has FILE's addresses and its hosts' ways. --internal"
              + " names the blocks of its hosts.")
  private String file;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      converter = Arguments.Format.class,
      description = "Format of the file to go on from, see stanflow formats (default: detected).")
  private String format;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description =
          "What the columns of the file to go on from are, if it is a text table of your own;"
              + " stanflow schema drafts it.")
  private Path schema;

  /**
   * The file; null where nothing is continued.
   *
   * @throws IllegalArgumentException if what says how to read makes no sense
   */
  String file() {
    if (file == null && (format != null || schema != null)) {
      throw new IllegalArgumentException(
          (format != null ? "--from" : "--schema") + " says how to read --continue FILE");
    }
    if (format != null && schema != null) {
      throw new IllegalArgumentException("--schema says how to read; leave --from out");
    }
    return file;
  }

  /** How to read it. */
  ReadOptions options() throws IOException {
    ReadOptions options = ReadOptions.DEFAULTS;
    if (schema != null) {
      return options.withSchemaFile(SchemaFile.read(schema));
    }
    return format == null ? options : options.withFormat(format);
  }
}
