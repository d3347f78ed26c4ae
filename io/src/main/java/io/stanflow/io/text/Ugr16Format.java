package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
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
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * UGR'16 (Maciá-Fernández et al., 2018): 13 columns, {@code te} the end of the flow in whole
 * seconds. The published files have no header line; ours do, with {@code label} also spelt {@code
 * lable}.
 */
public final class Ugr16Format extends MappedFormat {
  private static final Schema SCHEMA =
      Schema.netflow(
          Kind.END,
          Attribute.categorical(AttributeNames.FORWARDING_STATUS),
          Attribute.categorical(AttributeNames.TOS),
          Attribute.categorical(AttributeNames.LABEL));
  private static final String HEADER = "te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label";
  private static final List<String> FIELDS = List.of(HEADER.split(","));
  private static final Pattern HEADER_LINE =
      Pattern.compile(HEADER.replace("label", "(label|lable)"));
  private static final Pattern ROW =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[A-Z.]{6},"
              + "[^,]*,[^,]*,[^,]*,[^,]*,[^,]*");

  public Ugr16Format() {
    super(
        "ugr16",
        new FormatNote(
            "UGR'16, with and without header line",
            Kind.END,
            TextBuffer.SECOND,
            1000,
            SCHEMA.attributes()));
  }

  @Override
  public boolean recognizes(Probe probe) {
    return HEADER_LINE.matcher(probe.first()).matches() || ROW.matcher(probe.first()).matches();
  }

  @Override
  public FileMapping mapping(Probe probe) {
    var columns =
        List.of(
            Column.time("te"),
            Column.duration("td"),
            Column.address("sa"),
            Column.address("da"),
            Column.port("sp"),
            Column.port("dp"),
            Column.protocol("pr"),
            Column.flags("flg"),
            Column.count("pkt", 1),
            Column.count("byt", 0),
            Column.word("fwd"),
            Column.word("stos"),
            Column.word("label"));
    boolean header = probe.first().startsWith("te,");
    return new FileMapping(
        SCHEMA, columns, FIELDS, new FileMapping.Text(',', header, false, false, "te = 'te'"));
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    var view = new NetflowView(schema);
    int forwarding = NetflowView.wordIndex(schema, AttributeNames.FORWARDING_STATUS);
    int tos = NetflowView.wordIndex(schema, AttributeNames.TOS);
    int label = NetflowView.wordIndex(schema, AttributeNames.LABEL);
    return new TextWriter(
        file,
        HEADER,
        (Flow flow, TextBuffer out) -> {
          out.time(view.end(flow), 0).comma();
          connection(view, flow, out);
          out.flags(view.flags(flow), 6).comma();
          out.word(view.word(flow, forwarding, "0")).comma();
          out.word(view.word(flow, tos, "0")).comma();
          out.number(view.packets(flow)).comma();
          out.number(view.bytes(flow)).comma();
          out.word(view.word(flow, label, "background")).newline();
        });
  }

  /** The cells from the duration to the protocol, which nfdump has in the same order. */
  static void connection(NetflowView view, Flow flow, TextBuffer out) {
    out.decimal(view.duration(flow), 3).comma();
    out.address(view.source(flow)).comma();
    out.address(view.destination(flow)).comma();
    out.number(view.sourcePort(flow)).comma();
    out.number(view.destinationPort(flow)).comma();
    out.word(NetflowView.printed(view.protocol(flow))).comma();
  }
}
