package io.stanflow.io.packet;

import io.stanflow.io.netflow.MalformedPacketException;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketDecoder;
import io.stanflow.io.pcap.CaptureReader;
import io.stanflow.io.pcap.CapturedPacket;
import io.stanflow.io.pcap.Dissector;
import io.stanflow.io.pcap.IpPacket;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** What a file of packets holds, by its first ones. */
final class PacketFile {
  private static final int LOOKED_AT = 100;

  private PacketFile() {}

  static boolean isCapture(Path file) throws IOException {
    byte[] start = start(file);
    return start.length == 4 && CaptureReader.isCapture(java.nio.ByteBuffer.wrap(start).getInt());
  }

  /**
   * The version of a dump's first packet, or of most packets among the first {@value #LOOKED_AT} of
   * a capture; null for other files and captures of other traffic.
   */
  static NetflowVersion version(Path file) throws IOException {
    byte[] start = start(file);
    if (isCapture(file)) {
      return captured(file);
    }
    return start.length < 2 || start[0] != 0 ? null : NetflowVersion.ofNumber(start[1]);
  }

  private static NetflowVersion captured(Path file) throws IOException {
    var counts = new EnumMap<NetflowVersion, Integer>(NetflowVersion.class);
    int packets = 0;
    var dissector = new Dissector();
    try (CaptureReader in = new CaptureReader(open(file))) {
      for (CapturedPacket frame; packets < LOOKED_AT && (frame = in.next()) != null; packets++) {
        IpPacket packet = dissector.dissect(frame);
        boolean udp = packet != null && packet.udp() != null;
        NetflowVersion version = udp ? PacketDecoder.versionOf(packet.udp()) : null;
        if (version != null) {
          counts.merge(version, 1, Integer::sum);
        }
      }
    } catch (MalformedPacketException e) {
      // the packets before the damage decide
    }
    for (Map.Entry<NetflowVersion, Integer> count : counts.entrySet()) {
      if (count.getValue() * 2 > packets) {
        return count.getKey();
      }
    }
    return null;
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
