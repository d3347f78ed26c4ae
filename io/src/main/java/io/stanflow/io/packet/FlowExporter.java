package io.stanflow.io.packet;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts flows of any schema into NetFlow packets. Flows that the version cannot hold are left out
 * and counted; nothing is bent to fit.
 */
public final class FlowExporter {
  private final NetflowVersion version;
  private final PacketEncoder encoder;
  private final NetflowView view;
  private final int tos;
  private final Map<String, Long> leftOut = new TreeMap<>();

  /**
   * @param schema of the flows to come
   * @param sink takes the packets
   */
  public FlowExporter(Schema schema, NetflowVersion version, PacketEncoder.Sink sink) {
    this.version = version;
    encoder = PacketEncoder.of(version, PacketEncoder.PAYLOAD, sink);
    view = new NetflowView(schema);
    tos = NetflowView.wordIndex(schema, AttributeNames.TOS);
  }

  /** Adds a flow, or counts it as left out. */
  public void add(Flow flow) throws IOException {
    int number = Protocol.number(view.protocol(flow));
    int tosByte = tos(view.word(flow, tos, "0"));
    FlowRecord record = record(flow, number, tosByte);
    String misfit = encoder.misfit(record);
    if (number < 0) {
      misfit = "protocols without a number";
    } else if (tosByte < 0) {
      misfit = "ToS beyond a byte";
    }
    if (misfit == null) {
      encoder.add(record);
    } else {
      leftOut.merge(misfit, 1L, Long::sum);
    }
  }

  /** The byte, or -1 if the word is none. */
  private static int tos(String word) {
    int value = 0;
    for (int i = 0; i < word.length(); i++) {
      int digit = word.charAt(i) - '0';
      value = value * 10 + digit;
      if (digit < 0 || digit > 9 || value > 255) {
        return -1;
      }
    }
    return value;
  }

  private FlowRecord record(Flow flow, int protocol, int tosByte) {
    return new FlowRecord(
        view.start(flow),
        view.end(flow),
        view.source(flow),
        view.destination(flow),
        (int) view.sourcePort(flow),
        (int) view.destinationPort(flow),
        protocol,
        view.flags(flow),
        tosByte,
        view.packets(flow),
        view.bytes(flow));
  }

  /** Hands out the packet begun, if any. */
  public void flush() throws IOException {
    encoder.flush();
  }

  /** Flows in packets handed out. */
  public long flows() {
    return encoder.flows();
  }

  /** Packets handed out. */
  public long packets() {
    return encoder.packets();
  }

  /** Which flows were left out so far, a sentence each, for the user. */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    Decoder.addNote(notes, "flows that " + version.title() + " cannot hold", leftOut);
    return notes;
  }
}
