package io.stanflow.io.packet;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Probe;
import io.stanflow.io.netflow.NetflowVersion;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Packets of one NetFlow version: read from captures and from dumps of datagrams back to back,
 * written as captures.
 */
public final class NetflowFormat implements DecodedFormat {
  private final NetflowVersion version;

  public NetflowFormat(NetflowVersion version) {
    this.version = version;
  }

  @Override
  public String name() {
    return version.title();
  }

  @Override
  public FormatNote note() {
    return new FormatNote(
        version.title() + " packets, in a capture when written",
        Kind.START,
        1000,
        1000,
        SCHEMA.attributes());
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
