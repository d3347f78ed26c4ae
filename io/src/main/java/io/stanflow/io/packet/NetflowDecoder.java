package io.stanflow.io.packet;

import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.netflow.DatagramDump;
import io.stanflow.io.netflow.MalformedPacketException;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketDecoder;
import io.stanflow.io.netflow.UnreadProtocol;
import io.stanflow.io.pcap.CaptureReader;
import io.stanflow.io.pcap.CapturedPacket;
import io.stanflow.io.pcap.Dissector;
import io.stanflow.io.pcap.Fragments;
import io.stanflow.io.pcap.IpPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flows out of NetFlow packets of any version, in captures and dumps. Exporters are told apart by
 * their addresses; all dumps are one exporter's.
 */
final class NetflowDecoder implements Decoder {
  private static final int SHOWN = 64; // bytes of a packet in the rejects file

  private final PacketDecoder decoder;
  private final Dissector dissector = new Dissector();
  private final Fragments fragments = new Fragments();
  private final Map<String, Long> leftOut = new TreeMap<>();

  /**
   * @param scaleSampled whether packets and bytes are multiplied where the exporter sampled
   */
  NetflowDecoder(boolean scaleSampled) {
    decoder = new PacketDecoder(scaleSampled);
  }

  @Override
  public void decode(InputFile file, Connection sql, Rejects rejects) throws IOException {
    try (var rows = new RecordRows(sql)) {
      if (PacketFile.isCapture(file.path())) {
        decodeCapture(file, rows, rejects);
      } else {
        decodeDump(file, rows, rejects);
      }
    }
  }

  private void decodeDump(InputFile file, RecordRows rows, Rejects rejects) throws IOException {
    long number = 0;
    try (var dump = new DatagramDump(PacketFile.open(file.path()))) {
      while (true) {
        number++;
        ByteBuffer packet = dump.next();
        if (packet == null) {
          return;
        }
        decode(packet, "", new Place(file, number), rows, rejects);
      }
    } catch (MalformedPacketException e) {
      new Place(file, number).reject(e, ByteBuffer.allocate(0), rejects);
    }
  }

  private void decodeCapture(InputFile file, RecordRows rows, Rejects rejects) throws IOException {
    long number = 0;
    try (var capture = new CaptureReader(PacketFile.open(file.path()))) {
      while (true) {
        number++;
        CapturedPacket frame = capture.next();
        if (frame == null) {
          return;
        }
        IpPacket part = dissector.dissect(frame);
        IpPacket packet = part == null ? null : fragments.add(part);
        if (packet != null && isNetflow(packet.udp())) {
          var place = new Place(file, number);
          decode(packet.udp(), packet.source().toString(), place, rows, rejects);
        }
      }
    } catch (MalformedPacketException e) {
      new Place(file, number).reject(e, ByteBuffer.allocate(0), rejects);
    }
  }

  private boolean isNetflow(ByteBuffer udp) {
    boolean versioned = udp != null && udp.remaining() >= 2;
    if (versioned && NetflowVersion.ofNumber(udp.getShort(0)) != null) {
      return true;
    }
    String unread = versioned ? UnreadProtocol.of(udp) : null;
    leftOut.merge(unread == null ? "without NetFlow" : "of " + unread, 1L, Long::sum);
    return false;
  }

  private void decode(
      ByteBuffer packet, String exporter, Place place, RecordRows rows, Rejects rejects)
      throws IOException {
    try {
      decoder.decode(packet, exporter, rows::add);
    } catch (MalformedPacketException e) {
      place.reject(e, packet, rejects);
    }
  }

  /** A packet in a file. */
  private record Place(InputFile file, long number) {
    void reject(MalformedPacketException reason, ByteBuffer packet, Rejects rejects)
        throws IOException {
      var start = new byte[Math.min(SHOWN, packet.limit())];
      packet.get(0, start);
      rejects.add(
          MalformedInputException.ofPacket(file.name(), number, reason.getMessage()),
          HexFormat.of().formatHex(start));
    }
  }

  @Override
  public List<String> notes() {
    var notes = new ArrayList<String>();
    var packets = new TreeMap<>(leftOut);
    packets.putAll(dissector.leftOut());
    if (fragments.incomplete() > 0) {
      packets.put("fragments of datagrams that are not complete", fragments.incomplete());
    }
    Decoder.addNote(notes, "packets", packets);
    Decoder.addNote(notes, "records", decoder.leftOut());
    notes.addAll(decoder.notes());
    return notes;
  }
}
