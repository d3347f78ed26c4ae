package io.stanflow.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command's manual page in roff, out of what its {@code --help} is made of. picocli itself writes
 * AsciiDoc, which would need a Ruby interpreter in the build.
 */
final class ManualPage {
  private final CommandLine command;
  private final CommandSpec spec;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandLine command) {
    this.command = command;
    spec = command.getCommandSpec();
  }

  /** Such as {@code stanflow-generate}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  static String of(CommandLine command) {
    return new ManualPage(command).write();
  }

  private String write() {
    UsageMessageSpec usage = spec.usageMessage();
    List<String> description = lines(usage.description());
    request("TH", name(command).toUpperCase(java.util.Locale.ROOT), "1", "", spec.version()[0], "");
    section("NAME");
    text(name(command) + " \\- " + escape(description.get(0).replaceAll("\\.$", "")));
    section("SYNOPSIS");
    String synopsis = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
    text(escape(String.join(" ", synopsis.split("\\s+"))));
    section("DESCRIPTION");
    description.forEach(line -> text(escape(line)));
    options();
    if (!command.getSubcommands().isEmpty()) {
      section("COMMANDS");
      command.getSubcommands().values().forEach(this::subcommand);
    }
    if (!usage.exitCodeList().isEmpty()) {
      section("EXIT STATUS");
      usage.exitCodeList().forEach((code, meaning) -> item(escape(code), meaning));
    }
    return page.toString();
  }

  private void options() {
    section("OPTIONS");
    for (ArgSpec positional : spec.positionalParameters()) {
      item(italic(positional.paramLabel()), String.join(" ", lines(positional.description())));
    }
    for (OptionSpec option : spec.options()) {
      if (option.hidden()) {
        continue;
      }
      List<String> names = new ArrayList<>();
      for (String name : option.names()) {
        names.add("\\fB" + escape(name) + "\\fR");
      }
      String value = option.arity().max() == 0 ? "" : "=" + italic(option.paramLabel());
      item(String.join(", ", names) + value, String.join(" ", lines(option.description())));
    }
  }

  private void subcommand(CommandLine subcommand) {
    String[] description = subcommand.getCommandSpec().usageMessage().description();
    item("\\fB" + escape(name(subcommand)) + "\\fR(1)", lines(description).get(0));
  }

  /** Descriptions are format strings, whose signs for percent picocli may have replaced or not. */
  static List<String> lines(String... description) {
    String text = String.join("\n", description).replace("%n", "\n").replace("%%", "%");
    return text.lines().toList();
  }

  private void section(String heading) {
    request("SH", heading);
  }

  private void request(String name, String... words) {
    page.append('.').append(name);
    for (String word : words) {
      page.append(" \"").append(escape(word)).append('"');
    }
    page.append('\n');
  }

  private void item(String tag, String text) {
    page.append(".TP\n");
    text(tag);
    text(escape(text));
  }

  /** A line that begins with a full stop or an apostrophe would be a request. */
  private void text(String escaped) {
    page.append(escaped.matches("[.'].*") ? "\\&" : "").append(escaped).append('\n');
  }

  private static String italic(String text) {
    return "\\fI" + escape(text) + "\\fR";
  }

  private static String escape(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
  }
}
