package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.generate.Calendar;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Infection;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.Script;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code stanflow stream} sends and says; the collector is a socket of this test. */
class StreamTest {
  private static final List<Object> SCENARIO =
      List.of("--hosts", 9, "--start", "2020-02-03T04:00:00Z", "--duration", "2h", "--seed", 5);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"v9, max", "ipfix, 100000000x"})
  void collectorGetsTheFlowsThatGenerateWrites(String protocol, String rate) throws Exception {
    List<FlowRecord> written = written();
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var words = new ArrayList<Object>(List.of("stream", "-m", SmallFlows.model()));
      words.addAll(List.of("--to", "udp://127.0.0.1:" + socket.getLocalPort()));
      words.addAll(List.of("--protocol", protocol, "--rate", rate));
      words.addAll(SCENARIO);
      var task = new FutureTask<>(() -> CommandRun.of(words.toArray()));
      new Thread(task).start();
      List<FlowRecord> sent = new ArrayList<>();
      SentFlows.receive(socket, sent, written.size());
      CommandRun run = task.get();
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(sent).containsExactlyInAnyOrderElementsOf(written);
      assertThat(sent).extracting(FlowRecord::end).isSorted();
      assertThat(run.err())
          .contains("from 2020-02-03T04:00:00Z on, seed 5")
          .contains("not held by " + protocol + ": forwardingStatus, label");
      assertThat(run.lastError()).startsWith("%,d flows in ".formatted(written.size()));
    }
  }

  /** The flows of generate, as NetFlow says them. */
  private List<FlowRecord> written() throws IOException {
    Path file = folder.resolve("flows.pcap");
    var words = new ArrayList<Object>(List.of("generate", "-m", SmallFlows.model(), "-o", file));
    words.addAll(List.of("--format", "ipfix"));
    words.addAll(SCENARIO);
    CommandRun run = CommandRun.of(words.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    List<FlowRecord> records = new ArrayList<>();
    try (FlowRows rows = FlowFiles.inTime(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      for (Flow flow; (flow = rows.next()) != null; ) {
        records.add(record(new NetflowView(rows.schema()), flow));
      }
    }
    assertThat(records).hasSizeGreaterThan(100);
    return records;
  }

  private static FlowRecord record(NetflowView view, Flow flow) {
    return new FlowRecord(
        view.start(flow),
        view.end(flow),
        view.source(flow),
        view.destination(flow),
        (int) view.sourcePort(flow),
        (int) view.destinationPort(flow),
        Protocol.number(view.protocol(flow)),
        view.flags(flow),
        Integer.parseInt(flow.word("tos")),
        view.packets(flow),
        view.bytes(flow));
  }

  /** An event after the first scenario is one of those that follow on it. */
  @Test
  void eventsComeWhenItIsTheirTime() throws IOException {
    Instant start = Scenario.DEFAULTS.start();
    var later = new Infection("bot", start.plusSeconds(2700), null, 3, "web server", List.of());
    Scenario first =
        Scenario.DEFAULTS
            .withHosts(3)
            .withDuration(Duration.ofMinutes(30))
            .withScript(new Script(1, Calendar.PLAIN, List.of(later)));
    Path bundled = Path.of(System.getProperty("stanflow.root", ".."), "models/ugr16.stanflow");
    var model = StanflowModel.load(bundled);
    long end = start.plusSeconds(3900).getEpochSecond() * 1_000_000;
    List<Flow> had = new ArrayList<>();
    try (var flows = new EndlessFlows(model, first)) {
      do {
        had.add(flows.next());
      } while (had.get(had.size() - 1).timeMicros() < end);
    }
    List<Flow> without = new ArrayList<>();
    try (var flows = new EndlessFlows(model, first.withScript(Script.NONE))) {
      do {
        without.add(flows.next());
      } while (without.get(without.size() - 1).timeMicros() < end);
    }
    int same = 0;
    while (had.get(same).equals(without.get(same))) {
      same++;
    }
    long infected = start.plusSeconds(2700).getEpochSecond() * 1_000_000;
    assertThat(had.get(same).timeMicros()).isBetween(infected, infected + 600_000_000);
  }

  /** A JVM of its own, which is told to end as by Ctrl-C. */
  @Test
  void withoutAnEndItGoesOnFromNowUntilStopped() throws Exception {
    Path said = folder.resolve("said");
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var words = new ArrayList<String>(OutputsTest.ownProcess(List.of("stream", "--hosts", "9")));
      words.addAll(List.of("-m", SmallFlows.model().toString(), "--rate", "max"));
      words.addAll(List.of("--to", "udp://127.0.0.1:" + socket.getLocalPort()));
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      Process process = builder.redirectOutput(said.toFile()).start();
      List<FlowRecord> sent = new ArrayList<>();
      SentFlows.receive(socket, sent, 10_000);
      assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(128 + 15); // by SIGTERM; Ctrl-C is 128 + 2
      assertThat(sent.get(0).end()).isGreaterThanOrEqualTo(before.toEpochMilli() * 1000);
    }
    assertThat(Files.readString(said))
        .containsPattern("stopped: [\\d,]+ flows in [\\d,]+ packets sent to udp://127.0.0.1:")
        .doesNotContain("Exception", "stanflow:");
  }

  @Test
  void oneScenarioFollowsOnTheOtherWithTheNextSeed() throws IOException {
    StanflowModel model = StanflowModel.load(SmallFlows.model());
    Scenario first = Scenario.DEFAULTS.withHosts(9).withDuration(Duration.ofHours(2)).withSeed(5);
    Scenario second = first.withStart(first.start().plus(Duration.ofHours(2))).withSeed(6);
    List<String> expected = new ArrayList<>();
    for (Scenario part : List.of(first, second)) {
      try (Generation flows = model.start(part)) {
        flows.forEachRemaining(flow -> expected.add(flow.toString()));
      }
    }
    try (var flows = new EndlessFlows(model, first)) {
      for (String flow : expected) {
        assertThat(flows.next()).hasToString(flow);
      }
      assertThat(flows.next().timeMicros())
          .isGreaterThanOrEqualTo(second.start().toEpochMilli() * 1000 + 7_200_000_000L);
    }
  }

  @Test
  void asManyHostsAsArePlannedWithinSecondsGoOnForAYear() {
    assertThat(EndlessFlows.span(12).toDays()).isEqualTo(365);
    assertThat(EndlessFlows.span(1000).toDays()).isEqualTo(30);
    assertThat(EndlessFlows.span(1_000_000).toDays()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --to udp://192.0.2.1:2055                  | not this machine's loopback, and a collector cannot tell
          --to udp://127.0.0.1:2055 --protocol v7    | none of v5, v9, ipfix
          --to udp://127.0.0.1:2055 --rate 0x        | write 1x, 10x or max
          --to udp://127.0.0.1:2055 --flows 0        | --flows must be at least 1
          --hosts 9                                  | --to
          """)
  void wrongUseIsSaid(String words, String message) {
    var all = new ArrayList<Object>(List.of("stream", "-m", SmallFlows.model()));
    all.addAll(List.of(words.split(" ", -1)));
    CommandRun run = CommandRun.of(all.toArray());
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.lastError()).startsWith("stanflow: ").contains(message);
  }
}
