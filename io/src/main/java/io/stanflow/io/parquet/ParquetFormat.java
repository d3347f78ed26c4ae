package io.stanflow.io.parquet;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Apache Parquet whose columns are attributes. Our files say the kinds in their metadata; in others
 * they follow from the names and types. Times are TIMESTAMP, durations whole µs, addresses text.
 */
public final class ParquetFormat extends MappedFormat {
  /** Key in the file's metadata; the value is a csv header line with all kinds. */
  static final String KINDS = "stanflow.columns";

  public ParquetFormat() {
    super("parquet", FormatNote.ofAnything("Apache Parquet, a column for each attribute"));
  }

  @Override
  public boolean recognizes(Probe probe) {
    return probe.first().startsWith("PAR1");
  }

  @Override
  public FileMapping mapping(Probe probe) throws IOException {
    String path = Sql.literal(probe.path());
    var names = new ArrayList<String>();
    var types = new ArrayList<String>();
    String kinds = null;
    try (Statement statement = probe.sql().createStatement()) {
      try (ResultSet rows =
          statement.executeQuery("DESCRIBE SELECT * FROM read_parquet(" + path + ")")) {
        while (rows.next()) {
          names.add(rows.getString(1));
          types.add(rows.getString(2));
        }
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT decode(value) FROM parquet_kv_metadata("
                  + path
                  + ") WHERE decode(key) = "
                  + Sql.literal(KINDS))) {
        kinds = rows.next() ? rows.getString(1) : null;
      }
    } catch (SQLException e) {
      throw new InputException(
          probe.name(),
          "cannot be read as Parquet: " + Sql.firstLine(e),
          "copy it again or name another --format");
    }
    AttributeNames.check(probe, names);
    Schema schema =
        probe.schema().isPresent() ? probe.schema().get() : schema(probe, names, types, kinds);
    var columns = new ArrayList<Column>();
    for (Attribute attribute : schema.attributes()) {
      int at = names.indexOf(attribute.name());
      if (at < 0) {
        throw probe.lacks(attribute.name());
      }
      columns.add(column(attribute, types.get(at)));
    }
    return new FileMapping(schema, columns, names, null);
  }

  private static Schema schema(Probe probe, List<String> names, List<String> types, String metadata)
      throws InputException {
    var kinds = new ArrayList<Kind>();
    List<String> cells = metadata == null ? null : Lines.split(metadata, true);
    boolean ours = cells != null && cells.size() == names.size();
    for (int i = 0; i < names.size(); i++) {
      if (ours) {
        String cell = cells.get(i);
        kinds.add(Kinds.ofWord(probe, cell.substring(cell.lastIndexOf(':') + 1)));
      } else {
        Kind inferred = inferred(types.get(i));
        kinds.add(AttributeNames.kind(names.get(i)).orElse(inferred));
      }
    }
    return AttributeNames.schema(probe, names, kinds);
  }

  private static Kind inferred(String type) {
    if (isWhole(type)) {
      return Kind.COUNT;
    }
    boolean real = type.equals("DOUBLE") || type.equals("FLOAT") || type.startsWith("DECIMAL");
    return real ? Kind.CONTINUOUS : Kind.CATEGORICAL;
  }

  private static boolean isWhole(String type) {
    return type.endsWith("INT") || type.endsWith("INTEGER");
  }

  /** Numbers of a fitting type are taken as they are, all else by way of its text. */
  private static Column column(Attribute attribute, String type) {
    String name = attribute.name();
    Column byText = Kinds.column(name, attribute);
    String quoted = Sql.quote(name);
    boolean duration = attribute.kind() == Kind.DURATION;
    if (attribute.kind().isTime() && type.startsWith("TIMESTAMP")) {
      return new Column(
          name,
          List.of("CASE WHEN isfinite(" + quoted + ") THEN epoch_us(" + quoted + ") END"),
          byText.rule());
    }
    if (isWhole(type) && (attribute.kind().isTime() || duration)) {
      String value = "TRY_CAST(" + quoted + " AS BIGINT)";
      String least = duration ? "0" : Long.toString(-(1L << 62));
      return new Column(
          name,
          List.of("CASE WHEN " + value + " >= " + least + " THEN " + value + " END"),
          duration ? "microseconds >= 0" : byText.rule());
    }
    if (attribute.kind() == Kind.CATEGORICAL && !name.equals(Schema.PROTOCOL)) {
      return new Column(name, List.of("CAST(" + quoted + " AS VARCHAR)"), byText.rule());
    }
    String text = "CAST(" + quoted + " AS VARCHAR)";
    List<String> values =
        byText.values().stream().map(value -> value.replace(quoted, text)).toList();
    return new Column(name, values, byText.rule());
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new ParquetWriter(file, schema);
  }
}
