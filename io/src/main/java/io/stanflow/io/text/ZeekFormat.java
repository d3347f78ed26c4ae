package io.stanflow.io.text;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Zeek's conn.log as tab-separated values. The {@code #fields} line says which columns there are,
 * those beyond ours are not read; it may stand again, the same, as after {@code cat}.
 */
public final class ZeekFormat extends TabularFormat {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("ts", "time"),
          Map.entry("id.orig_h", "addr"),
          Map.entry("id.orig_p", "port"),
          Map.entry("id.resp_h", "addr"),
          Map.entry("id.resp_p", "port"),
          Map.entry("proto", "enum"),
          Map.entry("duration", "interval"),
          Map.entry("local_orig", "bool"),
          Map.entry("local_resp", "bool"),
          Map.entry("tunnel_parents", "set[string]"),
          Map.entry(ZeekColumns.LABELS, "set[string]   string   string"));

  private final boolean oneLabelColumn;

  private ZeekFormat(String name, String what, boolean oneLabelColumn, TextTable table) {
    super(name, new FormatNote(what, Kind.START, 1, 1, table.attributes()), table);
    this.oneLabelColumn = oneLabelColumn;
  }

  /** As Zeek writes it, with or without columns for labels. */
  public static ZeekFormat plain() {
    String what = "Zeek conn.log, also with label and detailedlabel";
    return new ZeekFormat("zeek", what, false, ZeekColumns.plain());
  }

  /** With the last three columns in one, three blanks between, as IoT-23 has them. */
  public static ZeekFormat iot23() {
    String what = "IoT-23's labelled conn.log, the last three columns in one";
    return new ZeekFormat("zeek-iot23", what, true, ZeekColumns.iot23());
  }

  @Override
  public boolean recognizes(Probe probe) {
    List<String> fields = fields(probe);
    return fields.contains("id.orig_h") && fields.contains(ZeekColumns.LABELS) == oneLabelColumn;
  }

  /** The cells of the header, without the mark. */
  private static List<String> fields(Probe probe) {
    for (String line : probe.head()) {
      if (line.strip().startsWith("#fields\t")) {
        var cells = new ArrayList<String>(Arrays.asList(line.strip().split("\t", -1)));
        cells.remove(0);
        cells.replaceAll(cell -> cell.equals("detailed-label") ? "detailedlabel" : cell);
        return cells;
      }
    }
    return List.of();
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    List<String> fields = fields(probe);
    if (fields.isEmpty()) {
      throw new InputException(
          probe.name(), "has no #fields line at its beginning", "name another --format");
    }
    return table()
        .mapping(
            probe,
            fields,
            new FileMapping.Text('\t', false, false, true, comment(fields), null, null));
  }

  /** Lines that begin with #, but for a #fields line that names other columns. */
  private static String comment(List<String> fields) {
    String first = Sql.quote(fields.get(0));
    String second = Sql.quote(fields.get(1));
    String rest =
        fields.stream().skip(1).map(Sql::quote).collect(Collectors.joining(", "))
            + ", "
            + FileMapping.SPARE;
    String ours = String.join("\t", fields);
    return ("CASE WHEN %s = '#fields' THEN"
            + " replace(concat_ws('\t', %s), 'detailed-label', 'detailedlabel') = %s"
            + " ELSE coalesce(%s, %s) LIKE '#%%' END")
        .formatted(
            first,
            rest,
            Sql.literal(ours.replace("detailed-label", "detailedlabel")),
            first,
            second);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new TextWriter(file, '\t', null, new Rows(schema, table().written(schema)));
  }

  /** Rows between a header and a last line, with the times of the first and the last flow. */
  private static final class Rows implements TextWriter.Rows {
    private final NetflowView view;
    private final TextTable table;
    private final TextWriter.Rows rows;
    private boolean begun;
    private long last;

    Rows(Schema schema, TextTable table) {
      this.table = table;
      view = new NetflowView(schema);
      rows = table.rows(schema);
    }

    @Override
    public void append(Flow flow, TextBuffer out) {
      last = view.start(flow);
      begin(out);
      rows.append(flow, out);
    }

    private void begin(TextBuffer out) {
      if (begun) {
        return;
      }
      begun = true;
      out.raw("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n");
      out.raw("#unset_field\t-\n#path\tconn\n#open\t");
      moment(out).raw("#fields\t" + table.header() + "\n#types");
      for (String column : table.names()) {
        boolean number = column.matches("(orig|resp|missed)_.*");
        out.put('\t').raw(TYPES.getOrDefault(column, number ? "count" : "string"));
      }
      out.newline();
    }

    private TextBuffer moment(TextBuffer out) {
      int mark = out.length();
      return out.time(last, '-', 0).replace(mark, ':', '-').newline();
    }

    @Override
    public void finish(TextBuffer out) {
      begin(out);
      moment(out.raw("#close\t"));
    }
  }
}
