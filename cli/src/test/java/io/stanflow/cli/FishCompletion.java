package io.stanflow.cli;

import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion of subcommands and options in the fish shell, which picocli has no script for. */
final class FishCompletion {
  private FishCompletion() {}

  /** One {@code complete} for each subcommand and option. */
  static String of(CommandLine command) {
    String name = command.getCommandName();
    var lines = new StringJoiner("\n", "", "\n");
    options(lines, name, "__fish_use_subcommand", command.getCommandSpec());
    command
        .getSubcommands()
        .forEach(
            (word, subcommand) -> {
              CommandSpec spec = subcommand.getCommandSpec();
              String description = description(List.of(spec.usageMessage().description()));
              lines.add(
                  "complete -c %s -f -n __fish_use_subcommand -a %s -d %s"
                      .formatted(name, word, description));
              options(lines, name, "'__fish_seen_subcommand_from " + word + "'", spec);
            });
    return lines.toString();
  }

  private static void options(StringJoiner lines, String name, String where, CommandSpec spec) {
    for (OptionSpec option : spec.options()) {
      if (option.hidden()) {
        continue;
      }
      var line = new StringBuilder("complete -c " + name + " -n " + where);
      for (String one : option.names()) {
        line.append(one.startsWith("--") ? " -l " : " -s ").append(one.replaceFirst("^--?", ""));
      }
      if (option.arity().max() > 0) {
        line.append(" -r");
      }
      if (option.completionCandidates() != null) {
        line.append(" -f -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
      lines.add(line + " -d " + description(List.of(option.description())));
    }
  }

  /** The first sentence's first line: fish shows one. */
  private static String description(List<String> description) {
    return quoted(ManualPage.lines(description.get(0)).stream().findFirst().orElse(""));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
