package io.stanflow.io.schema;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.text.CsvFormat;
import io.stanflow.io.text.TableRows;
import io.stanflow.io.text.TextWriter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table of the user's own, text or Parquet, read as a schema file says. Never detected. */
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
  public FileMapping mapping(Probe probe) throws IOException, SQLException {
    TableLayout table = file.layout();
    TableSource source = source(probe);
    for (TableLayout.Column column : table.columns()) {
      if (!source.names().contains(column.name())) {
        throw new InputException(
            probe.name(),
            "has no column " + column.name(),
            "its columns are '"
                + InputException.shown(String.join(table.delimiter(), source.names()))
                + "'; fix names, delimiter or header in "
                + file.name());
      }
    }
    var reader = new ColumnReader(file, source.text() == null);
    return new FileMapping(file.schema(), reader.columns(), source.names(), text(source, reader));
  }

  private TableSource source(Probe probe) throws IOException, SQLException {
    TableLayout table = file.layout();
    List<String> header = table.header() ? null : file.fields();
    return TableSource.of(probe, table.delimiter(), table.quoted(), header);
  }

  /** How the text is cut up, header lines that stand again within left out. */
  private FileMapping.Text text(TableSource source, ColumnReader reader) {
    FileMapping.Text text = source.text();
    if (text == null) {
      return null;
    }
    String name = file.layout().columns().get(0).name();
    String again =
        text.header() ? "trim(%s) = %s".formatted(Sql.quote(name), Sql.literal(name)) : text.skip();
    return new FileMapping.Text(
        text.separator(),
        text.header(),
        text.quoted(),
        text.ragged(),
        again,
        reader.noFlow(),
        text.cut());
  }

  /** The table's layout with the decimals that its times have in {@code staged}. */
  public TableLayout layout(Connection sql, Schema schema) throws SQLException {
    TableLayout table = file.layout();
    var columns = new ArrayList<TableLayout.Column>();
    for (int i = 0; i < schema.size(); i++) {
      TableLayout.Column column = table.columns().get(i);
      int decimals = column.isTextTime() ? decimals(sql, times(schema, i)) : 0;
      columns.add(column.withDecimals(decimals));
    }
    return new TableLayout(table.delimiter(), table.quoted(), table.header(), columns);
  }

  /** SQL for the times that the column of an attribute has. */
  private String times(Schema schema, int attribute) {
    String value = Sql.quote(schema.attributes().get(attribute).name());
    boolean end = file.layout().columns().get(attribute).end();
    return end ? "(" + Sql.quote(Schema.TIME) + " + " + value + ")" : value;
  }

  /** Decimals of a second that times need: none, 3 or 6. */
  private static int decimals(Connection sql, String times) throws SQLException {
    String query =
        """
        SELECT coalesce(max(CASE WHEN %1$s %% 1000000 = 0 THEN 0 WHEN %1$s %% 1000 = 0 THEN 3
          ELSE 6 END), 0) FROM staged\
        """;
    return (int) Sql.number(sql, query.formatted(times));
  }

  /** Columns of the file that are no attributes. */
  public List<String> unread(Probe probe) throws IOException, SQLException {
    var unread = new ArrayList<>(source(probe).names());
    file.layout().columns().forEach(column -> unread.remove(column.name()));
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
        layout.header() && !layout.isJson() ? TableRows.header(layout) : null,
        new TableRows(schema, layout));
  }
}
