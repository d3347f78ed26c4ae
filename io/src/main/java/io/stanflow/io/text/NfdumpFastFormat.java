package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.mapping.Column;
import java.util.List;
import java.util.regex.Pattern;

/** {@code nfdump -o csv-fast} from 1.7.5 on: 17 columns, first and last seen in milliseconds. */
public final class NfdumpFastFormat extends TabularFormat {
  private static final TextTable TABLE = new TextTable(',', fields());
  private static final Pattern ROW =
      Pattern.compile("\\d+,\\d+,\\d+,\\d+,\\d+,[^,]+,\\d+,[^,]+(,\\d+){5},[A-Z.]+(,\\d+){3}");

  public NfdumpFastFormat() {
    super(
        "nfdump-fast",
        new FormatNote(
            "nfdump -o csv-fast from 1.7.5 on, 17 columns",
            Kind.START,
            1000,
            1000,
            TABLE.attributes()),
        TABLE,
        ROW);
  }

  private static List<TextField> fields() {
    return List.of(
        TextField.unread(
            "cnt",
            view -> {
              long[] count = {0};
              return (flow, out) -> out.number(++count[0]);
            }),
        TextField.unread(
            "af", (view, flow, out) -> out.number(NfdumpPipeFormat.family(view, flow))),
        TextField.start(
            new Column("firstSeen", List.of("epoch_ms(firstSeen)"), "ms since 1970"),
            (view, flow, out) -> NfdumpPipeFormat.millis(view.start(flow), out)),
        TextField.duration(
            NfdumpPipeFormat.duration("firstSeen", "lastSeen"),
            (view, flow, out) -> NfdumpPipeFormat.millis(view.end(flow), out)),
        TextField.protocol(
            Column.protocol("proto"),
            (view, flow, out) -> out.word(NetflowView.numbered(view.protocol(flow)))),
        TextField.source("srcAddr"),
        TextField.sourcePort(Column.port("srcPort")),
        TextField.destination("dstAddr"),
        TextField.destinationPort(Column.port("dstPort")),
        TextField.constant("srcAS", "0"),
        TextField.constant("dstAS", "0"),
        TextField.constant("input", "0"),
        TextField.constant("output", "0"),
        TextField.of(
            Attribute.flags(Schema.TCP_FLAGS),
            Column.flags("flags"),
            (view, flow, out) -> out.flags(view.flags(flow), 8)),
        TextField.word(Column.word("srcTos"), AttributeNames.TOS, "0"),
        TextField.packets(Column.count("packets", 1)),
        TextField.bytes(Column.count("bytes", 0)));
  }
}
