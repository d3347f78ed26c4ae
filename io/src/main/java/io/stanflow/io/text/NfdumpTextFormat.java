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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * nfdump's aligned texts, {@code -o line} (its default), {@code long}, {@code extended}, {@code
 * biline} and {@code bilong}, with {@code 6} behind them for whole IPv6 addresses: durations as
 * {@code hh:mm:ss.mmm} up to 1.7.4 or seconds, numbers from a million on as {@code 1.2 M} unless
 * nfdump runs with {@code -N}. With a database of countries they stand behind addresses.
 */
public final class NfdumpTextFormat extends MappedFormat {
  private static final String ADDRESSES =
      "Date first seen +Duration +Proto +Src IP Addr(\\(..\\))?:Port +Dst IP Addr(\\(..\\))?:Port";
  private static final String SPARE_BLANKS = "Date first seen             Duration     Proto      ";

  /** An address and what parts it from its port; nfdump leaves the middle of long IPv6 ones out. */
  private static final String ADDRESS =
      "([\\d.]+(?:\\([^)\\s]*\\))?:|[0-9a-fA-F:]+(?:\\.\\.[0-9a-fA-F:]+)?(?:\\([^)\\s]*\\))?\\.)";

  private static final String COUNT = "\\s+(\\d\\S*(?: [KMGT])?)";
  private static final String RATE = "\\s+\\d\\S*(?: [KMGT])?";

  private final String variant;
  private final boolean flags;
  private final boolean both;
  private final boolean rates;
  private final Schema schema;
  private final Pattern header;
  private final Pattern row;

  /**
   * @param variant as in {@code nfdump -o}
   * @param flags whether flags and ToS stand behind the addresses
   * @param both whether there are packets and bytes of both directions
   * @param rates whether rates follow
   */
  private NfdumpTextFormat(
      String variant, Schema schema, boolean flags, boolean both, boolean rates) {
    super(
        "nfdump-" + variant,
        new FormatNote(
            "nfdump -o " + variant + " and " + variant + "6",
            Kind.START,
            1000,
            1000,
            schema.attributes()));
    this.variant = variant;
    this.schema = schema;
    this.flags = flags;
    this.both = both;
    this.rates = rates;
    header = Pattern.compile(ADDRESSES + columns().replaceAll(" +", " +") + " *");
    row = Pattern.compile(pattern());
  }

  /** What nfdump prints unless told otherwise. */
  public static NfdumpTextFormat line() {
    return new NfdumpTextFormat("line", schema(false, false), false, false, false);
  }

  /** With flags and ToS. */
  public static NfdumpTextFormat longer() {
    return new NfdumpTextFormat("long", schema(true, false), true, false, false);
  }

  /** With rates too. */
  public static NfdumpTextFormat extended() {
    return new NfdumpTextFormat("extended", schema(true, false), true, false, true);
  }

  /** With packets and bytes of both directions. */
  public static NfdumpTextFormat biline() {
    return new NfdumpTextFormat("biline", schema(false, true), false, true, false);
  }

  /** With both and flags and ToS. */
  public static NfdumpTextFormat bilong() {
    return new NfdumpTextFormat("bilong", schema(true, true), true, true, false);
  }

  private static Schema schema(boolean flags, boolean both) {
    var attributes = new ArrayList<>(Schema.netflow(Kind.START).attributes());
    if (flags) {
      attributes.add(Attribute.categorical(AttributeNames.TOS));
    } else {
      attributes.removeIf(attribute -> attribute.name().equals(Schema.TCP_FLAGS));
    }
    if (both) {
      attributes.add(Attribute.count(AttributeNames.REVERSE_PACKETS));
      attributes.add(Attribute.count(AttributeNames.REVERSE_BYTES));
    }
    return new Schema(attributes);
  }

  /** The header line behind the addresses. */
  private String columns() {
    return (flags ? "     Flags Tos " : "  ")
        + (both ? "  Out Pkt   In Pkt Out Byte  In Byte" : " Packets    Bytes")
        + (rates ? "      pps      bps    Bpp" : "")
        + " Flows";
  }

  private String pattern() {
    return "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\S*)\\s+((?:\\d+(?: days?|d)"
        + " )?[\\d:.]+)\\s+(\\S+)\\s+"
        + ADDRESS
        + "(\\d+)\\s+"
        + (both ? "<->" : "->")
        + "\\s+"
        + ADDRESS
        + "(\\d+|\\d+\\.\\d+)"
        + (flags ? "\\s+([A-Z.]+|0x\\S+)\\s+(\\d+)" : "")
        + COUNT.repeat(both ? 4 : 2)
        + RATE.repeat(rates ? 3 : 0)
        + "\\s+\\d+\\s*";
  }

