package io.stanflow.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.netflow.DatagramDump;
import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.netflow.MalformedPacketException;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketDecoder;
import io.stanflow.io.netflow.UnreadProtocol;
import io.stanflow.io.pcap.CaptureReader;
import io.stanflow.io.pcap.CapturedPacket;
import io.stanflow.io.pcap.Dissector;
import io.stanflow.io.pcap.FlowCache;
import io.stanflow.io.pcap.Fragments;
import io.stanflow.io.pcap.IpPacket;
import io.stanflow.io.series.FlowRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged packets and captures give our exception or sound flows; nothing else, and soon. {@code
 * -Dstanflow.fuzz=1000000} mutates as many packets.
 */
class PacketFuzzTest {
  private static final int PACKETS = Integer.getInteger("stanflow.fuzz", 30_000);

  /** IPFIX with options, elements of enterprises and fields of variable length. */
  private static final String RICH =
      "000a00786500000000000000000000000003001201010002000100900004"
          + "00a0000800020028010000060052ffff000800048001ffff00001a2b000c"
          + "000480020004000072790002000201010010000000010000018ab0c70c00"
          + "0100001e0565746830610a000001ff0003aabbccc00002070000ffff0009";

  /** V9 with samplers in options, records that name one, and counters of all ranks. */
  private static final String SAMPLED =
      "00090005000f42406500000000000000000000000001001a01010004000c0002"
          + "0002003000010131000401320002010100160007010000000100630008020000"
          + "000300070000002c0100000900080004000c0004003000010022000200010004"
          + "005500080018000400170004000200040100004a0a000001c000020701000000"
          + "0000070000000000000008000000090000000a0000000b0a000001c000020702"
          + "03e8000000070000000000000008000000090000000a0000000b";

