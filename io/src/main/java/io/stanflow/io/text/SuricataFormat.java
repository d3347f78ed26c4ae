package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TcpFlags;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Identifiers;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.JsonCut;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The flow events of Suricata's eve.json, a JSON object a line; events of other types are no flows.
 * Packets, bytes and flags are those towards the server, with the client's as reverse.
 */
public final class SuricataFormat extends MappedFormat {
  private static final Schema SCHEMA =
      Schema.netflow(
          Kind.START,
          Attribute.count(AttributeNames.REVERSE_PACKETS),
          Attribute.count(AttributeNames.REVERSE_BYTES),
          Attribute.flags(AttributeNames.REVERSE_TCP_FLAGS),
          Attribute.categorical(AttributeNames.SERVICE),
          Attribute.categorical(AttributeNames.STATE),
          Attribute.categorical(AttributeNames.REASON),
          Attribute.categorical(AttributeNames.ALERTED),
          Attribute.categorical(AttributeNames.TCP_STATE));
  private static final List<String> TOP =
      List.of(
          "event_type",
          "src_ip",
          "src_port",
          "dest_ip",
          "dest_port",
          "proto",
          "app_proto",
          "icmp_type",
          "icmp_code");
  private static final List<String> FLOW =
      List.of(
          "start",
          "end",
          "pkts_toserver",
          "pkts_toclient",
          "bytes_toserver",
          "bytes_toclient",
          "state",
          "reason",
          "alerted");
  private static final List<String> TCP = List.of("tcp_flags_ts", "tcp_flags_tc", "state");

  public SuricataFormat() {
    super(
        "suricata",
        new FormatNote("Suricata eve.json, flow events", Kind.START, 1, 1, SCHEMA.attributes()));
  }

  @Override
  public boolean recognizes(Probe probe) {
    String line = probe.first();
    boolean events = line.contains("\"timestamp\"") || line.contains("\"src_ip\"");
    return line.startsWith("{") && line.contains("\"event_type\"") && events;
  }

  @Override
  public FileMapping mapping(Probe probe) {
    var fields = new ArrayList<String>();
    var values = new ArrayList<String>();
    String structure =
        "{%s, \"flow\": {%s}, \"tcp\": {%s}}"
            .formatted(
                texts(TOP, "", fields, values),
                texts(FLOW, "flow.", fields, values),
                texts(TCP, "tcp.", fields, values));
    var columns =
        List.of(
            time("flow.start"),
            duration(),
            Column.address("src_ip"),
            Column.address("dest_ip"),
            Column.port("src_port", "port(coalesce(src_port, '0'))"),
            destinationPort(),
            Column.protocolName("proto"),
            flags("tcp.tcp_flags_ts"),
            Column.count("flow.pkts_toserver", 0),
            Column.count("flow.bytes_toserver", 0),
            Column.count("flow.pkts_toclient", 0),
            Column.count("flow.bytes_toclient", 0),
            flags("tcp.tcp_flags_tc"),
            word("app_proto"),
            word("flow.state"),
            word("flow.reason"),
            word("flow.alerted"),
            word("tcp.state"));
    String noFlow = "event_type <> 'flow'";
    return new FileMapping(
        SCHEMA,
        columns,
        fields,
        FileMapping.Text.lines(null, noFlow, JsonCut.of(structure, values)));
  }

  /** The structure of one object; its fields and where they are found are added. */
  private static String texts(
      List<String> names, String prefix, List<String> fields, List<String> values) {
    var structure = new ArrayList<String>();
    for (String name : names) {
      fields.add(prefix + name);
      values.add(FileMapping.PARTS + "." + prefix + Sql.quote(name));
      structure.add('"' + name + "\": \"VARCHAR\"");
    }
    return String.join(", ", structure);
  }

  private static Column time(String field) {
    String value = "offset_time_us(" + Sql.quote(field) + ")";
    return new Column(field, List.of(value), "a time such as 2021-06-06T16:38:55.855844+0200");
  }

  private static Column duration() {
    // a cast, not a comparison, tells negative spans, so that each time is read once; were the
    // expression equal to that of "time", DuckDB would work out its macro's branches for every line
    String micros = "offset_time_us(\"flow.end\") - offset_time_us(\"flow.start\" || '')";
    String value = "TRY_CAST(" + micros + " AS UBIGINT)";
    return new Column("flow.end", List.of(value), "a time not before flow.start");
  }

  private static Column destinationPort() {
    return Column.port(
        "dest_port",
        "CASE WHEN icmp_type IS NOT NULL THEN (TRY_CAST(icmp_type AS UTINYINT)::INTEGER * 256"
            + " + coalesce(TRY_CAST(icmp_code AS UTINYINT), 0))::USMALLINT"
            + " ELSE port(coalesce(dest_port, '0')) END");
  }

  private static Column flags(String field) {
    String quoted = Sql.quote(field);
    String value = "CASE WHEN %s IS NULL THEN 0 ELSE flags('0x' || %s) END";
    return new Column(field, List.of(value.formatted(quoted, quoted)), "TCP flags such as 1b");
  }

