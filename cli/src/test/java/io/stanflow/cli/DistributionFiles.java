package io.stanflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what the zip has of the command's own description: completion and manual pages. */
final class DistributionFiles {
  private DistributionFiles() {}

  /** Writes all into the folder {@code args[0]}; {@code mvn -Pdist package} calls it. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  /** The script for bash is zsh's too, by its bashcompinit. */
  static void write(Path folder) throws IOException {
    CommandLine command = Main.commandLine();
    Path completion = Files.createDirectories(folder.resolve("completion"));
    String name = command.getCommandName();
    Files.writeString(completion.resolve(name + ".bash"), AutoComplete.bash(name, command));
    Files.writeString(completion.resolve(name + ".fish"), FishCompletion.of(command));
    Path pages = Files.createDirectories(folder.resolve("man/man1"));
    Files.writeString(pages.resolve(ManualPage.name(command) + ".1"), ManualPage.of(command));
    for (CommandLine subcommand : command.getSubcommands().values()) {
      Path page = pages.resolve(ManualPage.name(subcommand) + ".1");
      Files.writeString(page, ManualPage.of(subcommand));
    }
  }
}
