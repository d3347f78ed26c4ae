package io.stanflow.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.RandomFlows;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NetFlow as files: what is written is read back, and what is lost is told. */
class NetflowTest {
  private static final int PCAP_HEADER = 24;
  private static final int TO_DATAGRAM = 16 + 14 + 20 + 8;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"V5, 1", "V5, 2", "V9, 3", "V9, 4", "IPFIX, 5", "IPFIX, 6"})
  void flowsComeBack(NetflowVersion version, long seed) throws IOException {
    List<Flow> flows = new NetflowFlows(new SplittableRandom(seed), version).take(3000);
    Path file = write(version, flows);
    try (FlowRows read = FlowFiles.inTime(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(read.notes()).isEmpty();
      assertThat(read.schema()).isEqualTo(DecodedFormat.SCHEMA);
      assertThat(sorted(all(read))).isEqualTo(sorted(flows));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDumpOfDatagramsIsReadAsItsCapture(NetflowVersion version) throws IOException {
    List<Flow> flows = new NetflowFlows(new SplittableRandom(7), version).take(500);
    Path capture = write(version, flows);
    Path dump = Files.write(directory.resolve("flows.dat"), datagrams(capture));
    try (FlowRows read = FlowFiles.inTime(List.of(dump.toString()), ReadOptions.DEFAULTS)) {
      assertThat(sorted(all(read))).isEqualTo(sorted(flows));
    }
    try (DuckTable table = Tables.read(dump)) {
      assertThat(table.format()).isEqualTo(version.title());
    }
  }

  @ParameterizedTest
  @EnumSource
  void flowsComeInTheOrderOfTheirEnds(NetflowVersion version) throws IOException {
    Path file = write(version, new NetflowFlows(new SplittableRandom(8), version).take(500));
    try (FlowRows read = FlowFiles.inTime(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      List<Long> ends = all(read).stream().map(Flow::endMicros).toList();
      assertThat(ends).hasSize(500).isSorted();
    }
  }

  @Test
  void flowsThatDoNotFitAreCountedAndTheRestIsWritten() throws IOException {
    var random = new SplittableRandom(9);
    Flow good = new NetflowFlows(random, NetflowVersion.V5).take(1).get(0);
    List<Flow> wrong =
        List.of(
            with(good, Schema.PACKETS, 1L << 32),
            with(good, Schema.BYTES, 1L << 32),
            with(good, Schema.TIME, -1),
            with(good, Schema.TIME, (1L << 32) * 1_000_000),
            with(good, Schema.DURATION, 50L * 86_400_000_000L),
            word(good, Schema.PROTOCOL, "ARP"),
            word(good, "tos", "256"),
            word(good, "tos", "low"),
            ipv6(good));
    Path file = directory.resolve("v5.pcap");
    try (FlowWriter writer = FlowFiles.writer(file.toString(), "v5", good.schema())) {
      for (Flow flow : wrong) {
        writer.write(flow);
      }
      writer.write(good);
      assertThat(writer.notes())
          .containsExactly(
              "flows that v5 cannot hold left out: 1 IPv6 addresses; 2 ToS beyond a byte; 2"
                  + " counters above 32 bits; 1 protocols without a number; 1 spans above 49 days;"
                  + " 2 times before 1970 or after 2106");
    }
    try (FlowRows read = FlowFiles.inTime(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(all(read)).containsExactly(good);
    }
  }

  @Test
  void attributesWithoutAPlaceAreToldOnce() throws IOException {
    Path file = directory.resolve("flows.pcap");
    try (FlowWriter writer = FlowFiles.writer(file.toString(), "ipfix", RandomFlows.UGR16)) {
      assertThat(writer.notes()).isEmpty();
    }
  }

  @Test
  void damagedPacketsAreNamedOrSkipped() throws IOException {
    Path capture =
        write(
            NetflowVersion.V5,
            new NetflowFlows(new SplittableRandom(10), NetflowVersion.V5).take(3));
    byte[] bytes = Files.readAllBytes(capture);
    int second = nextPacket(bytes, PCAP_HEADER);
    bytes[second + TO_DATAGRAM + 3] = 31;
    Path bad = Files.write(directory.resolve("bad.pcap"), bytes);
    assertThatThrownBy(() -> Tables.read(bad))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            bad
                + ":packet 2: a v5 packet must have 1 to 30 records but has 31; check how it was"
                + " captured or pass --skip-malformed to count and drop such packets");
    Path rejects = directory.resolve("rejects");
    try (DuckTable table = Tables.read(bad, ReadOptions.DEFAULTS.withSkipMalformed(rejects))) {
      assertThat(table.size()).isEqualTo(2);
      assertThat(table.malformed()).isEqualTo(1);
    }
    assertThat(rejects)
        .content()
        .startsWith(bad + ":packet 2: a v5 packet must have 1 to 30 records but has 31\t0005001f");
  }

  @Test
  void aCaptureCutShortIsNamed() throws IOException {
    Path capture =
        write(
            NetflowVersion.V9,
            new NetflowFlows(new SplittableRandom(11), NetflowVersion.V9).take(9));
    byte[] bytes = Files.readAllBytes(capture);
    Path cut = Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Tables.read(cut))
        .hasMessageMatching(".*cut.pcap:packet \\d+: the file is cut short in a packet; .*");
  }

  @Test
  void templatesHoldFromOneFileToTheNext() throws IOException {
    List<Flow> flows = new NetflowFlows(new SplittableRandom(12), NetflowVersion.IPFIX).take(20);
    byte[] bytes = Files.readAllBytes(write(NetflowVersion.IPFIX, flows));
    int second = nextPacket(bytes, PCAP_HEADER);
    var first = directory.resolve("1.pcap");
    Files.write(first, Arrays.copyOf(bytes, second));
    var rest = new ByteArrayOutputStream();
    rest.write(bytes, 0, PCAP_HEADER);
    rest.write(bytes, second, bytes.length - second);
    Path later = Files.write(directory.resolve("2.pcap"), rest.toByteArray());
    try (FlowRows read =
        FlowFiles.inTime(List.of(first.toString(), later.toString()), ReadOptions.DEFAULTS)) {
      assertThat(sorted(all(read))).isEqualTo(sorted(flows));
    }
    assertThatThrownBy(() -> Tables.read(later))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            ".*2.pcap: has no flows \\(records left out: \\d+ without a template, counted by"
                + " set\\); check the file and its --format");
  }

  /** A flow whose packets lie in two files, as of a capture that is cut by time. */
  @Test
  void flowsOfTrafficGoOnInTheNextFile() throws IOException {
    byte[] frame =
        HexFormat.of()
            .parseHex("4500001c00010000401100000a000001c0000207" + "04d2003500080000"); // UDP
    Path first = Files.write(directory.resolve("1"), rawCapture(frame, 10));
    Path second = Files.write(directory.resolve("2"), rawCapture(frame, 12));
    try (FlowRows read =
        FlowFiles.inTime(List.of(first.toString(), second.toString()), ReadOptions.DEFAULTS)) {
      List<Flow> flows = all(read);
      assertThat(flows).hasSize(1);
      assertThat(flows.get(0).packets()).isEqualTo(2);
      assertThat(flows.get(0).durationMicros()).isEqualTo(2_000_000);
      assertThat(flows.get(0).destinationPort()).isEqualTo(53);
    }
  }

  private static byte[] rawCapture(byte[] packet, int second) {
    return ByteBuffer.allocate(40 + packet.length)
        .putInt(0xa1b2c3d4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(65_535)
        .putInt(101) // raw IP
        .putInt(second)
        .putInt(0)
        .putInt(packet.length)
        .putInt(packet.length)
        .put(packet)
        .array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pcap", "nfcapd"})
  void whatIsOnlyReadIsNotWritten(String format) {
    Path file = directory.resolve("flows");
    assertThatThrownBy(() -> FlowFiles.writer(file + "", format, DecodedFormat.SCHEMA))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("; write v");
    assertThat(FlowFiles.writable(format)).isEqualTo("csv");
    assertThat(FlowFiles.writable("v5")).isEqualTo("v5");
    assertThat(file).doesNotExist();
  }

  private Path write(NetflowVersion version, List<Flow> flows) throws IOException {
    Path file = directory.resolve(version.title() + ".pcap");
    return Tables.write(file, version.title(), DecodedFormat.SCHEMA, flows);
  }

  private static List<Flow> all(FlowRows read) throws IOException {
    var flows = new ArrayList<Flow>();
    for (Flow flow; (flow = read.next()) != null; ) {
      flows.add(flow);
    }
    assertThat((long) flows.size()).isEqualTo(read.size());
    return flows;
  }

  private static List<String> sorted(List<Flow> flows) {
    return flows.stream().map(Flow::toString).sorted().toList();
  }

  /** The datagrams of a capture that we wrote, back to back. */
  private static byte[] datagrams(Path capture) throws IOException {
    byte[] bytes = Files.readAllBytes(capture);
    var out = new ByteArrayOutputStream();
    for (int at = PCAP_HEADER; at < bytes.length; ) {
      int next = nextPacket(bytes, at);
      out.write(bytes, at + TO_DATAGRAM, next - at - TO_DATAGRAM);
      at = next;
    }
    return out.toByteArray();
  }

  private static int nextPacket(byte[] bytes, int at) {
    return at + 16 + ByteBuffer.wrap(bytes).getInt(at + 8);
  }

  private static Flow with(Flow flow, String attribute, long value) {
    return draft(flow).number(flow.schema().index(attribute), value).flow();
  }

  private static Flow word(Flow flow, String attribute, String value) {
    return draft(flow).word(flow.schema().index(attribute), value).flow();
  }

  private static Flow ipv6(Flow flow) {
    return draft(flow)
        .address(flow.schema().index(Schema.SOURCE_ADDRESS), Address.parse("2001:db8::1"))
        .flow();
  }

  private static Flow.Draft draft(Flow flow) {
    Schema schema = flow.schema();
    var draft = new Flow.Draft(schema);
    for (int i = 0; i < schema.size(); i++) {
      switch (schema.attributes().get(i).held()) {
        case NUMBER -> draft.number(i, flow.number(i));
        case REAL -> draft.real(i, flow.real(i));
        case WORD -> draft.word(i, flow.word(i));
        case ADDRESS -> draft.address(i, flow.address(i));
      }
    }
    return draft;
  }
}
