package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stanflow.flow.Cidr;
import io.stanflow.generate.HostGroup;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.Share;
import io.stanflow.io.file.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenario files: the examples of docs/scenario.md, what is wrong in one, and what is made of it.
 */
class ScenarioTest {
  private static final Path ROOT = Path.of(System.getProperty("stanflow.root", ".."));
  private static final Path MODEL = ROOT.resolve("models/ugr16.stanflow");

  @TempDir private Path folder;

  private static List<String> examples() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/scenario.md"));
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(text);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    assertThat(blocks).hasSize(5);
    return blocks;
  }

  private static Scenario parse(String text) throws InputException {
    return ScenarioYaml.parse("s.yaml", text, Scenario.DEFAULTS);
  }

  @Test
  void theFirstExampleSaysAllOfTheSentenceInFifteenLines() throws IOException {
    String text = examples().get(0);
    assertThat(text.lines().count()).isLessThanOrEqualTo(15);
    Scenario scenario = parse(text);
    assertThat(scenario.start()).isEqualTo(Instant.parse("2026-01-05T07:00:00Z"));
    assertThat(scenario.zone()).isEqualTo(ZoneOffset.ofHours(1));
    assertThat(scenario.duration()).isEqualTo(Duration.ofHours(10));
    assertThat(scenario.flows()).isEqualTo(50_000);
    assertThat(scenario.hosts()).isEqualTo(30);
    assertThat(scenario.shares()).containsExactly(new Share("label", "blacklist", 0.2));
    List<Cidr> fixed = List.of(Cidr.parse("10.0.0.10/32"), Cidr.parse("10.0.0.11/32"));
    assertThat(scenario.groups())
        .containsExactly(
            new HostGroup("servers", 2, fixed, "web server", 1),
            new HostGroup("office", 28, List.of(Cidr.parse("10.0.1.0/24")), null, 1));
    assertThat(scenario.internal()).hasSize(3);
  }

  /** With the bundled model, a part of the flows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void examplesGenerate(int number) throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), examples().get(number));
    Path out = folder.resolve("flows.csv");
    Path truth = folder.resolve("events.jsonl");
    CommandRun run =
        CommandRun.of(
            "generate",
            "-m",
            MODEL,
            "--scenario",
            file,
            "--flows",
            2000,
            "-o",
            out,
            "--truth",
            truth);
    assertThat(run.code()).as(run.err()).isZero();
    List<String[]> rows = rows(out);
    assertThat(rows).hasSize(number == 2 ? 2015 : 2000); // visits come on top
    Set<String> sides =
        rows.stream().flatMap(row -> Stream.of(row[2], row[3])).collect(Collectors.toSet());
    double attacks = rows.stream().filter(row -> row[12].equals("blacklist")).count() / 2000.0;
    switch (number) {
      case 0 -> {
        assertThat(attacks).isBetween(0.19, 0.21);
        assertThat(sides).contains("10.0.0.10", "10.0.0.11");
        assertThat(rows).allMatch(row -> row[0].compareTo("2026-01-05 07:00:00") >= 0);
        assertThat(rows).allMatch(row -> row[0].compareTo("2026-01-05 17:00:00") < 0);
      }
      case 1 -> assertThat(sides).contains("10.3.0.53");
      case 2 -> assertTruth(Files.readAllLines(truth), rows);
      case 4 -> assertThat(udp(rows)).isBetween(0.29, 0.31);
      default -> assertThat(attacks).isGreaterThan(0.97); // ticks of other protocols stay
    }
  }

  /** Each flow of an event is the row that it is said to be, and none is missing. */
  private static void assertTruth(List<String> truth, List<String[]> rows) {
    Map<String, Integer> flows = new HashMap<>();
    for (String line : truth) {
      JsonObject said = JsonParser.parseString(line).getAsJsonObject();
      String event = said.get("event").getAsString();
      if (said.has("row")) {
        String[] row = rows.get(said.get("row").getAsInt() - 1);
        assertThat(row[2]).isEqualTo(said.get("sourceAddress").getAsString());
        assertThat(row[3]).isEqualTo(said.get("destinationAddress").getAsString());
        assertThat(row[5]).isEqualTo(said.get("destinationPort").getAsString());
        assertThat(row[12]).isEqualTo(said.get("label").getAsString());
        String time = said.get("time").getAsString();
        assertThat(row[0]).isEqualTo(time.replace('T', ' ').substring(0, 19));
        flows.merge(event, 1, Integer::sum);
      } else if (said.has("flows")) {
        assertThat(flows).containsEntry(event, said.get("flows").getAsInt());
      }
    }
    List<String[]> scan =
        rows.stream().filter(row -> List.of(row[2], row[3]).contains("198.51.100.7")).toList();
    assertThat(flows).containsEntry("scan", scan.size());
    assertThat(scan).allMatch(row -> row[12].equals("blacklist"));
    assertThat(scan.stream().filter(row -> row[5].equals("23")).map(row -> row[3]).distinct())
        .hasSize(15);
    assertThat(flows.get("bot")).isPositive();
  }

  private static double udp(List<String[]> rows) {
    return rows.stream().filter(row -> row[6].equals("UDP")).count() / (double) rows.size();
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  @Test
  void aDraftIsAScenarioThatGenerates() throws IOException {
    Path draft = folder.resolve("draft.yaml");
    CommandRun drafted = CommandRun.of("scenario", "-m", MODEL, "-o", draft);
    assertThat(drafted.code()).as(drafted.err()).isZero();
    assertThat(Files.readString(draft)).contains("like: web server", "blacklist: 20%");
    Path out = folder.resolve("flows.csv");
    CommandRun run =
        CommandRun.of("generate", "-m", MODEL, "--scenario", draft, "--flows", 500, "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(rows(out)).hasSize(500);
    assertThat(CommandRun.of("scenario", "-m", SmallFlows.model()).out()).contains("hosts:\n");
  }

  @Test
  void optionsSayOtherwise() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), examples().get(0));
    Path out = folder.resolve("flows.csv");
    CommandRun run =
        CommandRun.of(
            "generate",
            "-m",
            MODEL,
            "--scenario",
            file,
            "--hosts",
            3,
            "--flows",
            300,
            "--where",
            "label=background",
            "--start",
            "2020-02-02",
            "--duration",
            "2h",
            "-o",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("300 flows of 3 hosts");
    assertThat(rows(out)).allMatch(r -> r[12].equals("background") && r[0].startsWith("2020-02"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "hosts: many ! s.yaml:1: hosts: 'many' is neither a number >= 1 nor 'all'; correct it;",
        "flows: 0 ! s.yaml:1: flows: must be at least 1 but is 0",
        "flows: some ! s.yaml:1: flows is 'some'; write a number",
        "start: tomorrow ! s.yaml:1: start: 'tomorrow' is no instant",
        "start: 2026-01-05\\n"
            + "end: 9 ! s.yaml:2: no key is named 'end' here; a scenario has the keys",
        "where: {label: {attack: many}} ! s.yaml:1: attack: 'many' is no share; write 20% or 2.5%",
        "where: {label: {attack: 120%}} ! s.yaml:1: attack: the share of label=attack is 120",
        "hosts: [{where: {port: {22: x}}}] ! s.yaml:1: 22: 'x' is no share; write 20% or 2.5%",
        "hosts: [{where: all}] ! s.yaml:1: where is no mapping of keys to values",
        "where: 9 ! s.yaml:1: where is no mapping of keys to values",
        "hosts: [9] ! s.yaml:1: a group of hosts is no mapping of keys to values",
        "hosts: [] ! s.yaml:1: hosts is no list",
        "hosts: [{count: 0}] ! s.yaml:1: count: must be at least 1 but is 0",
        "hosts: [{count: 5000000000}] ! s.yaml:1: group 1: 2,147,483,647 hosts, not from 1 to",
        "hosts: [{volume: 0}] ! s.yaml:1: group 1: a volume of 0.0, not above 0",
        "hosts: [{network: 10.0.0.0}, {network: x}] ! s.yaml:1: ",
        "hosts: [{address: 10.0.0.0/24}] ! s.yaml:1: 10.0.0.0/24 is no single address",
        "hosts: [{address: [10.0.0.1, 10.0.0.2], count: 3}] ! s.yaml:1: 3 hosts have 2 addresses",
        "hosts: [{address: 10.0.0.1, network: 10.1.0.0/16}] ! s.yaml:1: the group has both",
        "hosts: [{hours: 8-18}] ! s.yaml:1: hours: '8-18' are no hours; write 08:00-18:00",
        "hosts: [{hours: 08:00-25:00}] ! s.yaml:1: hours: '25:00' is no time of day",
        "hosts: [{days: mon-frog}] ! s.yaml:1: days: 'frog' is no day; write mon, or sunday",
        "volume: 0 ! s.yaml:1: a volume of 0.0, not above 0",
        "holidays: [soon] ! s.yaml:1: holidays: 'soon' is no date; write 2026-12-25",
        "holidays: {2026-12-24: never} ! s.yaml:1: 2026-12-24: 'never' is no day",
        "events: [{at: 14:00}] ! s.yaml:1: an event has either the key campaign or infected",
        "events: [{infected: any, like: x}] ! s.yaml:1: event 1 has no time; write at: 14:00",
        "events: [{infected: any, at: 14:00}] ! s.yaml:1: event 1: infected hosts stay as they are",
        "events: [{infected: any, at: 14:00, from: 10.0.0.1}] ! s.yaml:1: from is no key of an"
            + " event",
        "events: [{campaign: any, at: noon}] ! s.yaml:1: at: 'noon' is no time of day; write 14:30",
        "events: [{campaign: any, at: 12:00, from: me}] ! s.yaml:1: from: ",
        "`events: [{campaign: any, at: 12:00, name: a}, {campaign: any, at: 12:00, name: a}]`"
            + " ! s.yaml:1: two events have the same name",
        "`` ! s.yaml: is empty; draft one: stanflow scenario",
        "[ ! s.yaml:1: is no YAML"
      })
  void whatIsWrongIsSaidWithItsLine(String text, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> parse(text.replace("\\n", "\n")))
        .withMessageStartingWith(message);
  }

  @Test
  void sharesAreOfAllFlowsOrOfAGroups() throws InputException {
    Scenario scenario =
        parse(
            """
            where: {protocol: {UDP: 30%, TCP: 60%}, port: 443}
            hosts:
              - name: web
                where: {port: {tcp/443: 40%, 22: 2.5%}, label: background}
              - count: 3
            """);
    assertThat(scenario.shares())
        .containsExactly(
            new Share("protocol", "UDP", 0.3),
            new Share("protocol", "TCP", 0.6),
            new Share("port", "443", 1));
    assertThat(scenario.groups().get(0).shares())
        .containsExactly(
            new Share("port", "tcp/443", 0.4),
            new Share("port", "22", 0.025),
            new Share("label", "background", 1));
    assertThat(scenario.groups().get(1).shares()).isEmpty();
  }

  /** What is wrong only for the model is one sentence, too. */
  @ParameterizedTest
  @CsvSource({
    "hosts: [{like: submarine}], the model has no host like 'submarine'; it has ",
    "where: {port: 31337}, 'the model knows no port 31337; it knows 80, '",
    "where: {protocol: QUIC}, the model knows no protocol 'QUIC'; it knows TCP",
    "'hosts: [{where: {protocol: ICMP, port: {22: 5%}}}]', no flows of these hosts can have",
    "where: {label: worm}, the model knows no label 'worm'; it knows background",
    "'events: [{campaign: tcp/1, at: 10:30}]', the model has learned no campaign 'tcp/1'; it has"
        + " tcp/",
    "'events: [{campaign: any, at: 10:30, label: worm}]', event 1: the model knows no label 'worm'",
    "'events: [{campaign: any, at: 09:00}]', event 1: it is at 2026-01-06T09:00:00Z, but",
    "where: {tos: 8}, 'shares of tos cannot be asked of the model, but of label, protocol, port'"
  })
  void whatTheModelLacksIsSaid(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), text);
    CommandRun run =
        CommandRun.of("generate", "-m", MODEL, "--scenario", file, "-o", folder.resolve("o.csv"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(folder.resolve("o.csv")).doesNotExist();
  }

  /** Edited examples are refused as bad input, or are scenarios. */
  @Test
  void fuzzedFilesAreRefusedOrScenarios() throws IOException {
    int runs = Integer.getInteger("stanflow.fuzz", 2000);
    long seed = 4;
    var random = new SplittableRandom(seed);
    List<String> examples = examples();
    String letters = "0123456789abcxyz:-{}[],%#'\"\n \t&*!|>@`./\u00e9\u2028";
    int refused = 0;
    for (int run = 0; run < runs; run++) {
      var text = new StringBuilder(examples.get(run % examples.size()));
      for (int edits = random.nextInt(1, 5); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        char letter = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, letter);
          case 1 -> text.insert(at, letter);
          default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
        }
      }
      try {
        assertThat(parse(text.toString()).hosts()).isNotNegative();
      } catch (InputException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", run " + run + ":\n" + text, e);
      }
    }
    assertThat(refused).isBetween(runs / 4, runs);
  }
}
