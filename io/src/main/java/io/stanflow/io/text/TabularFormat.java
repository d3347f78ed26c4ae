package io.stanflow.io.text;

import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A text format that a {@link TextTable} describes: known by a line of column names or by the look
 * of a row, one line for each flow.
 */
abstract class TabularFormat extends MappedFormat {
  private static final Pattern NO_ROW = Pattern.compile("(?!)");

  private final TextTable table;
  private final Pattern row;

  /** A format whose files have a header line. */
  TabularFormat(String name, FormatNote note, TextTable table) {
    this(name, note, table, NO_ROW);
  }

  /**
   * A format whose files may lack the header line.
   *
   * @param row what then matches their first line
   */
  TabularFormat(String name, FormatNote note, TextTable table, Pattern row) {
    super(name, note);
    this.table = table;
    this.row = row;
  }

  final TextTable table() {
    return table;
  }

  @Override
  public boolean recognizes(Probe probe) {
    return table.isHeader(probe.first()) || row.matcher(probe.first()).matches();
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    return table.delimited(probe, null);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    TextTable written = table.written(schema);
    return new TextWriter(file, table.separator(), written.header(), written.rows(schema));
  }
}
