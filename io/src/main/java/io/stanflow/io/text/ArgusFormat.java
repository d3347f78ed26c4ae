package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import java.util.List;
import java.util.Locale;

/**
 * Argus's binetflow as the CTU-13 data sets and their successors have it: 13 columns, or with the
 * source's bytes, its packets and a label up to 16. Packets and bytes are totals of both
 * directions. For ICMP the source port is code · 256 + type and the destination port an identifier,
 * both in hexadecimal; for ICMPv6 they are type and code. Records whose addresses are MACs or 0 are
 * no flows.
 */
public final class ArgusFormat extends TabularFormat {
  private static final String NO_IP =
      "regexp_full_match(%s, '([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}|0') OR %1$s IS NULL";

  private ArgusFormat(String name, String cells, TextTable table) {
    super(
        name,
        new FormatNote("Argus binetflow with " + cells, Kind.START, 1, 1, table.attributes()),
        table);
  }

  /** Cells between commas. */
  public static ArgusFormat commas() {
    return new ArgusFormat("argus", "commas", new TextTable(',', fields()));
  }

  /** Cells between tabs. */
  public static ArgusFormat tabs() {
    return new ArgusFormat("argus-tabs", "tabs", new TextTable('\t', fields()));
  }

  private static List<TextField> fields() {
    return List.of(
        TextField.start(
            new Column(
                "StartTime",
                List.of("slash_time_us(StartTime)"),
                "a time such as 2011/08/10 09:46:53.047277"),
            (view, flow, out) -> {
              int mark = out.length();
              out.time(view.start(flow), 6).replace(mark, '-', '/');
            }),
        TextField.duration(
            Column.duration("Dur"), (view, flow, out) -> out.decimal(view.duration(flow), 6)),
        TextField.protocol(
            Column.protocolName("Proto"),
            (view, flow, out) -> out.word(printed(view.protocol(flow)))),
        TextField.source("SrcAddr"),
        TextField.sourcePort(
            Column.port("Sport", "argus_source(Sport, Dport, Proto)"), Port::source),
        TextField.printed(
            Attribute.categorical(AttributeNames.DIR),
            Column.trimmed("Dir"),
            view -> {
              var words = view.word(AttributeNames.DIR, "->");
              return (flow, out) -> {
                int mark = out.length();
                out.word(words.apply(flow)).alignRight(mark, 5);
              };
            }),
        TextField.destination("DstAddr"),
        TextField.destinationPort(
            Column.port("Dport", "argus_destination(Sport, Dport, Proto)"), Port::destination),
        TextField.word(Column.anyWord("State"), AttributeNames.STATE, ""),
        TextField.word(Column.anyWord("sTos"), AttributeNames.TOS, ""),
        TextField.word(Column.anyWord("dTos"), AttributeNames.REVERSE_TOS, ""),
        TextField.of(
            Attribute.count(Schema.PACKETS),
            Column.count("TotPkts", 0),
            (view, flow, out) -> out.number(view.totalPackets(flow))),
        TextField.of(
            Attribute.count(Schema.BYTES),
            Column.count("TotBytes", 0),
            (view, flow, out) -> out.number(view.totalBytes(flow))),
        TextField.of(
                Attribute.count(AttributeNames.SOURCE_BYTES),
                Column.count("SrcBytes", 0),
                (view, flow, out) -> out.number(view.bytes(flow)))
            .optional(schema -> new NetflowView(schema).knowsSourceBytes()),
        TextField.of(
                Attribute.count(AttributeNames.SOURCE_PACKETS),
                Column.count("SrcPkts", 0),
                (view, flow, out) -> out.number(view.packets(flow)))
            .optional(schema -> new NetflowView(schema).knowsSourcePackets()),
        TextField.word(Column.anyWord("Label"), AttributeNames.LABEL, "").optional());
  }

  /** Ports as Argus prints them; empty for protocols that have none. */
  private static final class Port {
    private Port() {}

    static void source(NetflowView view, Flow flow, TextBuffer out) {
      long message = view.destinationPort(flow);
      switch (view.protocol(flow)) {
        case "ICMP" -> out.raw("0x").hex((message & 255) << 8 | message >> 8, 4);
        case "ICMP6" -> out.number(message >> 8);
        default -> number(view, flow, view.sourcePort(flow), out);
      }
    }

    static void destination(NetflowView view, Flow flow, TextBuffer out) {
      switch (view.protocol(flow)) {
        case "ICMP" -> out.raw("0x").hex(view.sourcePort(flow), 4);
        case "ICMP6" -> out.number(view.destinationPort(flow) & 255);
        default -> number(view, flow, view.destinationPort(flow), out);
      }
    }

    private static void number(NetflowView view, Flow flow, long port, TextBuffer out) {
      if (port != 0 || Protocol.hasPorts(view.protocol(flow))) {
        out.number(port);
      }
    }
  }

  private static String printed(String keyword) {
    return keyword.equals("ICMP6") ? "ipv6-icmp" : keyword.toLowerCase(Locale.ROOT);
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    String noFlow = NO_IP.formatted("SrcAddr") + " OR " + NO_IP.formatted("DstAddr");
    return table().delimited(probe, noFlow);
  }
}
