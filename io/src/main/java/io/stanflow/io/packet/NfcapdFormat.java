package io.stanflow.io.packet;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** What nfcapd writes; read by nfdump, which must be installed, and not written. */
public final class NfcapdFormat extends DecodedFormat {
  private static final int MAGIC = 0xa50c; // in the byte order of the machine that wrote it

  public NfcapdFormat() {
    super("nfcapd", "nfcapd files, by way of nfdump", 1000);
  }

  @Override
  public boolean recognizes(Probe probe) {
    try (InputStream in = Files.newInputStream(probe.path())) {
      int magic = in.read() << 8 | in.read();
      return magic == MAGIC || magic == Short.toUnsignedInt(Short.reverseBytes((short) MAGIC));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nfcapd has scaled what was sampled. */
  @Override
  public Decoder decoder(boolean scaleSampled) {
    return new NfcapdDecoder("nfdump");
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    throw new InputException(
        file.name(), "nfcapd files are not written", "write v9, and replay it to nfcapd");
  }
}
