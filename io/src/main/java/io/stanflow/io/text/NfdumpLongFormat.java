package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code nfdump -o long} and {@code long6}: aligned text, durations as {@code hh:mm:ss.mmm} up to
 * 1.7.4 or seconds, numbers from a million on as {@code 1.2 M} unless nfdump runs with {@code -N}.
 */
public final class NfdumpLongFormat extends MappedFormat {
  private static final String HEADER =
      "Date first seen             Duration     Proto      Src IP Addr:Port          Dst IP"
          + " Addr:Port     Flags Tos  Packets    Bytes Flows";
  private static final Schema SCHEMA =
      Schema.netflow(Kind.START, Attribute.categorical(AttributeNames.TOS));
  private static final List<String> FIELDS =
      List.of(
          "first seen",
          "duration",
          "proto",
          "source address",
          "source port",
          "destination address",
          "destination port",
          "flags",
          "tos",
          "packets",
          "bytes");

  /** An address and what parts it from its port. */
  private static final String ADDRESS = "([\\d.]+:|[0-9a-fA-F:]+\\.)";

  private static final String COUNT = "\\s+(\\d\\S*(?: [KMGT])?)";
  private static final String LINE =
      "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\S*)\\s+((?:\\d+ days? )?[\\d:.]+)\\s+(\\S+)"
          + "\\s+"
          + ADDRESS
          + "(\\d+)\\s+->\\s+"
          + ADDRESS
          + "(\\d+|\\d+\\.\\d+)\\s+([A-Z.]+|0x\\S+)\\s+(\\d+)"
          + COUNT
          + COUNT
          + "\\s+\\d+\\s*";
  private static final Pattern ROW = Pattern.compile(LINE);

  public NfdumpLongFormat() {
    super(
        "nfdump-long",
        new FormatNote("nfdump -o long and long6", Kind.START, 1000, 1000, SCHEMA.attributes()));
  }

  @Override
  public boolean recognizes(Probe probe) {
    return probe.first().matches("Date first seen +Duration +Proto +Src IP Addr:Port .*Tos .*")
        || ROW.matcher(probe.first()).matches();
  }

  @Override
  public FileMapping mapping(Probe probe) {
    var columns =
        List.of(
            Column.time("first seen"),
            new Column(
                "duration", List.of("clock_us(duration)"), "a span such as 00:00:04.200 or 4.200"),
            Column.address("source address"),
            Column.address("destination address"),
            Column.port("source port"),
            Column.portOrIcmp("destination port"),
            Column.protocol("proto"),
            Column.flags("flags"),
            Column.scaledCount("packets", 1),
            Column.scaledCount("bytes", 0),
            Column.word("tos"));
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int i = 0; i < FIELDS.size(); i++) {
      names.add("'p" + i + "'");
      String part = FileMapping.PARTS + ".p" + i;
      boolean address = FIELDS.get(i).endsWith("address");
      values.add("nullif(" + (address ? "left(" + part + ", -1)" : part) + ", '')");
    }
    String parts =
        "regexp_extract(%s, %s, [%s])"
            .formatted(FileMapping.LINE, Sql.literal("^" + LINE + "$"), String.join(", ", names));
    String skip =
        FileMapping.LINE
            + " SIMILAR TO '(Date first seen |Summary:|Time window:|Total flows processed:|Sys:|No"
            + " match).*'";
    var cut =
        new FileMapping.Cut(parts, values, "as nfdump -o long prints it, or with IPv6 -o long6");
    return new FileMapping(SCHEMA, columns, FIELDS, FileMapping.Text.lines(skip, null, cut));
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    var view = new NetflowView(schema);
    var tos = view.word(AttributeNames.TOS, "0");
    return new TextWriter(
        file, ' ', HEADER, (flow, out) -> append(view, tos.apply(flow), flow, out));
  }

  private static void append(NetflowView view, String tos, Flow flow, TextBuffer out) {
    out.time(view.start(flow), 3).raw("     ");
    span(view.duration(flow), out);
    out.put(' ');
    int mark = out.length();
    out.word(NetflowView.printed(view.protocol(flow))).alignLeft(mark, 5).put(' ');
    address(view.source(flow), out);
    mark = out.length();
    out.number(view.sourcePort(flow)).alignLeft(mark, 5).raw(" -> ");
    address(view.destination(flow), out);
    mark = out.length();
    long port = view.destinationPort(flow);
    if (Protocol.isIcmp(view.protocol(flow))) {
      out.number(port >> 8).put('.').number(port & 255);
    } else {
      out.number(port);
    }
    out.alignLeft(mark, 5).put(' ').flags(view.flags(flow), 8).put(' ');
    mark = out.length();
    out.word(tos).alignRight(mark, 3).put(' ');
    mark = out.length();
    out.number(view.packets(flow)).alignRight(mark, 8).put(' ');
    mark = out.length();
    out.number(view.bytes(flow)).alignRight(mark, 8).raw("     1\n");
  }

  private static void address(Address address, TextBuffer out) {
    int mark = out.length();
    out.address(address).alignRight(mark, 16).put(address.isIpv4() ? ':' : '.');
  }

  /** As nfdump 1.7.1 prints it; days, which it leaves out, as hours. */
  private static void span(long micros, TextBuffer out) {
    long millis = (micros + 500) / 1000;
    long seconds = millis / 1000;
    two(seconds / 3600, out);
    two(seconds / 60 % 60, out.put(':'));
    two(seconds % 60, out.put(':'));
    out.put('.').put((char) ('0' + millis / 100 % 10));
    two(millis % 100, out);
  }

  private static void two(long value, TextBuffer out) {
    if (value < 10) {
      out.put('0');
    }
    out.number(value);
  }
}
