package io.stanflow.io.packet;

import io.stanflow.io.netflow.MalformedPacketException;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketDecoder;
import io.stanflow.io.netflow.UnreadProtocol;
import io.stanflow.io.pcap.CaptureReader;
import io.stanflow.io.pcap.CapturedPacket;
import io.stanflow.io.pcap.Dissector;
import io.stanflow.io.pcap.Fragments;
import io.stanflow.io.pcap.IpPacket;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What a file of packets holds, by its first ones. */
final class PacketFile {
  private static final int LOOKED_AT = 100;
  private static final int MOST_FRAMES = 1000; // where they are fragments

  private PacketFile() {}

  static boolean isCapture(Path file) throws IOException {
    byte[] start = start(file);
    return start.length == 4 && CaptureReader.isCapture(ByteBuffer.wrap(start).getInt());
  }

  /**
   * What packets export flows with.
   *
   * @param version the one that most of those packets have that are read; null if none is read
   * @param unread the protocol that most of those have that are not; null if all are
   */
  record Export(NetflowVersion version, String unread) {
    static final Export NONE = new Export(null, null);
  }

  /**
   * What a dump's first packet is, or more than half of the first {@value #LOOKED_AT} packets of a
   * capture are, of whatever versions; {@link Export#NONE} for other files and captures of other
   * traffic.
   */
  static Export export(Path file) throws IOException {
    if (isCapture(file)) {
      return captured(file);
    }
    byte[] start = start(file);
    boolean known = start.length >= 2 && start[0] == 0;
    return known ? new Export(NetflowVersion.ofNumber(start[1]), null) : Export.NONE;
  }

  private static Export captured(Path file) throws IOException {
    var versions = new EnumMap<NetflowVersion, Integer>(NetflowVersion.class);
    var unread = new TreeMap<String, Integer>();
    int packets = 0;
    int exports = 0;
    int frames = 0;
    var dissector = new Dissector();
    var fragments = new Fragments();
    try (CaptureReader in = new CaptureReader(open(file))) {
      CapturedPacket frame;
      while (packets + fragments.waiting() < LOOKED_AT
          && frames++ < MOST_FRAMES
          && (frame = in.next()) != null) {
        IpPacket part = dissector.dissect(frame);
        IpPacket packet = part == null ? null : fragments.add(part);
        packets += packet == null && part != null ? 0 : 1;
        if (packet != null && packet.udp() != null && count(packet.udp(), versions, unread)) {
          exports++;
        }
      }
    } catch (MalformedPacketException e) {
      // the packets before the damage decide
    }
    boolean most = exports * 2 > packets + fragments.waiting();
    return most ? new Export(mostFrequent(versions), mostFrequent(unread)) : Export.NONE;
  }

  private static boolean count(
      ByteBuffer datagram, Map<NetflowVersion, Integer> versions, Map<String, Integer> unread) {
    NetflowVersion version = PacketDecoder.versionOf(datagram);
    if (version != null) {
      versions.merge(version, 1, Integer::sum);
      return true;
    }
    String protocol = UnreadProtocol.of(datagram);
    if (protocol != null) {
      unread.merge(protocol, 1, Integer::sum);
    }
    return protocol != null;
  }

  private static <T> T mostFrequent(Map<T, Integer> counts) {
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    }
  }

  static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }
}
