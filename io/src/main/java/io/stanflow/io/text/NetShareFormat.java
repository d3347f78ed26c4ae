package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.mapping.Column;

/**
 * The csv that NetShare (Yin et al., 2022) reads and writes: IPv4 addresses as numbers, times as µs
 * since 1970, durations as seconds.
 */
public final class NetShareFormat extends TabularFormat {
  private static final TextTable TABLE =
      TextTable.of(
          ',',
          TextField.source(address("srcip"), (view, flow, out) -> append(view.source(flow), out)),
          TextField.destination(
              address("dstip"), (view, flow, out) -> append(view.destination(flow), out)),
          TextField.sourcePort(Column.port("srcport")),
          TextField.destinationPort(Column.port("dstport")),
          TextField.protocol(
              Column.protocol("proto"), (view, flow, out) -> out.word(view.protocol(flow))),
          TextField.start(
              Column.micros("ts", Unit.US, true),
              (view, flow, out) -> out.raw(view.start(flow) + ".0")),
          TextField.duration(
              Column.duration("td"), (view, flow, out) -> out.shortDecimal(view.duration(flow))),
          TextField.packets(Column.count("pkt", 1)),
          TextField.bytes(Column.count("byt", 0)),
          TextField.word(Column.anyWord("type"), AttributeNames.LABEL, "background").optional());

  public NetShareFormat() {
    super(
        "netshare",
        new FormatNote("NetShare csv, addresses as numbers", Kind.START, 1, 1, TABLE.attributes()),
        TABLE);
  }

  private static Column address(String field) {
    return Column.address(field, "integer_low", "an IP address as text or number");
  }

  private static void append(Address address, TextBuffer out) {
    if (address.isIpv4()) {
      out.number(Integer.toUnsignedLong(address.ipv4()));
    } else {
      out.address(address);
    }
  }
}
