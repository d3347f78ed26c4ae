package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Profile;
import io.stanflow.codec.ServiceCells;
import io.stanflow.codec.ServiceShift;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Cidr;
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
import java.util.function.Predicate;
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
    return flows(of, Scenario.DEFAULTS.withHosts(30).withShares(shares(where)));
  }

  private static List<Share> shares(String... where) {
    return Stream.of(where).flatMap(text -> ScenarioText.shares(text).stream()).toList();
  }

  private static List<Flow> flows(Model of, Scenario any) {
    Scenario scenario = any.withFlows(FLOWS).withDuration(null);
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

  private static double share(List<Flow> flows, Predicate<Flow> wanted) {
    return flows.stream().filter(wanted).count() / (double) flows.size();
  }

  private static Predicate<Flow> by(String protocol) {
    return flow -> flow.word(6).equals(protocol);
  }

  private static Predicate<Flow> port(int port) {
    Predicate<Flow> ports = by("TCP").or(by("UDP"));
    return ports.and(flow -> flow.number(4) == port || flow.number(5) == port);
  }

  /** Of a model that was not trained to decide them first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocol=UDP:40% | UDP, 0.4",
        "protocol=UDP:40%,TCP:50% | UDP, 0.4, TCP, 0.5",
        "protocol=icmp:0% | ICMP, 0",
        "protocol=TCP | TCP, 1",
        "port=22:5% | 22, 0.05",
        "port=tcp/443:40%,53:1% | 443, 0.4, 53, 0.01",
      })
  void protocolsAndPortsHaveTheirSharesToo(String where, String expected) {
    List<Flow> flows = flows(last, where);
    assertThat(flows).hasSize(FLOWS).extracting(Flow::timeMicros).isSorted();
    String[] parts = expected.split(", ", -1);
    for (int i = 0; i < parts.length; i += 2) {
      boolean port = parts[i].matches("\\d+");
      double share = share(flows, port ? port(Integer.parseInt(parts[i])) : by(parts[i]));
      assertThat(share).as(parts[i]).isCloseTo(Double.parseDouble(parts[i + 1]), within(0.005));
    }
  }

  @Test
  void protocolsPortsAndWordsTogether() {
    List<Flow> flows = flows(model, "protocol=UDP:30%", "port=22:5%", "label=blacklist:10%");
    assertThat(share(flows, by("UDP"))).isCloseTo(0.3, within(0.005));
    assertThat(share(flows, port(22))).isCloseTo(0.05, within(0.005));
    assertThat(share(flows, "blacklist")).isCloseTo(0.1, within(0.005));
  }

  /** Two groups that share profiles; one has shares of its own, all together another. */
  @Test
  void groupsHaveSharesOfTheirOwn() {
    var office = new HostGroup("office", 12, List.of(Cidr.parse("10.1.0.0/24")), null, 1);
    var lab = new HostGroup("lab", 12, List.of(Cidr.parse("10.2.0.0/24")), null, 1);
    List<HostGroup> groups =
        List.of(office, lab.withShares(shares("protocol=UDP:60%", "label=blacklist:20%")));
    List<Flow> flows = flows(last, Scenario.DEFAULTS.withGroups(groups));
    Predicate<Flow> ofLab =
        flow -> {
          Cidr block = lab.networks().get(0);
          return block.contains(flow.address(2)) || block.contains(flow.address(3));
        };
    List<Flow> lab1 = flows.stream().filter(ofLab).toList();
    assertThat(lab1.size()).isBetween(FLOWS / 5, 4 * FLOWS / 5);
    assertThat(share(lab1, by("UDP"))).isCloseTo(0.6, within(0.01));
    assertThat(share(lab1, "blacklist")).isCloseTo(0.2, within(0.01));
    List<Flow> others = flows.stream().filter(ofLab.negate()).toList();
    assertThat(share(others, by("UDP"))).as("as it is").isLessThan(0.5);

    Scenario both = Scenario.DEFAULTS.withGroups(groups).withShares(shares("protocol=UDP:50%"));
    List<Flow> together = flows(last, both);
    assertThat(share(together, by("UDP"))).isCloseTo(0.5, within(0.005));
    assertThat(share(together.stream().filter(ofLab).toList(), by("UDP")))
        .isCloseTo(0.6, within(0.01));
    Scenario all = both.withShares(shares("protocol=UDP:99%"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flows(last, all))
        .withMessageContaining("protocol=UDP:60.0%, protocol=UDP:99.0% together");
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
    Model directed = new DirectedModel(model, scenario, known).model();
    assertThat(tcp(directed)).isGreaterThan(tcp(model) + 0.1);
    for (int p = 0; p < model.profiles().size(); p++) {
      assertThat(directed.profiles().get(p).vector()[0])
          .isEqualTo(model.profiles().get(p).vector()[0]);
      assertThat(directed.profiles().get(p).spec().rhythm())
          .isEqualTo(model.profiles().get(p).spec().rhythm());
    }
  }

  @Test
  void aProfileIsShiftedWithAllThatGoesWithItsServices() {
    List<String> protocols = List.of(last.codec().spec().protocols());
    var udp = new ServiceCells.Part(protocols.indexOf("UDP"), -1);
    var shift = new ServiceShift(last.codec(), last.codec().cells(List.of(List.of(udp))));
    Profile before = last.profiles().get(0);
    Profile after = shift.shifted(before, new double[] {0.8, 0.2});
    assertThat(shift.natural(before)[0]).isLessThan(0.5);
    assertThat(shift.natural(after)[0]).isCloseTo(0.8, within(0.05));
    assertThat(tcp(last.withProfiles(List.of(after))))
        .isLessThan(0.6 * tcp(last.withProfiles(List.of(before))));
    assertThat(after.vector()[0]).isEqualTo(before.vector()[0]);
    assertThat(after.spec()).isEqualTo(before.spec());
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

  @Test
  void whatExcludesEachOtherIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flows("protocol=ICMP", "port=22:5%"))
        .withMessage(
            "no flows of these hosts can have the shares protocol=ICMP:100.0%, port=22:5.0%"
                + " together; ask for fewer of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tos=72:20%|shares of tos cannot be asked of the model, but of label, protocol, port;"
            + " train it with --condition tos",
        "label=worm:20%|the model knows no label 'worm'; it knows background, scan11, blacklist",
        "label=blacklist:60%,background:70%|the shares of label are 130.0 % together, not 100 %",
        "label=blacklist:6%,blacklist:7%|the share of label=blacklist is asked for twice",
        "label=blacklist:101%|the share of label=blacklist is 101.0, not from 0 to 100 %",
        "protocol=QUIC:5%|the model knows no protocol 'QUIC'; it knows TCP, UDP, ESP, ICMP",
        "port=31337:5%|the model knows no port 31337; it knows 443, ",
        "port=udp/22:5%|the model knows no port udp/22; it knows 53",
        "port=https|'https' is no port; write 443 or tcp/443",
        "port=443:60%,22:50%|the shares of port are 110.0 % together, not 100 % at most",
        "port=443:6%,tcp/443:7%|the share of port=tcp/443 is asked for twice",
        "port=22:5%,udp/53:96%|the shares of port are 101.0 % together, not 100 % at most",
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
