package io.stanflow.cli;

import io.stanflow.io.SchemaDraft;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drafts a schema file for a text table. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Drafts a schema file: what the columns of a text table are, for --schema.",
      "Names and values of the columns are guessed from; docs/schema.md describes the file."
    })
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The table, plain, .gz or .zst; - is standard input.")
  private String file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private String output;

  @Override
  public Integer call() throws IOException {
    Outputs.write(spec, output, SchemaDraft.of(file));
    return 0;
  }
}
