package io.stanflow.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures as collectors meet them: mixed, fragmented, of protocols that are not read. */
class ExportsTest {
  /** A sample of eight bytes follows. */
  private static final String SFLOW =
      "00000005 00000001 c000020a 00000000 00000001 000003e8 00000001 00000001 00000008";

  @TempDir Path directory;

  private static List<byte[]> exports(NetflowVersion version, int flows) throws IOException {
    var packets = new ArrayList<byte[]>();
    var exporter =
        new FlowExporter(
            DecodedFormat.SCHEMA,
            version,
            (packet, millis) -> {
              byte[] bytes = new byte[packet.remaining()];
              packet.get(bytes);
              packets.add(bytes);
            });
    var random = new SplittableRandom(91);
    for (Flow flow : new NetflowFlows(random, version, 60_000).take(flows)) {
      exporter.add(flow);
    }
    exporter.flush();
    return packets;
  }

  private Path file(List<byte[]> packets) throws IOException {
    return Files.write(directory.resolve("capture.pcap"), Frames.capture(packets));
  }

  private static FlowRows read(ReadOptions options, Path... files) throws IOException {
    return FlowFiles.rows(List.of(files).stream().map(Path::toString).toList(), options);
  }

  @Test
  void versionsMayBeMixedInACapture() throws IOException {
    var packets = new ArrayList<byte[]>();
    for (NetflowVersion version : NetflowVersion.values()) {
      int turn = 0;
      for (byte[] export : exports(version, 100)) {
        int at = Math.min(packets.size(), turn * version.number() / 3); // among the others
        packets.add(at, Frames.udp(export, version.port()));
        turn++;
      }
    }
    try (FlowRows rows = read(ReadOptions.DEFAULTS, file(packets))) {
      assertThat(rows.format()).isIn("v5", "v9", "ipfix");
      assertThat(rows.size()).isEqualTo(300);
      assertThat(rows.notes()).isEmpty();
    }
  }

  @Test
  void filesOfOneCallMayHaveDifferentVersions() throws IOException {
    var files = new ArrayList<Path>();
    for (NetflowVersion version : NetflowVersion.values()) {
      List<byte[]> packets =
          exports(version, 50).stream().map(export -> Frames.udp(export, 2055)).toList();
      files.add(Files.write(directory.resolve(version.title() + ".pcap"), Frames.capture(packets)));
    }
    try (FlowRows rows = read(ReadOptions.DEFAULTS, files.toArray(new Path[0]))) {
      assertThat(rows.size()).isEqualTo(150);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sFlow, 8, " + SFLOW,
    "sFlow, 40, 00000004 00000002 20010db8 00000000 00000000 00000001 0001 03e8",
    "NetFlow v1, 116, 0001 0002",
    "NetFlow v7, 124, 0007 0002",
    "NetFlow v8, 32, 0008 0001 00000000 00000000 00000000 00000000 0000 01 02"
  })
  void protocolsThatAreNotReadAreNamed(String name, int zeros, String header) throws IOException {
    String hex = header + "00".repeat(zeros);
    Path file = file(Collections.nCopies(20, Frames.udp(Frames.bytes(hex), 6343)));
    assertThatThrownBy(() -> read(ReadOptions.DEFAULTS, file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": is "
                + name
                + ", which is not read; export NetFlow v5, v9 or IPFIX, or read its packets as"
                + " traffic with --format pcap");
    try (FlowRows rows = read(ReadOptions.DEFAULTS.withFormat("pcap"), file)) {
      assertThat(rows.size()).isEqualTo(1);
    }
    assertThatThrownBy(() -> read(ReadOptions.DEFAULTS.withFormat("v9"), file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": has no flows (packets left out: 20 of "
                + name
                + "); check the file and its --format");
  }

  @Test
  void aFewOfThemAmongTrafficAreTraffic() throws IOException {
    var packets = new ArrayList<>(Collections.nCopies(11, Frames.udp(new byte[40], 53)));
    packets.addAll(Collections.nCopies(10, Frames.udp(Frames.bytes(SFLOW + "00".repeat(8)), 6343)));
    try (FlowRows rows = read(ReadOptions.DEFAULTS, file(packets))) {
      assertThat(rows.format()).isEqualTo("pcap");
      assertThat(rows.size()).isEqualTo(2);
    }
  }

  @Test
  void netflowAmongThemIsRead() throws IOException {
    var packets =
        new ArrayList<>(
            Collections.nCopies(11, Frames.udp(Frames.bytes(SFLOW + "00".repeat(8)), 6343)));
    exports(NetflowVersion.V5, 30).forEach(export -> packets.add(Frames.udp(export, 2055)));
    try (FlowRows rows = read(ReadOptions.DEFAULTS, file(packets))) {
      assertThat(rows.format()).isEqualTo("v5");
      assertThat(rows.size()).isEqualTo(30);
      assertThat(rows.notes()).containsExactly("packets left out: 11 of sFlow");
    }
  }

  @ParameterizedTest(name = "IPv6 {0}")
  @ValueSource(booleans = {false, true})
  void fragmentedExportsAreReadInAnyOrder(boolean ipv6) throws IOException {
    var packets = new ArrayList<byte[]>();
    int id = 0;
    for (byte[] export : exports(NetflowVersion.V9, 100)) {
      packets.addAll(Frames.fragments(export, 2055, 40, id++, ipv6));
    }
    assertThat(packets.size()).isGreaterThan(2 * id);
    List<byte[]> later = packets.subList(4, packets.size()); // behind the templates
    Collections.shuffle(later, new Random(93));
    Path file = file(packets);
    for (ReadOptions options :
        List.of(ReadOptions.DEFAULTS, ReadOptions.DEFAULTS.withFormat("v9"))) {
      try (FlowRows rows = read(options, file)) {
        assertThat(rows.format()).isEqualTo("v9");
        assertThat(rows.size()).isEqualTo(100);
        assertThat(rows.notes()).isEmpty();
      }
    }
  }

  @Test
  void fragmentsWithoutTheRestAreTold() throws IOException {
    List<byte[]> exports = exports(NetflowVersion.V5, 60);
    var packets = new ArrayList<>(exports.stream().map(e -> Frames.udp(e, 2055)).toList());
    packets.remove(0);
    List<byte[]> fragments = Frames.fragments(exports.get(0), 2055, 40, 7, false);
    packets.addAll(fragments.subList(1, fragments.size()));
    try (FlowRows rows = read(ReadOptions.DEFAULTS, file(packets))) {
      assertThat(rows.size()).isLessThan(60).isPositive();
      assertThat(rows.notes())
          .containsExactly(
              "packets left out: %d fragments of datagrams that are not complete"
                  .formatted(fragments.size() - 1));
    }
  }

  /** NAT events, as RFC 8158 has them: addresses and ports, but nothing counted. */
  @Test
  void recordsWithoutCountersAreTold() throws IOException {
    String event = "01 64400001 c6336401 9c41 01bb 06";
    String template = "0002 0020 0100 0006 00e60001 00080004 000c0004 00070002 000b0002 00040001";
    String message =
        "000a 0050 65000000 00000000 00000000" + template + "0100 0020" + event + event;
    Path file = file(List.of(Frames.udp(Frames.bytes(message), 4739)));
    assertThatThrownBy(() -> read(ReadOptions.DEFAULTS, file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": has no flows (records left out: 2 without counters); check the file and its"
                + " --format");
  }
}
