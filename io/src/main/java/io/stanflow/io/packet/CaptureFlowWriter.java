package io.stanflow.io.packet;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.StreamWriter;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.pcap.CaptureWriter;
import java.io.IOException;
import java.util.List;

/**
 * Writes NetFlow packets as a capture file. Only whole packets are drained: when one ends must not
 * depend on who reads.
 */
final class CaptureFlowWriter extends StreamWriter {
  private final FlowExporter exporter;

  CaptureFlowWriter(PendingFile file, Schema schema, NetflowVersion version) throws IOException {
    super(file);
    var capture = new CaptureWriter(out(), version.port());
    exporter =
        new FlowExporter(schema, version, (packet, millis) -> capture.add(packet, millis * 1000));
  }

  @Override
  protected void append(Flow flow) throws IOException {
    exporter.add(flow);
  }

  @Override
  public List<String> notes() {
    return exporter.notes();
  }

  @Override
  protected void finish() throws IOException {
    exporter.flush();
  }
}
