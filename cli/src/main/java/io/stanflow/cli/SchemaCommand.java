package io.stanflow.cli;

import io.stanflow.io.SchemaDraft;
import io.stanflow.io.file.PendingFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    String draft = SchemaDraft.of(file);
    if (output == null) {
      spec.commandLine().getOut().print(draft);
      spec.commandLine().getOut().flush();
      return 0;
    }
    try (PendingFile schema = PendingFile.open(output)) {
      Outputs.sayReplaced(spec, output);
      schema.stream().write(draft.getBytes(StandardCharsets.UTF_8));
      schema.commit();
    }
    return 0;
  }
}
