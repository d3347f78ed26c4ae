package io.stanflow.io.packet;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.Further;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts flows of any schema into NetFlow packets. Flows that the version cannot hold are left out
 * and counted, attributes that have no place are named; nothing is bent to fit.
 */
public final class FlowExporter {
  private static final Set<String> HELD =
      Set.of(
          Schema.TIME,
          Schema.DURATION,
          Schema.SOURCE_ADDRESS,
          Schema.DESTINATION_ADDRESS,
          Schema.SOURCE_PORT,
          Schema.DESTINATION_PORT,
          Schema.PROTOCOL,
          Schema.TCP_FLAGS,
          Schema.PACKETS,
          Schema.BYTES,
          Further.TOS);
  private final NetflowVersion version;
  private final PacketEncoder encoder;
  private final NetflowView view;
  private final int tos;
  private final List<String> lost;
  private final Map<String, Long> leftOut = new TreeMap<>();

  /**
   * @param schema of the flows to come
   * @param sink takes the packets
   */
  public FlowExporter(Schema schema, NetflowVersion version, PacketEncoder.Sink sink) {
    this.version = version;
    encoder = PacketEncoder.of(version, PacketEncoder.PAYLOAD, sink);
    view = new NetflowView(schema);
    tos = NetflowView.wordIndex(schema, Further.TOS);
    lost =
        schema.attributes().stream()
            .map(Attribute::name)
            .filter(name -> !HELD.contains(name))
            .toList();
  }

  /** Adds a flow, or counts it as left out. */
  public void add(Flow flow) throws IOException {
    int number = Protocol.number(view.protocol(flow));
    int tosByte = tos(view.word(flow, tos, "0"));
    FlowRecord its = record(flow, number, tosByte);
    String misfit = encoder.misfit(its);
    if (number < 0) {
      misfit = "protocols without a number";
    } else if (tosByte < 0) {
      misfit = "ToS beyond a byte";
    }
    if (misfit == null) {
      encoder.add(its);
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

  /** What is lost of the flows so far, a sentence each, for the user. */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    if (!lost.isEmpty()) {
      notes.add("not in " + version.title() + ", so lost: " + String.join(", ", lost));
    }
    Decoder.addNote(notes, "flows that " + version.title() + " cannot hold", leftOut);
    return notes;
  }
}
