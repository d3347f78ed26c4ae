package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttacksTest {
  @TempDir Path directory;

  private Optional<Attacks> attacks(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("flows.csv"), text);
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS);
        var source = FlowSource.all("flows", table)) {
      return Attacks.of(source, FlowStatistics.of(source, RecordTimes.ANY));
    }
  }

  /** Lines of bytes and label, the first {@code ones} of one label. */
  private static String labels(String one, int ones, String other, int others) {
    return "bytes,label:word\n"
        + ("1," + one + "\n").repeat(ones)
        + ("2," + other + "\n").repeat(others);
  }

  @ParameterizedTest
  @CsvSource({
    "Benign, PortScan",
    "BENIGN, DDoS",
    "normal, suspicious",
    "background, anomaly-spam",
    "0, 1",
    "flow=From-Normal-V42, flow=From-Botnet-V42",
    "-, Malicious",
    "No Label, abnormal"
  })
  void benignFlowsAreKnownByTheirWordEvenWhereTheyAreFew(String benign, String attack)
      throws IOException {
    Attacks found = attacks(labels(benign, 10, attack, 90)).orElseThrow();
    assertThat(found.note()).isEmpty();
    assertThat(found.label()).isEqualTo("benign");
    try (DuckTable table =
            FlowFiles.read(
                List.of(directory.resolve("flows.csv").toString()), ReadOptions.DEFAULTS);
        var source = FlowSource.all("flows", table)) {
      double[] count =
          source.query().row("SELECT count(*) FROM flows f WHERE " + found.condition());
      assertThat(count).containsExactly(90);
    }
  }

  @Test
  void withoutSuchAWordTheMostFrequentIsTakenAndSaid() throws IOException {
    Attacks found = attacks(labels("web", 60, "dns", 40)).orElseThrow();
    assertThat(found.label()).isEqualTo("web");
    assertThat(found.note().orElseThrow())
        .isEqualTo(
            "no label is a word for benign flows; 'web', the most frequent, is taken for it");
  }

  @Test
  void oneClassIsNothingToFind() throws IOException {
    assertThat(attacks(labels("benign", 50, "Background", 50))).isEmpty();
    assertThat(attacks("bytes,label\n1,attack\n2,attack\n")).isEmpty();
  }

  @Test
  void whatSaysTheLabelIsHidden() throws IOException {
    var text = new StringBuilder("bytes,label,detailedLabel,family,service,protocol\n");
    for (int i = 0; i < 3000; i++) {
      boolean attack = i % 3 == 0;
      String family = attack ? List.of("scan", "flood").get(i % 2) : "none";
      text.append(i).append(attack ? ",Malicious," : ",Benign,").append(i % 5).append("x,");
      text.append(i == 1 ? "scan" : family).append(attack && i % 2 == 0 ? ",irc," : ",dns,");
      text.append(attack ? "TCP" : "UDP").append('\n');
    }
    // family tells it but for one flow; a service that only attacks have does not tell all of them;
    // what a protocol tells is what a detector may learn
    assertThat(attacks(text.toString()).orElseThrow().telling())
        .contains("label", "detailedLabel", "family")
        .doesNotContain("service", "protocol");
  }
}
