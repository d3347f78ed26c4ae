package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.FormatMacros;
import io.stanflow.io.mapping.Lines;
import java.util.ArrayList;
import java.util.List;

/**
 * CIDDS-001 (Ring et al., 2017), nfdump's columns with public addresses made anonymous: {@code N_d}
 * stands for an unknown network N and a last octet d, and some hosts have names. They are held as
 * 240.0.0.0 + N · 256 + d and as 0.0.0.1 and on, which no flow has otherwise.
 */
public final class CiddsFormat extends TabularFormat {
  private static final int RESERVED = 0xf0000000;
  private static final int NETWORKS = (1 << 20) - 1; // one more would take 255.255.255.255
  private static final TextTable TABLE = new TextTable(',', fields());

  public CiddsFormat() {
    super(
        "cidds",
        new FormatNote(
            "CIDDS-001, addresses made anonymous", Kind.START, 1000, 1000, TABLE.attributes()),
        TABLE);
  }

  private static List<TextField> fields() {
    return List.of(
        TextField.start(
            Column.time("Date first seen"), (view, flow, out) -> out.time(view.start(flow), 3)),
        TextField.duration(
            Column.duration("Duration"), (view, flow, out) -> out.decimal(view.duration(flow), 3)),
        TextField.protocol(
            Column.protocol("Proto"),
            (view, flow, out) -> {
              int mark = out.length();
              out.word(NetflowView.printed(view.protocol(flow))).alignLeft(mark, 5);
            }),
        TextField.source(
            address("Src IP Addr"), (view, flow, out) -> append(view.source(flow), out)),
        TextField.sourcePort(Column.port("Src Pt")),
        TextField.destination(
            address("Dst IP Addr"), (view, flow, out) -> append(view.destination(flow), out)),
        TextField.destinationPort(
            Column.portOrIcmp("Dst Pt"),
            (view, flow, out) -> {
              long port = view.destinationPort(flow);
              if (Protocol.isIcmp(view.protocol(flow))) {
                out.number(port >> 8).put('.').number(port & 255);
              } else {
                out.number(port);
              }
            }),
        TextField.packets(Column.scaledCount("Packets", 1)),
        TextField.bytes(Column.scaledCount("Bytes", 0)),
        TextField.constant("Flows", "1"),
        TextField.of(
            Attribute.flags(Schema.TCP_FLAGS),
            Column.flags("Flags"),
            (view, flow, out) -> out.flags(view.flags(flow), 6)),
        TextField.word(Column.trimmed("Tos"), AttributeNames.TOS, "0").optional(),
        TextField.word(Column.trimmed("class"), AttributeNames.LABEL, "normal").optional(),
        TextField.word(Column.trimmed("attackType"), AttributeNames.ATTACK_TYPE, "---").optional(),
        TextField.word(Column.trimmed("attackID"), AttributeNames.ATTACK_ID, "---").optional(),
        TextField.word(
                Column.trimmed("attackDescription"), AttributeNames.ATTACK_DESCRIPTION, "---")
            .optional());
  }

  private static Column address(String field) {
    return Column.address(field, "cidds_low", "an IP address, or as 10008_251 or EXT_SERVER");
  }

  private static void append(Address address, TextBuffer out) {
    int bits = address.ipv4();
    int network = (bits & ~RESERVED) >>> 8;
    if (address.isIpv4() && bits >= 1 && bits <= FormatMacros.CIDDS_NAMES.size()) {
      out.raw(FormatMacros.CIDDS_NAMES.get(bits - 1));
    } else if (address.isIpv4() && (bits & RESERVED) == RESERVED && network < NETWORKS) {
      out.number(network).put('_').number(bits & 255);
    } else {
      out.address(address);
    }
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    var names = new ArrayList<>(Lines.split(probe.first(), false));
    if (!names.contains("class")) {
      names.replaceAll(name -> name.equals("label") ? "class" : name);
    }
    String skip = "\"Date first seen\" = 'Date first seen'";
    return TABLE.mapping(probe, names, new FileMapping.Text(',', true, false, false, skip));
  }
}