  private static Column word(String field) {
    return new Column(field, List.of("coalesce(" + Sql.quote(field) + ", '-')"), "a word");
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new TextWriter(file, '\u0001', null, new Rows(schema));
  }

  private static final class Rows implements TextWriter.Rows {
    private static final long LARGEST = 1L << 51; // Suricata keeps identifiers to 51 bits

    private final Identifiers identifiers = new Identifiers();
    private final NetflowView view;
    private final ToLongFunction<Flow> reverseFlags;
    private final Function<Flow, String> service;
    private final Function<Flow, String> state;
    private final Function<Flow, String> reason;
    private final Function<Flow, String> alerted;
    private final Function<Flow, String> tcpState;

    Rows(Schema schema) {
      view = new NetflowView(schema);
      reverseFlags = view.number(AttributeNames.REVERSE_TCP_FLAGS, 0);
      service = view.word(AttributeNames.SERVICE, "-");
      state = view.word(AttributeNames.STATE, "established");
      reason = view.word(AttributeNames.REASON, "timeout");
      alerted = view.word(AttributeNames.ALERTED, "false");
      tcpState = view.word(AttributeNames.TCP_STATE, "-");
    }

    @Override
    public void append(Flow flow, TextBuffer out) {
      String protocol = view.protocol(flow);
      time(view.end(flow), out.raw("{\"timestamp\":\""));
      out.raw("\",\"flow_id\":").number(identifiers.nextNumber() & LARGEST - 1);
      out.raw(",\"event_type\":\"flow\",\"src_ip\":\"").address(view.source(flow)).put('"');
      if (!Protocol.isIcmp(protocol)) {
        out.raw(",\"src_port\":").number(view.sourcePort(flow));
      }
      out.raw(",\"dest_ip\":\"").address(view.destination(flow)).put('"');
      if (!Protocol.isIcmp(protocol)) {
        out.raw(",\"dest_port\":").number(view.destinationPort(flow));
      }
      JsonText.string(protocol.equals("ICMP6") ? "IPv6-ICMP" : protocol, out.raw(",\"proto\":"));
      if (Protocol.isIcmp(protocol)) {
        out.raw(",\"icmp_type\":").number(view.destinationPort(flow) >> 8);
        out.raw(",\"icmp_code\":").number(view.destinationPort(flow) & 255);
      }
      JsonText.member("app_proto", service.apply(flow), out);
      counts(flow, out);
      long to = view.flags(flow);
      long from = reverseFlags.applyAsLong(flow);
      String tcp = tcpState.apply(flow);
      if (protocol.equals("TCP") || (to | from) != 0 || !tcp.equals("-")) {
        tcp(to, from, tcp, out);
      }
      out.raw("}\n");
    }

    private void counts(Flow flow, TextBuffer out) {
      out.raw(",\"flow\":{\"pkts_toserver\":").number(view.packets(flow));
      out.raw(",\"pkts_toclient\":").number(view.reversePackets(flow));
      out.raw(",\"bytes_toserver\":").number(view.bytes(flow));
      out.raw(",\"bytes_toclient\":").number(view.reverseBytes(flow));
      time(view.start(flow), out.raw(",\"start\":\""));
      time(view.end(flow), out.raw("\",\"end\":\""));
      out.raw("\",\"age\":").number(view.duration(flow) / TextBuffer.SECOND);
      JsonText.member("state", state.apply(flow), out);
      JsonText.member("reason", reason.apply(flow), out);
      if (!alerted.apply(flow).equals("-")) {
        out.raw(",\"alerted\":").raw(alerted.apply(flow).equals("true") ? "true" : "false");
      }
      out.put('}');
    }

    private static void tcp(long to, long from, String state, TextBuffer out) {
      out.raw(",\"tcp\":{\"tcp_flags\":\"").hex(to | from, 2);
      out.raw("\",\"tcp_flags_ts\":\"").hex(to, 2).raw("\",\"tcp_flags_tc\":\"").hex(from, 2);
      out.put('"');
      flag("syn", (to | from) & TcpFlags.SYN, out);
      flag("fin", (to | from) & TcpFlags.FIN, out);
      flag("rst", (to | from) & TcpFlags.RST, out);
      flag("psh", (to | from) & TcpFlags.PSH, out);
      flag("ack", (to | from) & TcpFlags.ACK, out);
      flag("urg", (to | from) & TcpFlags.URG, out);
      flag("ecn", (to | from) & TcpFlags.ECE, out);
      flag("cwr", (to | from) & TcpFlags.CWR, out);
      JsonText.member("state", state, out);
      out.put('}');
    }

    private static void flag(String name, long bit, TextBuffer out) {
      if (bit != 0) {
        out.raw(",\"" + name + "\":true");
      }
    }

    private static void time(long micros, TextBuffer out) {
      out.time(micros, 'T', 6).raw("+0000");
    }
  }
}
