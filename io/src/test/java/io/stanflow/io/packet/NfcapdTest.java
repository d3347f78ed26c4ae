package io.stanflow.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.CollectorSocket;
import io.stanflow.io.replay.Replay;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows replayed to a live nfcapd are what nfdump prints, where both are installed. */
class NfcapdTest {
  private static final int FLOWS = 100_000;
  private static final long DEADLINE = 30_000_000_000L; // ns

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void whatNfdumpPrintsIsWhatWasSent(NetflowVersion version) throws Exception {
    assumeThat(TsharkTest.installed("nfcapd")).as("nfcapd is installed").isTrue();
    assumeThat(Path.of("/proc/net/udp")).as("Linux shows a socket's queue").exists();
    List<Flow> flows = new NetflowFlows(new SplittableRandom(31), version, 3_600_000).take(FLOWS);
    flows.sort(Comparator.comparing(Flow::endMicros));
    Path captured = capture(version, flows);
    assertThat(nfdump(captured)).isEqualTo(flows.stream().map(NfcapdTest::pipe).sorted().toList());
    try (FlowRows read = FlowFiles.inTime(List.of(captured.toString()), ReadOptions.DEFAULTS)) {
      var again = new ArrayList<String>();
      for (Flow flow; (flow = read.next()) != null; ) {
        again.add(flow.toString());
      }
      assertThat(again.stream().sorted().toList())
          .isEqualTo(flows.stream().map(Flow::toString).sorted().toList());
    }
  }

  /** The file that nfcapd makes of the flows. */
  private Path capture(NetflowVersion version, List<Flow> flows) throws Exception {
    int port = freePort();
    Process nfcapd =
        new ProcessBuilder("nfcapd", "-b", "127.0.0.1", "-p", port + "", "-w", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      await(nfcapd, () -> CollectorSocket.queued(port) >= 0);
      var collector = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (var replay = new Replay(DecodedFormat.SCHEMA, version, collector, Replay.MAX_SPEED)) {
        for (Flow flow : flows) {
          replay.send(flow);
        }
        replay.finish();
        assertThat(replay.flows()).isEqualTo(FLOWS);
        assertThat(replay.notes()).isEmpty();
      }
      await(nfcapd, () -> CollectorSocket.queued(port) == 0);
    } finally {
      nfcapd.destroy();
    }
    assertThat(nfcapd.waitFor(30, TimeUnit.SECONDS)).as("nfcapd ends").isTrue();
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().contains("nfcapd.2")).findFirst().orElseThrow();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Process process, Condition condition) throws IOException {
    long end = System.nanoTime() + DEADLINE;
    while (!condition.holds()) {
      assertThat(process.isAlive() && System.nanoTime() < end)
          .as(() -> "nfcapd is ready: " + log())
          .isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> nfdump(Path file) throws Exception {
    Process process =
        new ProcessBuilder("nfdump", "-r", file.toString(), "-q", "-o", "pipe")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    return out.lines().sorted().toList();
  }

  /** The flow as {@code nfdump -o pipe} prints it. */
  private static String pipe(Flow flow) {
    int protocol = Protocol.number(flow.protocol());
    return "%d|%d|%d|%d|%s|%d|%s|%d|0|0|0|0|%d|%s|%d|%d"
        .formatted(
            flow.sourceAddress().isIpv4() ? 2 : 10,
            flow.startMicros() / 1000,
            flow.endMicros() / 1000,
            protocol,
            words(flow.sourceAddress()),
            flow.sourcePort(),
            words(flow.destinationAddress()),
            flow.destinationPort(),
            flow.tcpFlags(),
            flow.word(flow.schema().index("tos")),
            flow.packets(),
            flow.bytes());
  }

  private static String words(Address address) {
    return address.isIpv4()
        ? "0|0|0|" + Integer.toUnsignedString(address.ipv4())
        : Stream.of(
                address.high() >>> 32,
                address.high() & 0xffff_ffffL,
                address.low() >>> 32,
                address.low() & 0xffff_ffffL)
            .map(String::valueOf)
            .collect(java.util.stream.Collectors.joining("|"));
  }

  @Test
  void withoutNfdumpItIsSaidWhatToDo() throws IOException {
    Path file = Files.write(directory.resolve("nfcapd.1"), new byte[] {0x0c, (byte) 0xa5, 1, 0});
    var decoder = new NfcapdDecoder("no-such-nfdump");
    var input = new InputFile("nfcapd.1", file, false);
    assertThatThrownBy(() -> decoder.decode(input, null, null))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "nfcapd.1: is an nfcapd file, which needs nfdump; install nfdump (apt-get install"
                + " nfdump) or convert it with nfdump -o csv");
  }

  @Test
  void linesThatAreNoFlowsAreNamedOrSkipped() throws Exception {
    String good = "2|1000|2500|17|0|0|0|167772161|4|0|0|0|3221225991|53|0|0|0|0|0|8|2|120";
    List<String> lines =
        List.of(
            good,
            good.replace("|17|", "|256|"),
            good.replace("|53|", "|65536|"),
            good.replace("2|1000|", "2|9223372036854775807|"),
            good.replace("|120", "|9223372036854775808"),
            good.replace("|2|120", "|0|0"), // no packets
            good.replace("|2500|", "|999|"), // ends before it starts
            "a|b",
            "No matching flows",
            good);
    Path text = Files.write(directory.resolve("lines"), lines);
    Path nfdump = Files.writeString(directory.resolve("nfdump.sh"), "#!/bin/sh\ncat " + text);
    assertThat(nfdump.toFile().setExecutable(true)).isTrue();
    var decoder = new NfcapdDecoder(nfdump.toString());
    Path rejected = directory.resolve("rejects");
    try (Connection sql = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = sql.createStatement()) {
      String columns = FlowColumns.definitions(DecodedFormat.SCHEMA);
      statement.execute("CREATE TABLE staged (" + columns + ")");
      var input = new InputFile("nfcapd.1", text, false);
      try (var strict = new Rejects(false, Optional.empty())) {
        assertThatThrownBy(() -> decoder.decode(input, sql, strict))
            .isInstanceOf(MalformedInputException.class)
            .hasMessageStartingWith("nfcapd.1:2: nfdump printed no flow: 2|1000|2500|256|");
      }
      statement.execute("DELETE FROM staged");
      try (var rejects = new Rejects(true, Optional.of(rejected))) {
        decoder.decode(input, sql, rejects);
        assertThat(rejects.count()).isEqualTo(5);
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*), min(time), min(duration), min(packets), min(tos) FROM staged")) {
        row.next();
        assertThat(row.getLong(1)).isEqualTo(2);
        assertThat(row.getLong(2)).isEqualTo(1_000_000);
        assertThat(row.getLong(3)).isEqualTo(1_500_000);
        assertThat(row.getLong(4)).isEqualTo(2);
        assertThat(row.getString(5)).isEqualTo("8");
      }
    }
    assertThat(decoder.notes())
        .containsExactly("records left out: 1 with impossible times; 1 without packets");
  }

  @Test
  void aDamagedFileIsSaidSo() throws IOException {
    assumeThat(TsharkTest.installed("nfdump")).as("nfdump is installed").isTrue();
    byte[] bytes = new byte[100];
    bytes[0] = 0x0c;
    bytes[1] = (byte) 0xa5;
    Path file = Files.write(directory.resolve("nfcapd.1"), bytes);
    assertThatThrownBy(() -> Tables.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": nfdump cannot read it: ")
        .hasMessageEndingWith("; copy it again");
  }
}
