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
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Zeek's conn.log as text, between tabs if not set otherwise. The {@code #fields} line says which
 * columns there are, those beyond ours are not read; another may follow, as after {@code cat}.
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
    List<String> fields = ZeekHeader.of(probe.head()).fields();
    return fields.contains("id.orig_h") && fields.contains(ZeekColumns.LABELS) == oneLabelColumn;
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    ZeekHeader header = ZeekHeader.of(probe.head());
    if (header.cells().isEmpty()) {
      throw new InputException(
          probe.name(), "has no #fields line at its beginning", "name another --format");
    }
    if (!header.isConnections()) {
      throw new InputException(probe.name(), "is a Zeek log without connections", "name conn.log");
    }
    return new ZeekMapping(table(), probe).of(probe, header);
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
