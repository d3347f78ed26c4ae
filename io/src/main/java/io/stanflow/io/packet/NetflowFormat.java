package io.stanflow.io.packet;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.Probe;
import io.stanflow.io.netflow.NetflowVersion;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Packets of one NetFlow version: read from captures and from dumps of datagrams back to back,
 * written as captures.
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
      return PacketFile.version(probe.path()) == version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Decoder decoder() {
    return new NetflowDecoder();
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new CaptureFlowWriter(file, schema, version);
  }
}
