package io.stanflow.io.schema;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.text.CsvFormat;
import io.stanflow.io.text.TableRows;
import io.stanflow.io.text.TextWriter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** A text table of the user's own, read as a schema file says. Never detected. */
public final class TableFormat extends MappedFormat {
  private final SchemaFile file;

  /** Of tables that this file describes; flows of them are written as {@code csv}. */
  public TableFormat(SchemaFile file) {
    super("csv", FormatNote.ofAnything("a text table as a schema file says"));
    this.file = file;
  }

  @Override
  public boolean recognizes(Probe probe) {
    return false;
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    if (probe.first().startsWith("PAR1")) {
      throw new InputException(
          probe.name(), "is Parquet, but --schema is for text", "leave --schema out");
    }
    TableLayout table = file.layout();
    List<String> fields = table.header() ? fields(probe) : file.fields();
    var columns = new ArrayList<Column>();
    for (int i = 0; i < table.columns().size(); i++) {
      TableLayout.Column given = table.columns().get(i);
      Column column = Kinds.column(given.name(), file.schema().attributes().get(i), given.unit());
      columns.add(given.empty() == null ? column : column.withEmpty(given.empty()));
    }
    var text = new FileMapping.Text(table.separator(), table.header(), table.quoted(), false, null);
    return new FileMapping(file.schema(), columns, fields, text);
  }

  /** The file's columns; those that the schema does not name by their number, which is no name. */
  private List<String> fields(Probe probe) throws InputException {
    TableLayout table = file.layout();
    List<String> header = Lines.split(probe.first(), table.separator(), table.quoted());
    if (header == null) {
      throw new InputException(probe.name(), "its header line is broken", "close its quotes");
    }
    var named = new HashSet<String>();
    table.columns().forEach(column -> named.add(column.name()));
    var fields = new ArrayList<String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (named.contains(name) && fields.contains(name)) {
        throw new InputException(
            probe.name(), "two columns are named " + name, "rename one in the header");
      }
      fields.add(named.contains(name) ? name : "\"" + (i + 1));
    }
    for (TableLayout.Column column : table.columns()) {
      if (!fields.contains(column.name())) {
        throw new InputException(
            probe.name(),
            "has no column " + column.name(),
            "its header line is '"
                + InputException.shown(probe.first())
                + "'; fix names, delimiter or header in "
                + file.name());
      }
    }
    return fields;
  }

  /** The table's layout with the decimals that its times have in {@code staged}. */
  public TableLayout layout(Connection sql, Schema schema) throws SQLException {
    TableLayout table = file.layout();
    var columns = new ArrayList<TableLayout.Column>();
    for (int i = 0; i < schema.size(); i++) {
      TableLayout.Column column = table.columns().get(i);
      boolean text = column.unit() == Unit.TEXT || column.unit() == Unit.ISO;
      String quoted = Sql.quote(schema.attributes().get(i).name());
      int decimals = text ? decimals(sql, quoted) : 0;
      columns.add(new TableLayout.Column(column.name(), column.unit(), decimals, column.empty()));
    }
    return new TableLayout(table.delimiter(), table.quoted(), table.header(), columns);
  }

  /** Decimals of a second that a column of times needs: none, 3 or 6. */
  private static int decimals(Connection sql, String column) throws SQLException {
    String query =
        """
        SELECT coalesce(max(CASE WHEN %1$s %% 1000000 = 0 THEN 0 WHEN %1$s %% 1000 = 0 THEN 3
          ELSE 6 END), 0) FROM staged\
        """;
    return (int) Sql.number(sql, query.formatted(column));
  }

  /** Columns of the file that are no attributes. */
  public List<String> unread(Probe probe) {
    TableLayout table = file.layout();
    var unread = new ArrayList<>(file.fields());
    if (table.header()) {
      unread.addAll(Lines.split(probe.first(), table.separator(), table.quoted()));
    }
    table.columns().forEach(column -> unread.remove(column.name()));
    return unread;
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new CsvFormat().writer(file, schema);
  }

  /** A writer of a table in this layout. */
  public static FlowWriter writer(PendingFile file, Schema schema, TableLayout layout)
      throws IOException {
    return new TextWriter(
        file,
        layout.separator(),
        layout.header() ? TableRows.header(layout) : null,
        new TableRows(schema, layout));
  }
}
