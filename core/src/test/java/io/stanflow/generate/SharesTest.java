package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.model.Models;
import io.stanflow.model.WordProfile;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares of words that a scenario asks for, of a network that knows nothing. */
class SharesTest {
  private static final int FLOWS = 8_000;

  @TempDir private static Path folder;
  private static Model model;

  /** The same with the label after ports and flags. */
  private static Model last;

  @BeforeAll
  static void fit() throws IOException {
    model = fit(List.of(Schema.LABEL));
    last = fit(List.of());
  }

  private static Model fit(List<String> conditions) throws IOException {
    MemoryTable table = SimulatedTraffic.table(24, 190, true, 4);
    var options = new TrainingData.Options(3, 3, 0, 1).withConditions(conditions);
    var data = TrainingData.fit(table, options);
    Model random = Models.random(data.codec(), data.modelProfiles(), 3);
    List<WordProfile> words = new ArrayList<>();
    data.pooledWords()
        .get(Schema.LABEL)
        .forEach((word, profile) -> words.add(new WordProfile(Schema.LABEL, word, profile)));
    ModelFile.write(folder.resolve("m"), random.withWords(words));
    return ModelFile.read(folder.resolve("m"));
  }

  private static List<Flow> flows(String... where) {
    return flows(model, where);
  }

  private static List<Flow> flows(Model of, String... where) {
    List<Share> shares =
        Stream.of(where).flatMap(text -> ScenarioText.shares(text).stream()).toList();
    Scenario scenario =
        Scenario.DEFAULTS.withHosts(30).withFlows(FLOWS).withDuration(null).withShares(shares);
    try (Stream<Flow> flows = new StanflowModel(of).generate(scenario)) {
      return flows.toList();
    }
  }

  private static double share(List<Flow> flows, String label) {
    return flows.stream().filter(f -> f.word(12).equals(label)).count() / (double) flows.size();
  }

  @Test
  void wordsOfEnoughHostsAreInTheFile() {
    assertThat(model.words())
        .extracting(WordProfile::word)
        .contains("background", "blacklist")
        .doesNotHaveDuplicates();
    assertThat(model.words()).allMatch(word -> word.attribute().equals(Schema.LABEL));
  }

  @ParameterizedTest
  @CsvSource({
    "label=blacklist:20%, 0.2",
    "label=blacklist:0.5%, 0.005",
    "label=blacklist:95%, 0.95",
    "label=blacklist, 1",
    "label=blacklist:0%, 0"
  })
  void sharesComeOutAsAsked(String where, double share) {
    List<Flow> flows = flows(where);
    assertThat(flows).hasSize(FLOWS);
    assertThat(share(flows, "blacklist")).isCloseTo(share, within(0.005));
    assertThat(flows).extracting(Flow::timeMicros).isSorted();
  }

  /** A network of random weights knows no service by its label, but is steered. */
  @ParameterizedTest
  @CsvSource({"label=blacklist:20%, 0.2", "label=blacklist, 1", "label=blacklist:0%, 0"})
  void aLabelThatIsNoConditionHasItsShareToo(String where, double share) {
    assertThat(last.codec().spec().conditions()).isEmpty();
    assertThat(share(flows(last, where), "blacklist")).isCloseTo(share, within(0.005));
  }

  @Test
  void severalAtOnce() {
    List<Flow> flows = flows("label=blacklist:10%", "label=scan11:30%");
    assertThat(share(flows, "blacklist")).isCloseTo(0.1, within(0.005));
    assertThat(share(flows, "scan11")).isCloseTo(0.3, within(0.005));
  }

  /** Scans of the training flows are by TCP; how much hosts do is not asked. */
  @Test
  void profilesChangeAsFlowsOfTheWordHaveItAndKeepTheirVolume() {
    Scenario scenario =
        Scenario.DEFAULTS.withHosts(0).withShares(ScenarioText.shares("label=scan11:40%"));
    var known = new KnownAddresses(model.codec(), scenario.internal(), scenario.seed());
    Model directed =
        DirectedModel.of(model, scenario, ScenarioPlan.of(model, scenario, known).hosts());
    assertThat(tcp(directed)).isGreaterThan(tcp(model) + 0.1);
    for (int p = 0; p < model.profiles().size(); p++) {
      assertThat(directed.profiles().get(p).vector()[0])
          .isEqualTo(model.profiles().get(p).vector()[0]);
      assertThat(directed.profiles().get(p).spec().rhythm())
          .isEqualTo(model.profiles().get(p).spec().rhythm());
    }
  }

  /** Mean share of new flows by TCP. */
  private static double tcp(Model of) {
    MarginalBlocks blocks = of.codec().marginalBlocks();
    int from = blocks.start(blocks.ofField(of.codec().layout().field(Schema.PROTOCOL)));
    int tcp = List.of(of.codec().spec().protocols()).indexOf("TCP");
    return of.profiles().stream()
        .mapToDouble(p -> Math.exp(p.priors()[from + tcp]))
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tos=72:20%|shares of tos cannot be asked of the model, but of label;"
            + " train it with --condition tos",
        "label=worm:20%|the model knows no label 'worm'; it knows background, scan11, blacklist",
        "label=blacklist:60%,background:70%|the shares of label are 130.0 % together, not 100 %",
        "label=blacklist:6%,blacklist:7%|the share of label=blacklist is asked for twice",
        "label=blacklist:101%|the share of label=blacklist is 101.0, not from 0 to 100 %",
        "label|'label' names no shares",
        "label=|'label=' names no shares",
        "=x|'=x' names no shares"
      })
  void whatCannotBeIsSaid(String where, String fact) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flows(where))
        .withMessageStartingWith(fact);
  }
}
