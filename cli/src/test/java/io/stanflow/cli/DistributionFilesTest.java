package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion and manual pages of the zip name every subcommand and every option. */
class DistributionFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    DistributionFiles.write(folder);
  }

  @Test
  void everyOptionIsInManualAndCompletion() throws IOException {
    String bash = Files.readString(folder.resolve("completion/stanflow.bash"));
    String fish = Files.readString(folder.resolve("completion/stanflow.fish"));
    int options = 0;
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      String word = command.getCommandName();
      String page = Files.readString(folder.resolve("man/man1/stanflow-" + word + ".1"));
      assertThat(bash).contains(" " + word);
      for (OptionSpec option : command.getCommandSpec().options()) {
        String name = option.longestName();
        options++;
        assertThat(bash).contains("'" + name + "'");
        assertThat(page).contains("\\fB" + name.replace("-", "\\-") + "\\fR");
        assertThat(fish)
            .containsPattern(
                "-n '__fish_seen_subcommand_from %s'.* -l %s ".formatted(word, name.substring(2)));
      }
    }
    assertThat(options).isGreaterThan(50);
  }

  @Test
  void pagesAreRoffWithoutWhatWouldBeARequest() throws IOException {
    assertThat(folder.resolve("man/man1/stanflow.1"))
        .content()
        .startsWith(".TH \"STANFLOW\" \"1\" \"\" \"stanflow " + escaped(Version.text()) + "\"")
        .contains(".SH \"NAME\"\nstanflow \\- Learns from network flows", ".SH \"EXIT STATUS\"")
        .contains("\\fBstanflow\\-generate\\fR(1)\nGenerates synthetic flows.");
    assertThat(folder.resolve("man/man1/stanflow-generate.1"))
        .content()
        .contains("\n.TP\n\\fB\\-o\\fR, \\fB\\-\\-output\\fR=\\fIFILE\\fR\nWhere to; ")
        .contains("default: 1")
        .doesNotContain("${", "%n");
    CommandSpec odd = CommandSpec.create().name("odd").version("1");
    odd.usageMessage().description("Odd.", ".gz is no request", "'nor \"this\\");
    assertThat(ManualPage.of(new CommandLine(odd)))
        .contains("\n\\&.gz is no request\n\\&'nor \\(dqthis\\e\n");
  }

  private static String escaped(String text) {
    return text.replace("-", "\\-");
  }
}
