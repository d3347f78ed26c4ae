package io.stanflow.io.draft;

import static java.util.stream.Collectors.joining;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A schema file for a table, drafted: names say what a column means, all its values whether it can
 * be that.
 */
public final class TableDraft {

  private final RawTable table;
  private final DraftChoice choice;

  private TableDraft(RawTable table) throws IOException, SQLException {
    this.table = table;
    table.stage();
    List<String> example = table.example();
    var columns = new ArrayList<DraftColumn>();
    for (int i = 0; i < table.names().size(); i++) {
      String field = Integer.toString(i + 1);
      columns.add(
          new DraftColumn(table.probe().sql(), field, table.names().get(i), example.get(i)));
    }
    choice = new DraftChoice(columns);
  }

  /**
   * Drafts a schema for a table, which is left in DuckDB's table {@code raw}.
   *
   * @throws InputException if the file is no table, or has no rows
   */
  public static TableDraft of(Probe probe) throws IOException, SQLException {
    return new TableDraft(RawTable.of(probe));
  }

  /** Whether the file is a table whose columns have names that those of flows have elsewhere. */
  public static boolean isFlowTable(Probe probe) throws IOException, SQLException {
    try {
      RawTable table = RawTable.of(probe);
      return ColumnNames.areFlows(table.names());
    } catch (InputException e) {
      return false; // no table
    }
  }

  /** What the draft says, as if its text were a file. */
  public SchemaFile schema() throws IOException {
    return SchemaFile.parse("the draft of " + table.probe().name(), text("host: internal\n"));
  }

  /** What the user must know who does not look at the draft, a sentence each. */
  public List<String> notices() {
    return choice.columns().stream()
        .map(DraftColumn::notice)
        .filter(notice -> !notice.isEmpty())
        .toList();
  }

  /** Whether addresses of both sides are attributes. */
  public boolean hasSides() {
    return choice.of(Schema.SOURCE_ADDRESS) != null;
  }

  /** Names of the columns of both sides' addresses, as YAML. */
  public String sides() {
    return Yaml.scalar(choice.of(Schema.SOURCE_ADDRESS).name())
        + ", "
        + Yaml.scalar(choice.of(Schema.DESTINATION_ADDRESS).name());
  }

  /**
   * The draft, as YAML.
   *
   * @param host line that says whose series a flow belongs to, where there are addresses
   */
  public String text(String host) {
    var text = new StringBuilder("# Drafted from ");
    text.append(InputException.shown(Path.of(table.probe().name()).getFileName() + ""))
        .append("; docs/schema.md describes this file.\n");
    text.append("delimiter: ").append(delimiter());
    text.append("\nquote: yes\nheader: ").append(table.header() ? "yes" : "no").append('\n');
    text.append(hasSides() ? host : "host: none  # no addresses of both sides: one series\n");
    text.append(choice.of(Schema.TIME) == null ? "# no column is a time of all flows\n" : "");
    text.append(texts()).append("columns:\n");
    for (DraftColumn column : choice.columns()) {
      text.append(column.line());
    }
    return text.toString();
  }

  private String delimiter() {
    return switch (table.delimiter()) {
      case "\t" -> "tab";
      case " " -> "blank";
      case TableLayout.JSON -> TableLayout.JSON;
      default -> "\"" + table.delimiter() + "\"";
    };
  }

  /** The lines on the texts of all columns, where they are not as usual. */
  private String texts() {
    Set<String> marks = new LinkedHashSet<>();
    boolean comma = false;
    for (DraftColumn column : choice.columns()) {
      marks.addAll(column.marks());
      comma |= column.hasDecimalComma();
    }
    String nulls =
        marks.isEmpty()
            ? ""
            : "nulls: ["
                + marks.stream().map(m -> "'" + m.replace("'", "''") + "'").collect(joining(", "))
                + "]\n";
    return nulls + (comma ? "decimal: comma\n" : "");
  }

  /** Makes a table {@code staged} of both sides' addresses. */
  public void stageAddresses() throws SQLException {
    var values = new ArrayList<String>();
    for (String side : List.of(Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS)) {
      List<String> halves = choice.of(side).addresses().values();
      values.add(halves.get(0) + " AS " + FlowColumns.high(side));
      values.add(halves.get(1) + " AS " + FlowColumns.low(side));
    }
    Sql.execute(
        table.probe().sql(),
        "CREATE TABLE staged AS SELECT " + String.join(", ", values) + " FROM raw");
  }
}
