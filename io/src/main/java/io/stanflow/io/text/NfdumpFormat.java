package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
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
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code nfdump -o csv} from 1.7.5 on: ten columns, times to the millisecond, protocols by number,
 * ICMP's destination port as {@code type.code}, no TCP flags.
 */
public final class NfdumpFormat extends MappedFormat {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Attribute.start(Schema.TIME),
              Attribute.duration(Schema.DURATION),
              Attribute.address(Schema.SOURCE_ADDRESS),
              Attribute.address(Schema.DESTINATION_ADDRESS),
              Attribute.port(Schema.SOURCE_PORT),
              Attribute.port(Schema.DESTINATION_PORT),
              Attribute.categorical(Schema.PROTOCOL),
              Attribute.count(Schema.PACKETS),
              Attribute.count(Schema.BYTES)));
  private static final String HEADER =
      "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows";
  private static final List<String> FIELDS = List.of(HEADER.split(","));
  private static final Pattern ROW =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]*,[\\d.]+,\\w+,[^,]+,\\d+,[^,]+,[\\d.]+,"
              + "\\d+,\\d+,\\d+");

  public NfdumpFormat() {
    super(
        "nfdump",
        new FormatNote(
            "nfdump -o csv from 1.7.5 on, ten columns",
            Kind.START,
            1000,
            1000,
            SCHEMA.attributes()));
  }

  @Override
  public boolean recognizes(Probe probe) {
    return probe.first().startsWith(HEADER) || ROW.matcher(probe.first()).matches();
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    var columns =
        List.of(
            Column.time("firstSeen"),
            Column.duration("duration"),
            Column.address("srcAddr"),
            Column.address("dstAddr"),
            Column.port("srcPort"),
            Column.portOrIcmp("dstPort"),
            Column.protocol("proto"),
            Column.count("packets", 1),
            Column.count("bytes", 0));
    return mapping(probe, "firstSeen", FIELDS, SCHEMA, columns);
  }

  /**
   * A mapping for nfdump's csv of any version: the header line says which columns there are, {@code
   * fields} if it is missing; trailers ({@code Summary} and two lines) are not data.
   */
  static FileMapping mapping(
      Probe probe, String first, List<String> fields, Schema schema, List<Column> columns)
      throws InputException {
    boolean header = probe.first().startsWith(first + ",");
    List<String> names = header ? List.of(probe.first().split(",", -1)) : fields;
    AttributeNames.check(probe, names);
    for (Column column : columns) {
      if (!names.contains(column.field())) {
        throw probe.lacks(column.field());
      }
    }
    String quoted = Sql.quote(first);
    String skip =
        quoted
            + " IN ("
            + Sql.literal(first)
            + ", 'Summary', 'No matched flows') OR ("
            + quoted
            + " = 'flows' AND "
            + Sql.quote(names.get(1))
            + " = 'bytes') OR ("
            + Sql.quote(names.get(6))
            + " IS NULL AND regexp_full_match("
            + quoted
            + ", '\\d+'))";
    return new FileMapping(
        schema, columns, names, new FileMapping.Text(',', header, false, true, skip));
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    var view = new NetflowView(schema);
    return new TextWriter(
        file,
        HEADER,
        (Flow flow, TextBuffer out) -> {
          String protocol = view.protocol(flow);
          long port = view.destinationPort(flow);
          out.time(view.start(flow), 3).comma();
          out.decimal(view.duration(flow), 3).comma();
          out.word(NetflowView.numbered(protocol)).comma();
          out.address(view.source(flow)).comma();
          out.number(view.sourcePort(flow)).comma();
          out.address(view.destination(flow)).comma();
          if (Protocol.isIcmp(protocol)) {
            out.number(port >> 8).put('.').number(port & 255).comma();
          } else {
            out.number(port).comma();
          }
          out.number(view.packets(flow)).comma();
          out.number(view.bytes(flow)).comma();
          out.put('1').newline();
        });
  }
}
