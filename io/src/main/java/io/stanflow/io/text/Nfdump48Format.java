package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
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
 * {@code nfdump -o csv} up to 1.7.4: 48 columns and a {@code Summary} of three lines. Older
 * versions have fewer columns, which the header line tells.
 */
public final class Nfdump48Format extends MappedFormat {
  private static final Schema SCHEMA =
      Schema.netflow(Kind.START, Attribute.categorical(AttributeNames.TOS));
  private static final String KNOWN = "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,";
  private static final String HEADER =
      KNOWN
          + "opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh,nhb,svln,dvln,ismc,odmc,idmc,osmc,"
          + "mpls1,mpls2,mpls3,mpls4,mpls5,mpls6,mpls7,mpls8,mpls9,mpls10,cl,sl,al,ra,eng,exid,tr";
  private static final List<String> FIELDS = List.of(HEADER.split(","));

  /** What nfdump prints for the columns from {@code opkt} on when it knows nothing of them. */
  private static final String UNKNOWN =
      "0,0,0,0,0,0,0,0,0,0,0.0.0.0,0.0.0.0,0,0,"
          + "00:00:00:00:00:00,".repeat(4)
          + "0-0-0,".repeat(10)
          + "    0.000,".repeat(3)
          + "0.0.0.0,0/0,0,1970-01-01 00:00:00.000";

  private static final Pattern ROW =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]*,){2}([^,]*,){45}[^,]*");

  public Nfdump48Format() {
    super(
        "nfdump48",
        new FormatNote(
            "nfdump -o csv up to 1.7.4, 48 columns",
            Kind.START,
            TextBuffer.SECOND,
            1000,
            SCHEMA.attributes()));
  }

  @Override
  public boolean recognizes(Probe probe) {
    return probe.first().startsWith(KNOWN) || ROW.matcher(probe.first()).matches();
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    var columns =
        List.of(
            Column.time("ts"),
            Column.duration("td"),
            Column.address("sa"),
            Column.address("da"),
            Column.port("sp"),
            Column.portOrIcmp("dp"),
            Column.protocol("pr"),
            Column.flags("flg"),
            Column.count("ipkt", 1),
            Column.count("ibyt", 0),
            Column.word("stos"));
    return NfdumpFormat.mapping(probe, "ts", FIELDS, SCHEMA, columns);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new TextWriter(file, HEADER, new Rows(schema));
  }

  /** Rows, and the sums for the summary. */
  private static final class Rows implements TextWriter.Rows {
    private final NetflowView view;
    private final int tos;
    private long flows;
    private long packets;
    private long bytes;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    Rows(Schema schema) {
      view = new NetflowView(schema);
      tos = NetflowView.wordIndex(schema, AttributeNames.TOS);
    }

    @Override
    public void append(Flow flow, TextBuffer out) {
      long start = view.start(flow);
      long end = view.end(flow);
      out.time(start, 0).comma();
      out.time(end, 0).comma();
      Ugr16Format.connection(view, flow, out);
      out.flags(view.flags(flow), 8).raw(",0,");
      out.word(view.word(flow, tos, "0")).comma();
      out.number(view.packets(flow)).comma();
      out.number(view.bytes(flow)).comma();
      out.raw(UNKNOWN).newline();
      flows++;
      packets += view.packets(flow);
      bytes += view.bytes(flow);
      first = Math.min(first, start);
      last = Math.max(last, end);
    }

    @Override
    public void finish(TextBuffer out) {
      double seconds = flows == 0 ? 0 : (last - first) / 1e6;
      long perSecond = seconds > 0 ? (long) (bytes * 8 / seconds) : 0;
      long packetsPerSecond = seconds > 0 ? (long) (packets / seconds) : 0;
      long perPacket = packets == 0 ? 0 : bytes / packets;
      out.raw("Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n");
      out.number(flows).comma().number(bytes).comma().number(packets).comma();
      out.number(perSecond).comma().number(packetsPerSecond).comma().number(perPacket).newline();
    }
  }
}