  private static final String SFLOW =
      "0000000500000001c000020a0000000000000001000003e80000000100000001"
          + "000000080000000000000000";

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42})
  void packetsAreEitherDecodedOrRejected(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    List<byte[]> good = packets(random);
    var decoder = new PacketDecoder(true);
    int decoded = 0;
    int rejected = 0;
    var flows = new ArrayList<FlowRecord>();
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = mutated(good.get(random.nextInt(good.size())), good, random);
      try {
        PacketDecoder.versionOf(ByteBuffer.wrap(packet));
        UnreadProtocol.of(ByteBuffer.wrap(packet));
        decoder.decode(ByteBuffer.wrap(packet), "", flows::add);
        decoded++;
      } catch (MalformedPacketException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        rejected++;
      }
      flows.forEach(PacketFuzzTest::checkSound);
      flows.clear();
    }
    assertThat(decoded).isGreaterThan(PACKETS / 20);
    assertThat(rejected).isGreaterThan(PACKETS / 20);
  }

  private static void checkSound(FlowRecord flow) {
    boolean sound =
        flow.start() >= 0
            && flow.end() >= flow.start()
            && flow.packets() >= 1
            && flow.bytes() >= 0
            && flow.sourcePort() >>> 16 == 0
            && flow.destinationPort() >>> 16 == 0
            && flow.protocol() >>> 8 == 0
            && flow.tcpFlags() >>> 8 == 0
            && flow.tos() >>> 8 == 0;
    if (!sound) { // an assertion for each would take all the time
      throw new AssertionError(flow.toString());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {43})
  void capturesAndDumpsEndWellOrInOurException(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    List<byte[]> dumps = packets(random);
    List<byte[]> captures = List.of(capture(random), fragments(random));
    int whole = 0;
    int damaged = 0;
    for (int i = 0; i < PACKETS / 50; i++) {
      byte[] bytes = mutated(captures.get(i % 2), dumps, random);
      try {
        readCapture(bytes);
        whole++;
      } catch (MalformedPacketException e) {
        damaged++;
      }
      byte[] dump = mutated(dumps.get(random.nextInt(dumps.size())), dumps, random);
      try {
        readDump(dump);
        whole++;
      } catch (MalformedPacketException e) {
        damaged++;
      }
    }
    assertThat(whole).isPositive();
    assertThat(damaged).isPositive();
  }

  private static void readCapture(byte[] bytes) throws IOException, MalformedPacketException {
    var dissector = new Dissector();
    var fragments = new Fragments();
    var cache = new FlowCache(PacketFuzzTest::checkSound);
    try (var in = new CaptureReader(new ByteArrayInputStream(bytes))) {
      for (CapturedPacket frame; (frame = in.next()) != null; ) {
        IpPacket packet = dissector.dissect(frame);
        if (packet != null) {
          cache.add(packet);
          IpPacket whole = fragments.add(packet);
          assertThat(whole == null || whole.part() == null).isTrue();
        }
      }
    }
    cache.finish();
  }

  private static void readDump(byte[] bytes) throws IOException, MalformedPacketException {
    try (var dump = new DatagramDump(new ByteArrayInputStream(bytes))) {
      int packets = 0;
      while (dump.next() != null) {
        packets++;
      }
      assertThat(packets).isLessThanOrEqualTo(bytes.length / 16 + 1);
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"V5, 51", "V9, 52", "IPFIX, 53"})
  void filesAreEitherReadOrRejected(NetflowVersion version, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    List<Flow> flows = new NetflowFlows(random, version, 60_000).take(100);
    Path good = directory.resolve("good");
    Tables.write(good, version.title(), DecodedFormat.SCHEMA, flows);
    byte[] bytes = Files.readAllBytes(good);
    ReadOptions skip = ReadOptions.DEFAULTS.withSkipMalformed(directory.resolve("rejects"));
    for (int i = 0; i < 5; i++) {
      Path file = Files.write(directory.resolve("bad"), mutated(bytes, List.of(bytes), random));
      attempt(file, ReadOptions.DEFAULTS);
      attempt(file, skip.withFormat(version.title()));
      attempt(file, skip.withFormat("pcap"));
    }
  }

  private static void attempt(Path file, ReadOptions options) {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          try (FlowRows flows = FlowFiles.inTime(List.of(file.toString()), options)) {
            assertThat(flows.size()).isPositive();
          } catch (InputException e) {
            assertThat(e.getMessage()).startsWith(file + ":").contains("; ");
            assertThat(e.getMessage().lines()).hasSize(1);
          }
        });
  }

  /** Packets of all versions, some without templates. */
  private List<byte[]> packets(SplittableRandom random) throws IOException {
    var packets = new ArrayList<byte[]>();
    for (NetflowVersion version : NetflowVersion.values()) {
      var exporter =
          new FlowExporter(
              DecodedFormat.SCHEMA,
              version,
              (packet, millis) -> {
                byte[] bytes = new byte[packet.remaining()];
                packet.get(bytes);
                packets.add(bytes);
              });
      for (Flow flow : new NetflowFlows(random, version, 60_000).take(200)) {
        exporter.add(flow);
      }
      exporter.flush();
    }
    packets.add(HexFormat.of().parseHex(RICH));
    packets.add(HexFormat.of().parseHex(SAMPLED));
    packets.add(HexFormat.of().parseHex(SFLOW));
    return packets;
  }

  /** Exports in fragments of both families. */
  private byte[] fragments(SplittableRandom random) throws IOException {
    var frames = new ArrayList<byte[]>();
    for (byte[] packet : packets(random)) {
      int id = frames.size();
      frames.addAll(Frames.fragments(packet, 2055, 40, id, random.nextBoolean()));
    }
    return Frames.capture(frames);
  }

  private byte[] capture(SplittableRandom random) throws IOException {
    Path file = directory.resolve("capture");
    List<Flow> flows = new NetflowFlows(random, NetflowVersion.V9, 60_000).take(100);
    Tables.write(file, "v9", DecodedFormat.SCHEMA, flows);
    return Files.readAllBytes(file);
  }

  private static byte[] mutated(byte[] bytes, List<byte[]> others, SplittableRandom random) {
    byte[] out = bytes.clone();
    int changes = 1 + random.nextInt(1 << random.nextInt(5));
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(Math.min(out.length, 1 << (4 + random.nextInt(16))));
      switch (random.nextInt(6)) {
        case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> out[at] = (byte) random.nextInt(256);
        case 2 -> { // a length or count at its edges
          int value = new int[] {0, 1, 3, 4, 255, 256, 0x7fff, 0xffff}[random.nextInt(8)];
          if (at + 1 < out.length) {
            out[at] = (byte) (value >> 8);
            out[at + 1] = (byte) value;
          }
        }
        case 3 -> out = Arrays.copyOf(out, 1 + random.nextInt(out.length));
        case 4 -> { // a piece of another
          byte[] other = others.get(random.nextInt(others.size()));
          int from = random.nextInt(other.length);
          int length = Math.min(random.nextInt(64), Math.min(other.length - from, out.length - at));
          System.arraycopy(other, from, out, at, length);
        }
        default -> { // its own bytes moved
          int length = random.nextInt(Math.min(32, out.length - at) + 1);
          System.arraycopy(out, random.nextInt(out.length - length + 1), out, at, length);
        }
      }
    }
    return out;
  }
}
