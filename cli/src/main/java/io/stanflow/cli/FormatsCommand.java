package io.stanflow.cli;

import io.stanflow.flow.Attribute;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FormatNote;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stanflow formats}: what files can be read and written. */
@Command(
    name = "formats",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Lists the file formats; docs/formats.md says more.")
final class FormatsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (FlowFormat format : FlowFiles.formats()) {
      FormatNote note = format.note();
      String uses = format.writes() ? "read, write" : "read";
      out.printf("%s (%s): %s%n", format.name(), uses, note.what());
      out.printf("    time: %s%n", time(note));
      out.printf("    attributes: %s%n", attributes(note));
    }
    out.flush();
  }

  private static String time(FormatNote note) {
    if (note.attributes().isEmpty()) {
      return "as its columns say";
    }
    return note.edge() == null ? "none" : note.edge().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String attributes(FormatNote note) {
    return note.attributes().isEmpty()
        ? "any"
        : note.attributes().stream().map(Attribute::name).collect(Collectors.joining(", "));
  }
}
