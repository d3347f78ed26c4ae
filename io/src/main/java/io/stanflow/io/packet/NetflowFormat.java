package io.stanflow.io.packet;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.Probe;
import io.stanflow.io.netflow.NetflowVersion;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Packets of one NetFlow version: read, with those of the others among them, from captures and from
 * dumps of datagrams back to back, written as captures.
 */
public final class NetflowFormat extends DecodedFormat {
  private final NetflowVersion version;

  /** Of one version: its name, what it recognizes and how it writes; it reads all. */
  public NetflowFormat(NetflowVersion version) {
    super(version.title(), version.title() + " packets, in a capture when written", 1000);
    this.version = version;
  }

  @Override
  public boolean recognizes(Probe probe) {
    try {
      return PacketFile.export(probe.path()).version() == version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All versions are read alike, as they may lie in one capture too. */
  @Override
  public boolean goesWith(FlowFormat other) {
    return other instanceof NetflowFormat;
  }

  @Override
  public Decoder decoder(boolean scaleSampled) {
    return new NetflowDecoder(scaleSampled);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new CaptureFlowWriter(file, schema, version);
  }
}
