package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code nfdump -o pipe}: 22 numbers without a header line; addresses are four of them, of which
 * IPv4 (family 2) has the last.
 */
public final class NfdumpPipeFormat extends TabularFormat {
  private static final TextTable TABLE = new TextTable('|', fields());
  private static final Pattern ROW = Pattern.compile("\\d{1,2}(\\|\\d+){21}");
  private static final String WORD = "regexp_full_match(%s, '\\d{1,10}')";

  public NfdumpPipeFormat() {
    super(
        "nfdump-pipe",
        new FormatNote("nfdump -o pipe", Kind.START, 1000, 1000, TABLE.attributes()),
        TABLE,
        ROW);
  }

  private static List<TextField> fields() {
    var fields = new ArrayList<TextField>();
    fields.add(TextField.unread("af", (view, flow, out) -> out.number(family(view, flow))));
    fields.add(
        TextField.start(
            new Column("first", List.of("epoch_ms(first)"), "ms since 1970"),
            (view, flow, out) -> millis(view.start(flow), out)));
    fields.add(
        TextField.duration(
            duration("first", "last"), (view, flow, out) -> millis(view.end(flow), out)));
    fields.add(
        TextField.protocol(
            Column.protocol("proto"),
            (view, flow, out) -> out.word(NetflowView.numbered(view.protocol(flow)))));
    for (int i = 0; i < 3; i++) {
      int word = i;
      fields.add(
          TextField.unread("sa" + i, (view, flow, out) -> word(view, flow, true, word, out)));
    }
    fields.add(
        TextField.source(address("sa"), (view, flow, out) -> word(view, flow, true, 3, out)));
    fields.add(TextField.sourcePort(Column.port("sp")));
    for (int i = 0; i < 3; i++) {
      int word = i;
      fields.add(
          TextField.unread("da" + i, (view, flow, out) -> word(view, flow, false, word, out)));
    }
    fields.add(
        TextField.destination(address("da"), (view, flow, out) -> word(view, flow, false, 3, out)));
    fields.add(TextField.destinationPort(Column.port("dp")));
    for (String unknown : List.of("sas", "das", "in", "out")) {
      fields.add(TextField.constant(unknown, "0"));
    }
    fields.add(
        TextField.of(
            Attribute.flags(Schema.TCP_FLAGS),
            Column.flags("flg"),
            (view, flow, out) -> out.number(view.flags(flow))));
    fields.add(TextField.word(Column.word("tos"), AttributeNames.TOS, "0"));
    fields.add(TextField.packets(Column.count("pkt", 1)));
    fields.add(TextField.bytes(Column.count("byt", 0)));
    return fields;
  }

  /** The time between two columns in milliseconds. */
  static Column duration(String first, String last) {
    String micros = "epoch_ms(%s) - epoch_ms(%s)".formatted(last, first);
    String value = "CASE WHEN %s >= 0 THEN %s END".formatted(micros, micros);
    return new Column(last, List.of(value), "ms since 1970, not before " + first);
  }

  /** Four columns of 32 bits, the last of which is to blame. */
  private static Column address(String name) {
    String high = "TRY_CAST(%s0 AS UINTEGER)::UBIGINT * 4294967296 + TRY_CAST(%s1 AS UINTEGER)";
    String low = "TRY_CAST(%s2 AS UINTEGER)::UBIGINT * 4294967296 + TRY_CAST(%s3 AS UINTEGER)";
    String ipv4 = "281470681743360 + TRY_CAST(%s3 AS UINTEGER)";
    return new Column(
        name + 3,
        List.of(
            "CASE WHEN af = '2' THEN 0::UBIGINT ELSE " + high.formatted(name, name) + " END",
            ("CASE WHEN NOT "
                + WORD.formatted(name + 3)
                + " THEN NULL WHEN af = '2' THEN ("
                + ipv4.formatted(name)
                + ")::UBIGINT ELSE "
                + low.formatted(name, name)
                + " END")),
        "an address as four numbers of 32 bits");
  }

  /** AF_INET, or AF_INET6 of Linux if one side is not IPv4. */
  static int family(NetflowView view, Flow flow) {
    return view.source(flow).isIpv4() && view.destination(flow).isIpv4() ? 2 : 10;
  }

  static void millis(long micros, TextBuffer out) {
    out.raw(Long.toString(Math.floorDiv(micros, 1000)));
  }

  private static void word(NetflowView view, Flow flow, boolean source, int word, TextBuffer out) {
    Address address = source ? view.source(flow) : view.destination(flow);
    if (family(view, flow) == 2) {
      out.number(word == 3 ? Integer.toUnsignedLong(address.ipv4()) : 0);
    } else {
      long half = word < 2 ? address.high() : address.low();
      out.number((word % 2 == 0 ? half >>> 32 : half) & 0xffffffffL);
    }
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    return TABLE.mapping(
        probe,
        TABLE.names(),
        new FileMapping.Text(TABLE.separator(), false, false, false, null, null, null));
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new TextWriter(file, TABLE.separator(), null, TABLE.rows(schema));
  }
}
