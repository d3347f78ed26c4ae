package io.stanflow.io.packet;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.pcap.CaptureWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes NetFlow packets as a capture file. */
final class CaptureFlowWriter implements FlowWriter {
  private final PendingFile file;
  private final OutputStream out;
  private final FlowExporter exporter;

  CaptureFlowWriter(PendingFile file, Schema schema, NetflowVersion version) throws IOException {
    this.file = file;
    out = file.stream();
    var capture = new CaptureWriter(out, version.port());
    exporter =
        new FlowExporter(schema, version, (packet, millis) -> capture.add(packet, millis * 1000));
  }

  @Override
  public void write(Flow flow) throws IOException {
    try {
      exporter.add(flow);
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  /** Whole packets only: when they end must not depend on who reads. */
  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      abort();
      throw e;
    }
  }

  @Override
  public List<String> notes() {
    return exporter.notes();
  }

  @Override
  public void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try {
      exporter.flush();
      file.commit();
    } finally {
      abort();
    }
  }

  @Override
  public void abort() {
    file.close();
  }
}
