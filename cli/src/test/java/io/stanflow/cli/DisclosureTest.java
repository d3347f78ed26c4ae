package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model tells of the hosts that it was trained on, from the command line. */
class DisclosureTest {
  @TempDir private Path folder;

  /** Flows of twelve hosts, one of which has a port, ToS, label, size and largest flow alone. */
  private Path planted() throws IOException {
    Path file = SmallFlows.write(folder.resolve("planted.csv"), 8);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String host = "2016-04-11 11:59:59,0.000,192.0.2.12,198.51.100.53,47111,53,UDP,.A....,0,";
    for (int i = 0; i < 60; i++) {
      lines.add(host + (i == 0 ? "0,54321,98765432,background" : "184,1,1237,implant"));
    }
    return Files.write(file, lines);
  }

  private static String text(Path model) throws IOException {
    try (var file = new ZipFile(model.toFile())) {
      byte[] bytes = file.getInputStream(file.getEntry("model.json")).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Test
  void trainingSaysWhatItLeavesOutAndInspectWhatIsHeld() throws IOException {
    Path model = folder.resolve("model.stanflow");
    CommandRun trained = SmallFlows.train(planted(), model, "--keep", "label");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err())
        .contains("not held, as fewer than 3 hosts share them:")
        .containsPattern("\n +tos +words +1 +59 +other words")
        .containsPattern("\n +local port +ports +1 +60 +a port of its block")
        .containsPattern("\n +bytes +largest values +1 +1 +at most")
        .doesNotContainPattern("\n +label +words");
    CommandRun held = CommandRun.of("inspect", "--disclosure", model);
    assertThat(held.code()).as(held.err()).isZero();
    assertThat(held.out())
        .contains(
            "each value is shared by at least 3 hosts; each profile tells what at least 3 do;")
        .contains("the words of label are held, whoever has them")
        .containsPattern("\n +implant +1\n")
        .containsPattern("peer port, ports \\(\\d+\\)\n +443 +6\n")
        .doesNotContain("47111", "98765432", "54321", "1237");
    assertThat(CommandRun.of("inspect", model).out()).containsPattern("keep +label");
    CommandRun json = CommandRun.of("inspect", "--disclosure", "--json", model);
    Disclosure parsed = new Gson().fromJson(json.out(), Disclosure.class);
    assertThat(parsed.fewest()).isGreaterThanOrEqualTo(3);
    assertThat(parsed.keep()).containsExactly("label");
    assertThat(parsed.values()).isNotEmpty();
    assertThat(ModelFile.read(model).codec().spec().shared()).hasSameSizeAs(parsed.values());
  }

  @Test
  void fewerHostsThanAProfileNeedsAreRefused() throws IOException {
    Path flows = SmallFlows.write(folder.resolve("flows.csv"), 8);
    Path model = folder.resolve("model.stanflow");
    CommandRun run =
        CommandRun.of(
            "train", flows, "--internal", SmallFlows.INTERNAL, "--profile-k", 13, "-o", model);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.lastError())
        .contains("flows.csv: has 12 hosts, but", "at least 13", "pass --profile-k 1")
        .contains("describes single hosts");
    assertThat(model).doesNotExist();
  }

  @Test
  void onlyColumnsOfFewWordsAreKept() throws IOException {
    Path flows = SmallFlows.write(folder.resolve("flows.csv"), 8);
    Path model = folder.resolve("model.stanflow");
    CommandRun run = SmallFlows.train(flows, model, "--keep", "bytes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.lastError())
        .contains("--keep bytes: there is no such column of words", "label", "tos");
    assertThat(model).doesNotExist();
  }

  @Test
  void aTableWithoutAddressesHoldsNoNameOfOnePart() throws IOException {
    var lines = new ArrayList<>(List.of("user,clicks,page"));
    for (int i = 0; i < 1200; i++) {
      String user = i % 3 == 0 ? "staff" : "visitor-" + i / 30;
      lines.add("%s,%d,page-%d".formatted(user, i % 7, i % 4));
    }
    Path table = Files.write(folder.resolve("visits.csv"), lines);
    String columns =
        """
        header: yes
        columns:
          - {column: user, kind: word}
          - {column: clicks, kind: count}
          - {column: page, kind: word}
        """;
    Path schema = Files.writeString(folder.resolve("visits.yaml"), columns);
    Path model = folder.resolve("model.stanflow");
    CommandRun run =
        CommandRun.of(
            (Object[])
                ("train " + table + " --schema " + schema + " -o " + model)
                    .concat(" --epochs 1 --width 8 --hidden 8 --workers 1 --device cpu")
                    .split(" ", -1));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).containsPattern("\n +user +words +40 +800 ");
    assertThat(text(model)).contains("\"staff\"").doesNotContain("visitor");
    assertThat(CommandRun.of("inspect", "--disclosure", model).out())
        .containsPattern("each value is shared by at least \\d+ parts of the table");
  }
}
