package io.stanflow.io.parquet;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.NamingWords;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  public FileMapping mapping(Probe probe) throws IOException, SQLException {
    ParquetColumns file = ParquetColumns.of(probe);
    AttributeNames.check(probe, file.names());
    Schema schema =
        probe.schema().isPresent() ? probe.schema().get() : schema(probe, file, said(probe, file));
    return mapping(probe, schema, file);
  }

  /** How attributes are read from columns of their names. */
  static FileMapping mapping(Probe probe, Schema schema, ParquetColumns file)
      throws InputException {
    Map<String, Unit> durations =
        ArrowDurations.units(file.metadata().getOrDefault(ArrowDurations.KEY, ""));
    var columns = new ArrayList<Column>();
    for (Attribute attribute : schema.attributes()) {
      int at = file.names().indexOf(attribute.name());
      if (at < 0) {
        throw probe.lacks(attribute.name());
      }
      Unit unit = durations.get(attribute.name());
      columns.add(
          attribute.kind() == Kind.DURATION && unit != null
              ? Column.micros(attribute.name(), unit, false).withText(ParquetFormat::text)
              : column(probe, attribute, file.types().get(at)));
    }
    List<String> notes = Kinds.notes(probe, times(probe, schema));
    return new FileMapping(schema, columns, file.names(), null, notes, null);
  }

  /** The first rows' times; none where they cannot be read, which reading will say. */
  private static List<String> times(Probe probe, Schema schema) {
    var times = new ArrayList<String>();
    if (schema.has(Schema.TIME)) {
      String query =
          "SELECT CAST(%s AS VARCHAR) FROM read_parquet(%s) LIMIT 20"
              .formatted(Sql.quote(Schema.TIME), Sql.literal(probe.path()));
      try (Statement statement = probe.sql().createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          times.add(String.valueOf(rows.getString(1)));
        }
      } catch (SQLException e) {
        return List.of();
      }
    }
    return times;
  }

  /** The kinds that our files say, by the columns' names. */
  private static Map<String, Kind> said(Probe probe, ParquetColumns file) throws InputException {
    Map<String, Kind> kinds = new HashMap<>();
    String metadata = file.metadata().get(KINDS);
    List<String> cells = metadata == null ? null : Lines.split(metadata, true);
    if (cells != null && cells.size() == file.names().size()) {
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        String word = cell.substring(cell.lastIndexOf(':') + 1);
        kinds.put(file.names().get(i), Kinds.ofWord(probe, word));
      }
    }
    return kinds;
  }

  /**
   * The attributes of all columns.
   *
   * @param said kinds by name; the others follow from names and types
   */
  static Schema schema(Probe probe, ParquetColumns file, Map<String, Kind> said)
      throws InputException {
    var kinds = new ArrayList<Kind>();
    var words = new ArrayList<String>();
    for (int i = 0; i < file.names().size(); i++) {
      String name = file.names().get(i);
      Kind usual = AttributeNames.kind(name).orElse(inferred(file.types().get(i)));
      kinds.add(said.getOrDefault(name, usual));
      if (kinds.get(i) == Kind.CATEGORICAL
          && !said.containsKey(name)
          && AttributeNames.kind(name).isEmpty()) {
        words.add(name);
      }
    }
    NamingWords.refuse(probe, "read_parquet(" + Sql.literal(probe.path()) + ")", words);
    return AttributeNames.schema(probe, file.names(), kinds);
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
  private static Column column(Probe probe, Attribute attribute, String type) {
    String name = attribute.name();
    Column byText = Kinds.column(probe, name, attribute);
    String quoted = Sql.quote(name);
    boolean duration = attribute.kind() == Kind.DURATION;
    if (attribute.kind().isTime() && type.startsWith("TIMESTAMP")) {
      return new Column(
          name,
          List.of("CASE WHEN isfinite(" + quoted + ") THEN epoch_us(" + quoted + ") END"),
          byText.rule());
    }
    if (isWhole(type) && duration) {
      String value = "TRY_CAST(" + quoted + " AS BIGINT)";
      return new Column(
          name,
          List.of("CASE WHEN " + value + " >= 0 THEN " + value + " END"),
          "microseconds >= 0");
    }
    if (attribute.kind() == Kind.CATEGORICAL && !name.equals(Schema.PROTOCOL)) {
      return new Column(name, List.of("CAST(" + quoted + " AS VARCHAR)"), byText.rule());
    }
    return byText.withText(ParquetFormat::text);
  }

  private static String text(String field) {
    return "CAST(" + field + " AS VARCHAR)";
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new ParquetWriter(file, schema);
  }
}
