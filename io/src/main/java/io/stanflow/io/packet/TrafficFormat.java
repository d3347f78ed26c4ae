package io.stanflow.io.packet;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.Probe;
import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.netflow.MalformedPacketException;
import io.stanflow.io.pcap.CaptureReader;
import io.stanflow.io.pcap.CapturedPacket;
import io.stanflow.io.pcap.Dissector;
import io.stanflow.io.pcap.FlowCache;
import io.stanflow.io.pcap.IpPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** Captures of traffic, whose packets are put together to flows; read only. */
public final class TrafficFormat extends DecodedFormat {
  public TrafficFormat() {
    super("pcap", "pcap or pcapng of any traffic, put together to flows", 1);
  }

  /** Comes after NetFlow, which may lie in a capture too. */
  @Override
  public boolean recognizes(Probe probe) throws InputException {
    try {
      if (!PacketFile.isCapture(probe.path())) {
        return false;
      }
      String unread = PacketFile.export(probe.path()).unread();
      if (unread == null) {
        return true;
      }
      throw new InputException(
          probe.name(),
          "is " + unread + ", which is not read",
          "export NetFlow v5, v9 or IPFIX, or read its packets as traffic with --format pcap");
    } catch (InputException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Decoder decoder(boolean scaleSampled) {
    return new Traffic();
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    throw new InputException(
        file.name(), "flows cannot be written as traffic", "write v5, v9 or ipfix, or csv");
  }

  /** All files are one capture: flows go on from one to the next. */
  private static final class Traffic implements Decoder {
    private final Dissector dissector = new Dissector();
    private final FlowCache flows = new FlowCache(this::add);
    private RecordRows rows; // of the file that is read

    @Override
    public void decode(InputFile file, Connection sql, Rejects rejects) throws IOException {
      long number = 0;
      try (var staged = new RecordRows(sql);
          var capture = new CaptureReader(PacketFile.open(file.path()))) {
        rows = staged;
        while (true) {
          number++;
          CapturedPacket frame = capture.next();
          if (frame == null) {
            break;
          }
          IpPacket packet = dissector.dissect(frame);
          if (packet != null) {
            flows.add(packet);
          }
        }
      } catch (MalformedPacketException e) {
        rejects.add(MalformedInputException.ofPacket(file.name(), number, e.getMessage()), "");
      }
    }

    @Override
    public void finish(Connection sql) throws IOException {
      try (var staged = new RecordRows(sql)) {
        rows = staged;
        flows.finish();
      }
    }

    private void add(FlowRecord flow) throws IOException {
      rows.add(flow);
    }

    @Override
    public List<String> notes() {
      var notes = new ArrayList<String>();
      Decoder.addNote(notes, "packets", dissector.leftOut());
      return notes;
    }
  }
}