  private List<String> fields() {
    var fields = new ArrayList<>(List.of("first seen", "duration", "proto"));
    fields.addAll(List.of("source address", "source port"));
    fields.addAll(List.of("destination address", "destination port"));
    fields.addAll(flags ? List.of("flags", "tos") : List.of());
    fields.addAll(
        both
            ? List.of("out packets", "packets", "out bytes", "bytes")
            : List.of("packets", "bytes"));
    return fields;
  }

  @Override
  public boolean recognizes(Probe probe) {
    return header.matcher(probe.first()).matches() || row.matcher(probe.first()).matches();
  }

  @Override
  public FileMapping mapping(Probe probe) {
    List<String> fields = fields();
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      names.add("'p" + i + "'");
      String part = FileMapping.PARTS + ".p" + i;
      boolean address = fields.get(i).endsWith("address");
      values.add(
          address
              ? "nullif(split_part(left(" + part + ", -1), '(', 1), '')"
              : "nullif(" + part + ", '')");
    }
    String parts =
        "regexp_extract(%s, %s, [%s])"
            .formatted(
                FileMapping.LINE, Sql.literal("^" + pattern() + "$"), String.join(", ", names));
    String skip =
        FileMapping.LINE
            + " SIMILAR TO '(Date first seen |Summary:|Time window:|Total (flows|records)"
            + " processed:|Sys:|No match).*'";
    String rule = "as nfdump -o %s prints it, or with IPv6 -o %s6".formatted(variant, variant);
    var cut = new FileMapping.Cut(parts, values, rule);
    return new FileMapping(schema, readAs(), fields, FileMapping.Text.lines(skip, null, cut));
  }

  private List<Column> readAs() {
    var columns =
        new ArrayList<>(
            List.of(
                Column.time("first seen"),
                new Column(
                    "duration",
                    List.of("clock_us(duration)"),
                    "a span such as 00:00:04.200 or 4.200"),
                address("source address"),
                address("destination address"),
                Column.port("source port"),
                Column.portOrIcmp("destination port"),
                Column.protocol("proto")));
    if (flags) {
      columns.add(Column.flags("flags"));
    }
    columns.add(Column.scaledCount("packets", both ? 0 : 1));
    columns.add(Column.scaledCount("bytes", 0));
    if (flags) {
      columns.add(Column.word("tos"));
    }
    if (both) {
      columns.add(Column.scaledCount("out packets", 0));
      columns.add(Column.scaledCount("out bytes", 0));
    }
    return columns;
  }

  private static Column address(String field) {
    return Column.address(
        field, "address_low", "a whole IP address (run nfdump with -6, or -o csv)");
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema written) throws IOException {
    var view = new NetflowView(written);
    Function<Flow, String> tos = view.word(AttributeNames.TOS, "0");
    String first = SPARE_BLANKS + "Src IP Addr:Port          Dst IP Addr:Port" + columns();
    return new TextWriter(
        file, ' ', first, (flow, out) -> append(view, tos.apply(flow), flow, out));
  }

  private void append(NetflowView view, String tos, Flow flow, TextBuffer out) {
    out.time(view.start(flow), 3).raw("     ");
    span(view.duration(flow), out);
    out.put(' ');
    int mark = out.length();
    out.word(NetflowView.printed(view.protocol(flow))).alignLeft(mark, 5).put(' ');
    address(view.source(flow), out);
    mark = out.length();
    out.number(view.sourcePort(flow)).alignLeft(mark, 5).raw(both ? " <-> " : " -> ");
    address(view.destination(flow), out);
    mark = out.length();
    long port = view.destinationPort(flow);
    if (Protocol.isIcmp(view.protocol(flow))) {
      out.number(port >> 8).put('.').number(port & 255);
    } else {
      out.number(port);
    }
    out.alignLeft(mark, 5);
    if (flags) {
      out.put(' ').flags(view.flags(flow), 8).put(' ');
      mark = out.length();
      out.word(tos).alignRight(mark, 3);
    }
    counts(view, flow, out);
    out.raw("     1\n");
  }

  private void counts(NetflowView view, Flow flow, TextBuffer out) {
    if (both) {
      number(view.reversePackets(flow), 8, out);
    }
    number(view.packets(flow), 8, out);
    if (both) {
      number(view.reverseBytes(flow), 8, out);
    }
    number(view.bytes(flow), 8, out);
    if (rates) {
      double seconds = view.duration(flow) / (double) TextBuffer.SECOND;
      number(seconds == 0 ? 0 : (long) (view.packets(flow) / seconds), 8, out);
      number(seconds == 0 ? 0 : (long) (view.bytes(flow) * 8.0 / seconds), 8, out);
      number(view.bytes(flow) / Math.max(1, view.packets(flow)), 6, out);
    }
  }

  private static void number(long value, int width, TextBuffer out) {
    out.put(' ');
    int mark = out.length();
    out.number(value).alignRight(mark, width);
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
