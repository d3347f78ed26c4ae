package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Further;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Layout;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** {@code nfdump -o csv-fast} from 1.7.5 on: 17 columns, first and last seen in milliseconds. */
public final class NfdumpFastFormat implements FlowFormat {
  private static final TextTable TABLE = new TextTable(',', fields());
  private static final Pattern ROW =
      Pattern.compile("\\d+,\\d+,\\d+,\\d+,\\d+,[^,]+,\\d+,[^,]+(,\\d+){5},[A-Z.]+(,\\d+){3}");

  private static List<TextField> fields() {
    return List.of(
        new TextField(
            "cnt",
            null,
            null,
            false,
            schema -> true,
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
        TextField.word(Column.word("srcTos"), Further.TOS, "0"),
        TextField.packets(Column.count("packets", 1)),
        TextField.bytes(Column.count("bytes", 0)));
  }

  @Override
  public String name() {
    return "nfdump-fast";
  }

  @Override
  public FormatNote note() {
    return new FormatNote(
        "nfdump -o csv-fast from 1.7.5 on, 17 columns", Kind.START, 1000, 1000, TABLE.attributes());
  }

  @Override
  public boolean recognizes(Probe probe) {
    return TABLE.isHeader(probe.first()) || ROW.matcher(probe.first()).matches();
  }

  @Override
  public Layout layout(Probe probe) throws InputException {
    return TABLE.delimited(probe, null);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new TextWriter(file, TABLE.header(), TABLE.rows(schema));
  }
}
