package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.io.netflow.FlowRecord;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code stanflow replay} sends and says; the collector is a socket of this test. */
class ReplayTest {
  private static final String FLOWS =
      """
      time:end,duration,sourceAddress,destinationAddress,sourcePort,destinationPort,protocol,packets,bytes,label
      2026-01-05 10:00:03,1.5,10.0.0.1,192.0.2.7,40000,443,TCP,7,900,b
      2026-01-05 10:00:01,0,2001:db8::1,2001:db8::2,40001,53,UDP,1,60,a
      2026-01-05 10:00:02,0.25,10.0.0.3,192.0.2.7,0,2048,ICMP,2,168,b
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void flows() throws IOException {
    file = Files.writeString(folder.resolve("flows.csv"), FLOWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v9", "ipfix"})
  void flowsArriveInTheOrderOfTheirEnds(String protocol) throws Exception {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      List<FlowRecord> flows = new ArrayList<>();
      CommandRun run = replay(socket, flows, 3, "--protocol", protocol, "--speed", "max");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(flows)
          .extracting(FlowRecord::sourcePort, FlowRecord::destinationPort, FlowRecord::protocol)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(40001, 53, 17),
              org.assertj.core.groups.Tuple.tuple(0, 2048, 1),
              org.assertj.core.groups.Tuple.tuple(40000, 443, 6));
      assertThat(flows.get(2).end() - flows.get(2).start()).isEqualTo(1_500_000);
      assertThat(run.err())
          .contains("not held by " + protocol + ": label")
          .containsPattern(
              "3 flows in 1 packets sent to udp://127.0.0.1:" + socket.getLocalPort() + " in");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void flowsThatV5CannotHoldAreLeftOut() throws Exception {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      List<FlowRecord> flows = new ArrayList<>();
      CommandRun run = replay(socket, flows, 2, "--protocol", "v5", "--speed", "1000x");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(flows).hasSize(2);
      assertThat(run.err()).contains("flows that v5 cannot hold left out: 1 IPv6 addresses");
    }
  }

  private CommandRun replay(
      DatagramSocket socket, List<FlowRecord> flows, int expected, String... options)
      throws Exception {
    var words = new ArrayList<Object>(List.of("replay", file));
    words.addAll(List.of("--to", "udp://127.0.0.1:" + socket.getLocalPort()));
    words.addAll(List.of(options));
    var task = new FutureTask<>(() -> CommandRun.of(words.toArray()));
    new Thread(task).start();
    SentFlows.receive(socket, flows, expected);
    return task.get();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --to 127.0.0.1:2055 --protocol v9               | 2 | write udp://127.0.0.1:2055
          --to tcp://127.0.0.1:2055 --protocol v9         | 2 | write udp://127.0.0.1:2055
          --to udp://127.0.0.1 --protocol v9              | 2 | write udp://127.0.0.1:2055
          --to udp://127.0.0.1:70000 --protocol v9        | 2 | write udp://127.0.0.1:2055
          --to udp://127.0.0.1:2055/x --protocol v9       | 2 | write udp://127.0.0.1:2055
          --to udp://127.0.0.1:2055 --protocol v7         | 2 | none of v5, v9, ipfix
          --to udp://127.0.0.1:2055 --protocol v9 --speed 0x   | 2 | write 1x, 10x or max
          --to udp://127.0.0.1:2055 --protocol v9 --speed fast | 2 | write 1x, 10x or max
          --to udp://127.0.0.1:2055                       | 2 | --protocol
          --to udp://192.0.2.1:2055 --protocol v9         | 2 | not this machine's loopback, and a collector cannot tell
          --to udp://[2001:db8::1]:2055 --protocol v9     | 2 | pass --allow-remote
          """)
  void wrongUseIsSaid(String words, int code, String message) {
    var all = new ArrayList<Object>(List.of("replay", file));
    all.addAll(List.of(words.split(" ", -1)));
    CommandRun run = CommandRun.of(all.toArray());
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.lastError()).startsWith("stanflow: ").contains(message);
  }

  @Test
  void badFilesAreSaid() {
    CommandRun run =
        CommandRun.of(
            "replay", folder.resolve("none"), "--to", "udp://localhost:9", "--protocol", "v5");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.lastError()).contains("no such file");
  }
}
