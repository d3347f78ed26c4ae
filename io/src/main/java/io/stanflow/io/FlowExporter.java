package io.stanflow.io;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.netflow.PacketEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
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
          Ugr16Format.TOS);
  private static final Map<String, Integer> PROTOCOLS = new HashMap<>();

  static {
    for (int number = 0; number < 256; number++) {
      PROTOCOLS.put(Protocol.ofNumber(number), number);
    }
  }

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
    tos = NetflowView.wordIndex(schema, Ugr16Format.TOS);
    lost =
        schema.attributes().stream()
            .map(io.stanflow.flow.Attribute::name)
            .filter(name -> !HELD.contains(name))
            .toList();
  }

  /** Adds a flow, or counts it as left out. */
  public void add(Flow flow) throws IOException {
    String word = view.word(flow, tos, "0");
    int number = PROTOCOLS.getOrDefault(view.protocol(flow), -1);
    int tosByte = word.matches("\\d{1,3}") ? Integer.parseInt(word) : -1;
    FlowRecord its = record(flow, number, tosByte);
    String misfit =
        number < 0
            ? "protocols without a number"
            : tosByte < 0 || tosByte > 255 ? "ToS beyond a byte" : encoder.misfit(its);
    if (misfit == null) {
      encoder.add(its);
    } else {
      leftOut.merge(misfit, 1L, Long::sum);
    }
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
