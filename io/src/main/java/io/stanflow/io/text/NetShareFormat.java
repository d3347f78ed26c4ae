package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Further;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Layout;
import java.io.IOException;
import java.util.List;

/**
 * The csv that NetShare (Yin et al., 2022) reads and writes: IPv4 addresses as numbers, times as µs
 * since 1970, durations as seconds.
 */
public final class NetShareFormat implements FlowFormat {
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
          TextField.word(Column.anyWord("type"), Further.LABEL, "background").optional());

  private static Column address(String field) {
    return new Column(
        field,
        List.of("address_high(" + field + ")", "integer_low(" + field + ")"),
        "an IP address as text or number");
  }

  private static void append(Address address, TextBuffer out) {
    if (address.isIpv4()) {
      out.number(Integer.toUnsignedLong(address.ipv4()));
    } else {
      out.address(address);
    }
  }

  @Override
  public String name() {
    return "netshare";
  }

  @Override
  public FormatNote note() {
    return new FormatNote(
        "NetShare csv, addresses as numbers", Kind.START, 1, 1, TABLE.attributes());
  }

  @Override
  public boolean recognizes(Probe probe) {
    return TABLE.isHeader(probe.first());
  }

  @Override
  public Layout layout(Probe probe) throws InputException {
    return TABLE.delimited(probe, null);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    TextTable written = TABLE.written(schema);
    return new TextWriter(file, written.header(), written.rows(schema));
  }
}
